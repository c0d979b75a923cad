import { createHash, timingSafeEqual } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { isLoopbackName } from '#server/loopback-name.ts';

/** Who may ask: `security.md`, "Who may ask". */
export interface AccessRules {
  /** Names beside the loopback ones that the `Host` header may carry; lower case. */
  readonly allowedHosts: readonly string[];
  /** Where set, every request but the one for the cookie needs it as cookie or bearer. */
  readonly token?: string;
}

/** Not `__Host-`: on loopback there is no TLS. Cookies know no ports, so the name carries a sign of ours. */
export const SESSION_COOKIE = 'ringfence-session';

/**
 * The name in the `Host` header must be a loopback name or one that the operator allowed, or a page elsewhere could
 * point its own name at us and read the answers (DNS rebinding). The port is free: port-forwarding changes it.
 * Throws FORBIDDEN_ORIGIN.
 */
export function checkHost(headers: Headers, rules: AccessRules): void {
  const name = hostName(headers.get('host') ?? '');
  if (isLoopbackName(name) || rules.allowedHosts.includes(name)) return;
  throw new RingfenceError('FORBIDDEN_ORIGIN', text.hostNotAllowed(name));
}

function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}

/** A page of another site has no business here, not even to make us compute. A link that a person follows is fine. */
export function checkNotCrossSite(headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  if (site !== 'cross-site' && site !== 'same-site') return;
  if (headers.get('sec-fetch-mode') === 'navigate') return;
  throw new RingfenceError('FORBIDDEN_ORIGIN', text.OTHER_SITE);
}

/**
 * A request that may change something comes from our own page: same Origin, Sec-Fetch-Site, and a content type that no
 * form can send. Without Origin only programs that hold the token. Throws FORBIDDEN_ORIGIN.
 */
export function checkChange(headers: Headers, rules: AccessRules, contentType: string): void {
  const origin = headers.get('origin');
  if (origin === null) {
    if (rules.token === undefined || !holdsToken(bearerOf(headers), rules.token)) {
      throw new RingfenceError('FORBIDDEN_ORIGIN', text.NO_ORIGIN);
    }
  } else {
    const host = headers.get('host') ?? '';
    if (origin !== `http://${host}` && origin !== `https://${host}`) {
      throw new RingfenceError('FORBIDDEN_ORIGIN', text.OTHER_SITE);
    }
    // Browsers leave the header out only on plain HTTP to a name that is not loopback.
    const site = headers.get('sec-fetch-site');
    const mayBeAbsent = origin.startsWith('http://') && !isLoopbackName(hostName(host));
    if (site !== 'same-origin' && !(site === null && mayBeAbsent)) {
      throw new RingfenceError('FORBIDDEN_ORIGIN', text.OTHER_SITE);
    }
  }
  const sent = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (sent !== contentType) throw new RingfenceError('BAD_REQUEST', text.contentType(contentType));
}

/** Throws NOT_SIGNED_IN where a token is asked for and neither cookie nor bearer holds it. */
export function checkSignedIn(headers: Headers, rules: AccessRules): void {
  if (isSignedIn(headers, rules)) return;
  throw new RingfenceError('NOT_SIGNED_IN', text.NOT_SIGNED_IN);
}

export function isSignedIn(headers: Headers, rules: AccessRules): boolean {
  if (rules.token === undefined) return true;
  return holdsToken(bearerOf(headers), rules.token) || holdsToken(cookieOf(headers), rules.token);
}

/** Compares in constant time. */
export function holdsToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false;
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(token));
}

export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`;
}

function bearerOf(headers: Headers): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}

function cookieOf(headers: Headers): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [name, value = ''] = part.trim().split('=', 2);
    if (name === SESSION_COOKIE) return decodeCookie(value);
  }
  return undefined;
}

function decodeCookie(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined; // not ours
  }
}
