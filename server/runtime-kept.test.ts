import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, expect, test } from 'vitest';
import { keptNameOf } from '#server/cli/keep.ts';
import { type ClusterSpec, parseServeArguments } from '#server/config.ts';
import { keptUnder } from '#server/kept-under.ts';
import { namesOfClusters } from '#server/names-of-clusters.ts';
import { keptNamesIn } from '#server/store/kept-names.ts';
import { MIGRATIONS } from '#server/store/migrations.ts';
import { openStore } from '#server/store/store.ts';
import { startRuntime } from './http/testing.ts';
import { createRuntime } from './runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-runtime-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'cluster.yaml');
writeFileSync(file, 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
const dataDir = join(folder, 'data');

/** Something that is kept under a name: a DataMap. */
function keep(folderOfData: string, cluster: string): void {
  const store = openStore(folderOfData);
  store.db.prepare("INSERT INTO data_maps VALUES (?, 1, '', 'dpo', '2026-01-01T00:00:00Z')").run(cluster);
  store.close();
}

test('serve finds what was kept of a source under an older name, as commands do', async () => {
  const own = keptUnder({ name: 'cluster.yaml', source: { type: 'files', paths: [file] } }) ?? '';
  const older = own.replace(/^.*-/, 'current-context-');
  keep(dataDir, older);
  const store = openStore(dataDir);
  const common = { demo: false, sources: [file], inCluster: false } as unknown as Parameters<typeof keptNameOf>[1];
  expect(keptNameOf(store, common)).toBe(older);
  store.close();
  const runtime = startRuntime([file, '--data-dir', dataDir]);
  const [{ id } = { id: '' }] = runtime.clusters();
  expect(runtime.keptAs(id)).toBe(older);
  await runtime.stop();
});

test('two names of one source that are open together do not take what is kept of each other', async () => {
  const two = join(folder, 'two');
  keep(two, keptUnder({ name: 'a', source: { type: 'files', paths: [file] } }) ?? '');
  const runtime = startRuntime(['--cluster', `a=${file}`, '--cluster', `b=${file}`, '--data-dir', two]);
  const kept = ['a', 'b'].map((id) => runtime.keptAs(id));
  expect(new Set(kept).size).toBe(2);
  await runtime.stop();
});

test('a command takes a cluster that a server had open beside another of its source for itself', async () => {
  const both = join(folder, 'both');
  openStore(both).close();
  keep(both, keptUnder({ name: 'a', source: { type: 'files', paths: [file] } }) ?? '');
  const runtime = startRuntime(['--cluster', `a=${file}`, '--cluster', `b=${file}`, '--data-dir', both]);
  const [a, b] = ['a', 'b'].map((id) => runtime.keptAs(id));
  await runtime.stop();
  for (const [name, kept] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const { clusters } = parseServeArguments(['--cluster', `${name}=${file}`, '--data-dir', both], {}, folder);
    expect(namesOfClusters(keptNamesIn(both), clusters).add(clusters[0] as ClusterSpec), name).toBe(kept);
  }
});

test('a command that knows a source by another name than serve takes none beside it', async () => {
  const named = join(folder, 'named');
  openStore(named).close();
  const runtime = startRuntime(['--cluster', `prod=${file}`, '--data-dir', named]);
  const kept = runtime.keptAs('prod');
  await runtime.stop();
  const store = openStore(named);
  const common = { demo: false, sources: [file], inCluster: false } as unknown as Parameters<typeof keptNameOf>[1];
  expect(keptNameOf(store, common)).toBe(kept);
  store.close();
});

test('names that cannot be read are told in the log: a chain may begin beside another for it', async () => {
  const newer = join(folder, 'newer');
  openStore(newer, { migrations: [...MIGRATIONS, 'CREATE TABLE later (id INTEGER) STRICT'] }).close();
  const told: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void told.push(JSON.parse(line).msg) });
  const config = parseServeArguments([file, '--data-dir', newer], {}, folder);
  const runtime = createRuntime({ config, log, contexts: [] });
  await runtime.stop();
  expect(told).toContain('the names in the data folder could not be read: each cluster goes by its own');
});

test('a cluster that is open twice under one name finds what is kept under it', () => {
  const { clusters } = parseServeArguments(['--cluster', `a=${file}`, '--cluster', `a=${file}`], {}, folder);
  const own = keptUnder(clusters[0] as ClusterSpec) ?? '';
  const names = namesOfClusters([own], clusters);
  expect(clusters.map((spec) => names.add(spec))).toEqual([own, own]);
});
