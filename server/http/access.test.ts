import { describe, expect, test } from 'vitest';
import { checkChange, checkHost, checkNotCrossSite, isSignedIn, SESSION_COOKIE } from './access.ts';

const open = { allowedHosts: [] };
const withToken = { allowedHosts: ['ringfence.internal'], token: 'secret' };
const own = {
  host: 'localhost:3000',
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
};
const change = (headers: Record<string, string>, rules = open as { allowedHosts: string[]; token?: string }) =>
  checkChange(new Headers(headers), rules, 'application/json');
const without = (name: keyof typeof own): Record<string, string> => {
  const { [name]: _, ...rest } = own;
  return rest;
};

describe('the Host header', () => {
  test.each(['localhost', 'localhost:3000', '127.0.0.1:8080', '127.0.0.2', '[::1]:3000', '[::1]', 'LOCALHOST'])(
    '%s is a loopback name, whatever its port',
    (host) => expect(() => checkHost(new Headers({ host }), open)).not.toThrow(),
  );
  test.each(['evil.example', 'evil.example:3000', 'localhost.evil.example', '10.0.0.7', '127.0.0.1.evil.example', ''])(
    '%s is refused',
    (host) => expect(() => checkHost(new Headers({ host }), open)).toThrow(/does not answer to the name/),
  );
  test('a name that the operator allowed is accepted', () => {
    expect(() => checkHost(new Headers({ host: 'Ringfence.Internal:80' }), withToken)).not.toThrow();
  });
});

describe('a request that changes something', () => {
  test('from the own page is accepted', () => expect(() => change(own)).not.toThrow());
  test('with another Origin is refused', () => {
    expect(() => change({ ...own, origin: 'http://evil.example' })).toThrow(/another page/);
  });
  test('with the Origin of another port is refused', () => {
    expect(() => change({ ...own, origin: 'http://localhost:4000' })).toThrow(/another page/);
  });
  test('with Origin null is refused', () => expect(() => change({ ...own, origin: 'null' })).toThrow(/another page/));
  test.each(['cross-site', 'same-site', 'none'])('with Sec-Fetch-Site %s is refused', (site) => {
    expect(() => change({ ...own, 'sec-fetch-site': site })).toThrow(/another page/);
  });
  test('without Sec-Fetch-Site on loopback is refused', () => {
    expect(() => change(without('sec-fetch-site'))).toThrow(/another page/);
  });
  test('without Sec-Fetch-Site over plain HTTP to an allowed name, where browsers send none, is accepted', () => {
    const headers = { ...without('sec-fetch-site'), host: 'ringfence.internal', origin: 'http://ringfence.internal' };
    expect(() => change(headers, withToken)).not.toThrow();
  });
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'with a content type that a form can send (%s) is refused',
    (type) => expect(() => change({ ...own, 'content-type': type })).toThrow(/must be application\/json/),
  );
  test('without Origin is refused where there is no token', () => {
    expect(() => change({ ...without('origin'), authorization: 'Bearer ' })).toThrow(/needs the token/);
  });
  test('without Origin is accepted with the token as bearer', () => {
    expect(() => change({ ...without('origin'), authorization: 'Bearer secret' }, withToken)).not.toThrow();
  });
  test('without Origin is refused with the token as cookie: a form elsewhere could send that', () => {
    expect(() => change({ ...without('origin'), cookie: `${SESSION_COOKIE}=secret` }, withToken)).toThrow(
      /needs the token/,
    );
  });
});

describe('a read', () => {
  test('of another site is refused', () => {
    expect(() =>
      checkNotCrossSite(new Headers({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })),
    ).toThrow();
  });
  test('by a link that a person follows is accepted', () => {
    const headers = new Headers({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect(() => checkNotCrossSite(headers)).not.toThrow();
  });
});

describe('with a token', () => {
  test.each([
    ['neither', {}, false],
    ['a wrong cookie', { cookie: `${SESSION_COOKIE}=wrong` }, false],
    ['a broken cookie', { cookie: `${SESSION_COOKIE}=%` }, false],
    ['the cookie among others', { cookie: `a=b; ${SESSION_COOKIE}=secret; c=d` }, true],
    ['the bearer', { authorization: 'Bearer secret' }, true],
    ['a wrong bearer', { authorization: 'Bearer secre' }, false],
  ])('%s: signed in is %3$s', (_, headers, expected) => {
    expect(isSignedIn(new Headers(headers as Record<string, string>), withToken)).toBe(expected);
  });
  test('none asked for: everybody is in', () => expect(isSignedIn(new Headers(), open)).toBe(true));
});
