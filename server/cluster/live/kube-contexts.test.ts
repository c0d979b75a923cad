import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kubeContexts } from './kube-contexts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-contexts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'production',
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
  contexts: ['test', 'production', 'staging'].map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
};

test('the current context comes first', async () => {
  const path = join(folder, 'config');
  writeFileSync(path, JSON.stringify(config));
  expect(await kubeContexts(path)).toEqual(['production', 'test', 'staging']);
});

test('a kubeconfig that is absent or no kubeconfig offers nothing', async () => {
  const path = join(folder, 'config');
  expect(await kubeContexts(path)).toEqual([]);
  writeFileSync(path, '\u0000 not yaml: [');
  expect(await kubeContexts(path)).toEqual([]);
});
