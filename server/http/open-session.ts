import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { holdsToken, sessionCookie } from './access.ts';
import { type HandlerContext, jsonResponse } from './handle.ts';

/** The token of the printed link becomes a cookie that no script can read. Throws NOT_SIGNED_IN for a wrong one. */
export function openSession(
  _: EndpointInput<'POST /api/session'>,
  { body, runtime }: HandlerContext<'POST /api/session'>,
): Response {
  const { token } = runtime.access;
  const response = jsonResponse({ status: 'ok' });
  if (token === undefined) return response;
  if (!holdsToken(body.token, token)) throw new RingfenceError('NOT_SIGNED_IN', text.WRONG_TOKEN);
  response.headers.set('set-cookie', sessionCookie(token));
  return response;
}
