import { apiFetch, apiUrl } from '#lib/api/client.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { type ErrorCode, RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer } from '#lib/api/traffic-schemas.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';

export interface TakenFile extends IngestAnswer {
  readonly file: string;
}

export interface TakingProgress {
  readonly file: string;
  /** Bytes. */
  readonly sent: number;
  readonly size: number;
}

/** As the endpoint names sources. */
const SOURCE_MAX = 100;

/** Hands the files to the server, one after the other. Throws as `apiFetch`, BAD_REQUEST where nothing could flow in the cluster. */
export async function takeFlowFiles(
  cluster: string,
  files: readonly File[],
  signal: AbortSignal,
  onProgress: (progress: TakingProgress) => void,
): Promise<readonly TakenFile[]> {
  const { counts, name } = await apiFetch('GET /api/clusters/{cluster}/summary', { cluster }, { signal });
  if (counts.workloads === 0) throw new RingfenceError('BAD_REQUEST', TAKING_FLOWS.emptyCluster(name));
  const taken: TakenFile[] = [];
  for (const file of files) {
    const progress = (sent: number) => onProgress({ file: file.name, sent, size: file.size });
    progress(0);
    const source = file.name.slice(0, SOURCE_MAX);
    const url = apiUrl('POST /api/clusters/{cluster}/flows', { cluster, source });
    taken.push({ file: file.name, ...(await post(url, file, signal, progress)) });
  }
  return taken;
}

/** Not by fetch, which tells nothing of what was sent. */
function post(url: string, file: File, signal: AbortSignal, onSent: (bytes: number) => void): Promise<IngestAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/x-ndjson');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => {
      if (request.status === 200) resolve(request.response as IngestAnswer);
      else reject(errorOf(request.response as ErrorBody | null, request.status));
    };
    request.onerror = () => reject(new TypeError('The server does not answer.'));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(file);
  });
}

function errorOf(answer: ErrorBody | null, status: number): RingfenceError {
  if (answer?.error === undefined) return new RingfenceError('INTERNAL', String(status));
  return new RingfenceError(answer.error.code as ErrorCode, answer.error.message, answer.error.detail);
}
