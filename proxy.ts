import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isRingfenceError } from '#lib/api/errors.ts';
import { runtime } from '#server/current-runtime.ts';
import { checkHost, isSignedIn } from '#server/http/access.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '#server/http/security-headers.ts';
import { signInPage } from '#server/http/sign-in-page.ts';

const NONCE_BYTES = 16;

/** Every page: who may see it, and what may run in it. The API guards itself (`server/http/handle.ts`). */
export function proxy(request: NextRequest): Response {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
  const response = answer(request, nonce, policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  response.headers.set('content-security-policy', policy);
  return response;
}

function answer(request: NextRequest, nonce: string, policy: string): Response {
  try {
    const { access } = runtime();
    checkHost(request.headers, access);
    if (!isSignedIn(request.headers, access)) {
      return new NextResponse(signInPage(nonce), {
        status: 401,
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      });
    }
  } catch (error) {
    const message = isRingfenceError(error) ? error.message : 'Ringfence cannot answer.';
    return new NextResponse(message, { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
  // The framework reads the nonce from the policy on the request; our layouts read the others.
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-address', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', policy);
  return NextResponse.next({ request: { headers } });
}

export const config = {
  // Not the API: it guards itself, and the proxy would buffer uploads. Not the build's own hashed files: no secrets.
  matcher: ['/((?!api/|_next/static/).*)'],
};
