import { randomUUID } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { errorResponse } from './handle.ts';
import { API_CONTENT_POLICY, SECURITY_HEADERS } from './security-headers.ts';

/** Whatever is asked under `/api` that the table of endpoints does not hold: JSON, not a page. */
export async function noSuchEndpoint(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const response = errorResponse(new RingfenceError('NOT_FOUND', text.noSuchRoute(pathname)), randomUUID());
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  response.headers.set('content-security-policy', API_CONTENT_POLICY);
  return response;
}
