import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KubeConfig } from './kube-config.ts';
import { kubeContexts } from './kube-contexts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-contexts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const config = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'production',
  clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'u', user: { token: 't' } }],
  contexts: ['test', 'production', 'staging'].map((name) => ({ name, context: { cluster: 'c', user: 'u' } })),
};

test('the current context comes first', () => {
  const path = join(folder, 'config');
  writeFileSync(path, JSON.stringify(config));
  expect(kubeContexts(path)).toEqual(['production', 'test', 'staging']);
});

test('a kubeconfig that is absent or no kubeconfig offers nothing', () => {
  const path = join(folder, 'config');
  expect(kubeContexts(path)).toEqual([]);
  writeFileSync(path, '\u0000 not yaml: [');
  expect(kubeContexts(path)).toEqual([]);
});

test('of several files the contexts of all are offered, and none where the client refuses the files', () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const named = (context: string, cluster: string, user: string) => ({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': context },
    clusters: [{ name: cluster, cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: user, user: { token: 't' } }],
    contexts: [{ name: context, context: { cluster, user } }],
  });
  const client = (): readonly string[] => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromDefault();
    return kubeConfig.contexts.map(({ name }) => name).sort();
  };
  vi.stubEnv('KUBECONFIG', [first, second].join(delimiter));
  writeFileSync(first, JSON.stringify(config));
  writeFileSync(second, JSON.stringify(named('far', 'other', 'else')));
  expect(kubeContexts()).toEqual(['far', 'test', 'production', 'staging']);
  expect([...kubeContexts()].sort()).toEqual(client());
  for (const refused of [named('test', 'other', 'else'), named('far', 'c', 'else'), named('far', 'other', 'u')]) {
    writeFileSync(second, JSON.stringify(refused));
    expect(client).toThrow('Duplicate');
    expect(kubeContexts()).toEqual([]);
  }
});
