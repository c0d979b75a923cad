/** The one table of errors: code → HTTP status → what the user can do. */
export const ERRORS = {
  BAD_REQUEST: { status: 400, action: 'Check the address or the request body.' },
  NOT_SIGNED_IN: { status: 401, action: 'Open the link that the server printed when it started.' },
  FORBIDDEN_ORIGIN: {
    status: 403,
    action: 'Open Ringfence under the address that it printed. A program needs the token: serve --token-file FILE.',
  },
  NOT_FOUND: { status: 404, action: 'It may have been deleted. Search for it by name.' },
  REVISION_GONE: { status: 409, action: 'Show the newest revision.' },
  CONFLICT: { status: 409, action: 'Load it again: it was changed meanwhile.' },
  TOO_LARGE: { status: 413, action: 'Use a smaller file, or start Ringfence with the file as argument.' },
  UNREADABLE_INPUT: { status: 422, action: 'Correct the named line and try again.' },
  NOTHING_KUBERNETES: { status: 422, action: 'Give Kubernetes manifests or the output of kubectl get … -o json.' },
  TOO_MANY_REQUESTS: { status: 429, action: 'Wait until what was asked before is done.' },
  NOT_READY: { status: 503, action: 'Wait until the first reading is done.' },
  SOURCE_UNREACHABLE: { status: 502, action: 'Check that the API server runs and that the context names it.' },
  SOURCE_FORBIDDEN: { status: 502, action: 'Ask for the read rights that the page lists.' },
  TIMED_OUT: { status: 504, action: 'Ask for less, or try again.' },
  WORKER_LOST: { status: 503, action: 'Try again in a few seconds: the analysis is being rebuilt.' },
  DAMAGED: { status: 500, action: 'Put the named file back from a backup; everything else stays usable.' },
  NEWER_STORE: { status: 500, action: 'Start the version that wrote it, or name another data folder with --data-dir.' },
  NOT_WRITABLE: { status: 507, action: 'Make room in the data folder, or give Ringfence the right to write there.' },
  USAGE: { status: 400, action: 'Run ringfence --help.' },
  INTERNAL: { status: 500, action: 'Try again; if it stays, report it with the request id.' },
} as const satisfies Record<string, { readonly status: number; readonly action: string }>;
export type ErrorCode = keyof typeof ERRORS;

/** The only error that handlers, commands and the page show to people. `detail` is the other side's raw text. */
export class RingfenceError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  constructor(code: ErrorCode, message: string, detail?: string) {
    super(message);
    this.name = 'RingfenceError';
    this.code = code;
    this.detail = detail;
  }
}

/** Route bundles have module copies of their own: recognise by shape, never by instanceof. */
export function isRingfenceError(error: unknown): error is RingfenceError {
  return error instanceof Error && error.name === 'RingfenceError' && 'code' in error;
}
