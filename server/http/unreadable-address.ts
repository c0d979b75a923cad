import { randomUUID } from 'node:crypto';
import type { createServer, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { ERRORS } from '#lib/api/errors.ts';
import { UNREADABLE_ADDRESS } from '#lib/text/en/unreadable-address.ts';
import { API_CONTENT_POLICY, SECURITY_HEADERS } from './security-headers.ts';

/**
 * A listener that refuses addresses whose percent signs stand for no text (`/%E0%A4%A/map`) before `listener` hears of
 * them: the framework would call that a fault of its own.
 */
export function refuseUnreadable(listener: RequestListener): RequestListener {
  return (request, response) => (isReadable(request) ? listener(request, response) : refuse(request, response));
}

/**
 * Has every server that is made by way of `http` from now on refuse them, for makers that cannot be told. Returns the
 * function that ends it; servers that were made go on.
 */
export function refuseUnreadableIn(http: { createServer: typeof createServer }): () => void {
  const made = http.createServer;
  const refusing = (...given: readonly unknown[]) =>
    (made as (...given: readonly unknown[]) => Server)(
      ...given.map((one) => (typeof one === 'function' ? refuseUnreadable(one as RequestListener) : one)),
    );
  http.createServer = refusing as typeof createServer;
  return () => {
    http.createServer = made;
  };
}

function isReadable({ url = '/' }: IncomingMessage): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** As the API answers under `/api`, else in plain words. */
function refuse({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const error: ErrorBody = {
    error: {
      code: 'BAD_REQUEST',
      message: UNREADABLE_ADDRESS,
      action: ERRORS.BAD_REQUEST.action,
      requestId: randomUUID(),
    },
  };
  const [type, body] = url.startsWith('/api/')
    ? ['application/json', JSON.stringify(error)]
    : ['text/plain; charset=utf-8', `${UNREADABLE_ADDRESS}\n`];
  response.writeHead(400, {
    ...SECURITY_HEADERS,
    'content-security-policy': API_CONTENT_POLICY,
    'cache-control': 'no-store',
    'content-type': type,
  });
  response.end(body);
}
