import { Agent, request } from 'node:https';

/** Writes to the test's API server with all rights. Paths as in the API; every call throws on an answer that is no 2xx. */
export interface AdminClient {
  isReady(): Promise<boolean>;
  get(path: string): Promise<unknown>;
  create(path: string, object: object): Promise<unknown>;
  /** A merge patch. `path` may end in `/status`. */
  patch(path: string, change: object): Promise<unknown>;
  put(path: string, object: object): Promise<unknown>;
  delete(path: string): Promise<unknown>;
}

const AT_ONCE = 16;

/** `certificate` is read at each connection: the server writes it when it starts for the first time. */
export function createAdminClient(address: string, token: string, certificate: () => Buffer): AdminClient {
  let agent: Agent | undefined;
  const ask = (method: string, path: string, body?: object, type = 'application/json') =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      agent ??= new Agent({ keepAlive: true, maxSockets: AT_ONCE, ca: certificate() });
      const outgoing = request(`${address}${path}`, {
        method,
        agent,
        headers: { authorization: `Bearer ${token}`, 'content-type': type },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.once('error', reject);
      });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const must = async (method: string, path: string, body?: object, type?: string): Promise<unknown> => {
    const { status, text } = await ask(method, path, body, type);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  };
  return {
    async isReady() {
      try {
        return (await ask('GET', '/readyz')).status === 200;
      } catch {
        return false;
      }
    },
    get: (path) => must('GET', path),
    create: (path, object) => must('POST', path, object),
    patch: (path, change) => must('PATCH', path, change, 'application/merge-patch+json'),
    put: (path, object) => must('PUT', path, object),
    delete: (path) => must('DELETE', `${path}${path.includes('?') ? '&' : '?'}gracePeriodSeconds=0`),
  };
}
