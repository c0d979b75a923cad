import { expect, test } from 'vitest';
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts';

test('the page may run what carries the nonce and nothing else', () => {
  expect(contentSecurityPolicy('abc').split('; ')).toEqual([
    "default-src 'self'",
    "script-src 'self' 'nonce-abc'",
    "style-src 'self' 'nonce-abc'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ]);
});

test('eval is never allowed in the built page', () => {
  expect(contentSecurityPolicy('abc')).not.toContain('unsafe-eval');
});

test('the other headers of security.md are set', () => {
  expect(SECURITY_HEADERS).toEqual({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
});
