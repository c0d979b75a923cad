import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '#lib/api/endpoints.ts';

const API = fileURLToPath(new URL('../../app/api', import.meta.url));
const METHODS = /export const (GET|HEAD|POST|PUT|PATCH|DELETE)\b/g;

/** `POST /api/connect` for each method that a route file exports. */
const routed = globSync('**/route.ts', { cwd: API })
  .filter((file) => !file.startsWith('[...'))
  .flatMap((file) => {
    const path = `/api/${file
      .replace(/\/route\.ts$/, '')
      .replaceAll('[', '{')
      .replaceAll(']', '}')}`;
    const source = readFileSync(`${API}/${file}`, 'utf8');
    return Array.from(source.matchAll(METHODS), ([, method]) => `${method} ${path}`);
  });

test('every route is one of the table, and every one of the table has its route', () => {
  expect(routed.filter((key) => !key.startsWith('HEAD ')).sort()).toEqual(Object.keys(ENDPOINTS).sort());
});

test('GET never writes: no GET takes a body', () => {
  for (const [key, { body }] of Object.entries(ENDPOINTS))
    if (key.startsWith('GET ')) expect(body, key).toBeUndefined();
});
