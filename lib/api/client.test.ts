import { afterEach, describe, expect, test, vi } from 'vitest';
import manifest from '#package.json' with { type: 'json' };
import { apiFetch, apiUrl } from './client.ts';
import { VERSION } from './version.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the address of an endpoint', () => {
  test('path parameters are filled in and percent-encoded, the rest is query, undefined is left out', () => {
    const input = { cluster: 'demo', namespace: 'a/b', name: 'c?d', rev: undefined };
    expect(apiUrl('GET /api/clusters/{cluster}/pods/{namespace}/{name}', input)).toBe(
      '/api/clusters/demo/pods/a%2Fb/c%3Fd',
    );
    expect(apiUrl('GET /api/clusters/{cluster}/pods', { cluster: 'demo', q: 'a b', limit: 5 })).toBe(
      '/api/clusters/demo/pods?q=a+b&limit=5',
    );
  });
});

test('an error of the server keeps its code, message and detail', async () => {
  const error = { code: 'REVISION_GONE', message: 'gone', action: '', detail: 'raw', requestId: '1' };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ error }), { status: 409 }));
  await expect(apiFetch('GET /api/clusters', {})).rejects.toMatchObject({
    code: 'REVISION_GONE',
    message: 'gone',
    detail: 'raw',
  });
});

test('a POST without body sends an empty object as JSON, as the server asks', async () => {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response('{}'));
  vi.stubGlobal('fetch', fetched);
  await apiFetch('POST /api/clusters/{cluster}/probe', { cluster: 'demo' });
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{}' });
});

test('the version is that of package.json', () => expect(VERSION).toBe(manifest.version));
