import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { GET as getConnections } from '#app/api/clusters/[cluster]/connections/route.ts';
import { GET as getPods } from '#app/api/clusters/[cluster]/pods/route.ts';
import { POST as probe } from '#app/api/clusters/[cluster]/probe/route.ts';
import type { ConnectionsJson, ProbeAnswers } from '#lib/api/connection-types.ts';
import type { PodList } from '#lib/api/pod-types.ts';
import { runCli } from '#server/cli/testing/run-cli.ts';
import { get, send, serveDemo } from './testing.ts';

const QUESTIONS = 1000;
const SEED = 20_261_124;
serveDemo();

test(`the command line and the page answer the same ${QUESTIONS} questions alike`, { timeout: 60_000 }, async () => {
  const { items } = (await (await get(getPods, '/api/clusters/demo/pods?limit=1000')).json()) as PodList;
  const ends = [
    ...items.map(({ key }) => key),
    ...new Set(items.map(({ workload }) => workload)),
    ...new Set(items.map(({ namespace }) => `${namespace}/?`)),
    'shop/?role=app,tier=api',
    'internet',
    '203.0.113.7',
    '10.20.0.0/24',
    ...items.flatMap(({ addresses }) => addresses.slice(0, 1)),
    'shop/nobody', // an error is an answer too
  ];
  const random = mulberry32(SEED);
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(random() * list.length)] as Item;
  const questions = Array.from({ length: QUESTIONS }, (_, id) => ({
    id: String(id),
    from: pick(ends),
    to: pick(ends),
    ...pick([{}, { port: 8443 }, { port: 5432 }, { port: 53, protocol: 'UDP' }, { protocol: 'TCP' }, { port: 'http' }]),
    ...pick([{}, { expect: 'allow' }, { expect: 'deny' }]),
  }));
  const response = await send(probe, 'POST', '/api/clusters/demo/probe', { questions });
  const { answers } = (await response.json()) as ProbeAnswers;
  expect(await askCommandLine(questions)).toEqual(answers);
});

test('the command line and the page list the same connections', { timeout: 60_000 }, async () => {
  const page = (await (await get(getConnections, '/api/clusters/demo/connections')).json()) as ConnectionsJson;
  const { stdout } = await runCli(['list', '--demo', '-o', 'json']);
  const { nodes, edges, omitted, profile, revision } = JSON.parse(stdout) as ConnectionsJson;
  expect({ nodes, edges, omitted, profile, revision }).toEqual({
    nodes: page.nodes,
    edges: page.edges,
    omitted: page.omitted,
    profile: page.profile,
    revision: page.revision,
  });
});

/** Exit status 1 and 2 are answers here: some expectations fail, some ends do not exist. */
function askCommandLine(questions: readonly object[]): Promise<unknown[]> {
  const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [main, 'probe', '--demo', '--probes', '-'],
      { maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        if (error !== null && error.code !== 1 && error.code !== 2) reject(new Error(stderr));
        else
          resolve(
            stdout
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line) as unknown),
          );
      },
    );
    child.stdin?.end(questions.map((question) => JSON.stringify(question)).join('\n'));
  });
}

/** A small generator with a seed, so that a failure can be asked again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
