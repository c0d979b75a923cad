import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SourceSpec } from './config.ts';
import { keptAmong, keptUnder } from './kept-under.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (...paths: string[]): SourceSpec => ({ type: 'files', paths });
const under = (name: string, source: SourceSpec) => keptUnder({ name, source });
const kubeconfig = (name: string, current = 'default'): string => {
  const path = join(folder, name);
  writeFileSync(path, `current-context: ${current}\ncontexts:\n- name: default\n- name: prod\n`);
  return path;
};

describe('what is kept of a cluster belongs to its source, not to its name', () => {
  test('two folders of one name, and two pairs of files, are kept apart', () => {
    expect(under('manifests', files('/a/manifests'))).toMatch(/^manifests-[0-9a-f]{12}$/);
    expect(under('manifests', files('/a/manifests'))).not.toBe(under('manifests', files('/b/manifests')));
    expect(under('2 files', files('/a.yaml', '/b.yaml'))).not.toBe(under('2 files', files('/a.yaml', '/c.yaml')));
    expect(under('demo', { type: 'demo' })).not.toBe(under('demo', files('/a/demo')));
  });

  test('the same files are found again, in another order and with a slash at the end', () => {
    expect(under('2 files', files('/b/', '/a'))).toBe(under('2 files', files('/a', '/x/../b')));
  });

  test('one context name in two kubeconfigs is two clusters; the current context is the one it names', () => {
    const a = kubeconfig('a');
    const b = kubeconfig('b', 'prod');
    const live = (path: string, context?: string) => under('x', { type: 'live', kubeconfig: path, context });
    expect(live(a, 'default')).not.toBe(live(b, 'default'));
    expect(live(a)).toBe(live(a, 'default'));
    expect(live(b)).toBe(live(b, 'prod'));
    expect(live(a, 'absent')).toBeUndefined();
  });

  test('an example is itself, wherever its documents lie', () => {
    const example = (path: string): SourceSpec => ({
      type: 'files',
      paths: [path],
      example: { name: 'e', dataMap: { text: '', file: 'data-map.yaml' } },
    });
    expect(under('e', example('/a/cluster.yaml'))).toBe(under('e', example('/b/cluster.yaml')));
    expect(under('e', example('/a/cluster.yaml'))).not.toBe(under('e', files('/a/cluster.yaml')));
  });

  test('an upload and standard input are kept in memory alone', () => {
    expect(under('x', { type: 'upload', name: 'x', path: '/tmp/x' })).toBeUndefined();
    expect(under('stdin', files('-'))).toBeUndefined();
  });
});

describe('a source that was called otherwise before', () => {
  const spec = { name: 'prod', source: files('/a/manifests') };
  const mine = keptUnder(spec) ?? '';
  const before = mine.replace('prod', 'current-context');

  test('goes on under that name, unless it has begun under its own', () => {
    expect(keptAmong([before, 'demo-000000000000'], spec)).toBe(before);
    expect(keptAmong([before, mine], spec)).toBe(mine);
    expect(keptAmong([], spec)).toBe(mine);
  });

  test('and begins anew where two names could be meant', () => {
    expect(keptAmong([before, mine.replace('prod', 'other')], spec)).toBe(mine);
  });
});
