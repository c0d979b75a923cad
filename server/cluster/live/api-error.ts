/** What the API server, or the way to it, answered instead of what was asked. `status` is 0 where there was no answer. */
export class ApiError extends Error {
  readonly status: number;
  /** The API's own word, such as `Expired` or `Forbidden`; for the network Node's code, such as `ECONNREFUSED`. */
  readonly reason: string;
  readonly retryAfterSeconds: number | undefined;
  constructor(status: number, reason: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** An answer that says that this version of the list is gone: list again. */
export function isExpired(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  // A version that the server has not reached yet means that it was restored from an older backup.
  return error.status === 410 || /Too large resource version/i.test(error.message);
}

export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403;
}

export function isAbsent(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 405);
}

/** The error of a `kind: Status` body, or of an answer with a body of another kind. */
export function errorOfStatus(status: number, body: unknown, retryAfter?: string): ApiError {
  const { reason, message, code, details } = isStatus(body) ? body : {};
  const seconds = Number(retryAfter ?? details?.retryAfterSeconds);
  return new ApiError(
    typeof code === 'number' ? code : status,
    typeof reason === 'string' ? reason : '',
    typeof message === 'string' ? message : `HTTP ${status}`,
    Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  );
}

interface StatusBody {
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly details?: { readonly retryAfterSeconds?: unknown };
}

function isStatus(body: unknown): body is StatusBody {
  return typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'Status';
}
