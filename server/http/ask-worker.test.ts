import { afterEach, expect, test } from 'vitest';
import { GET as getScene } from '#app/api/clusters/[cluster]/scene/route.ts';
import type { ClusterAnalysis } from '#server/analysis/cluster-analysis.ts';
import { installRuntime } from '#server/current-runtime.ts';
import { get, startRuntime } from './testing.ts';

afterEach(() => installRuntime(undefined));

test('an answer without the gaps of its revision is not taken for the one with them', async () => {
  const running = startRuntime(['--demo']);
  const revision = { seq: 1, content: 'c' };
  let provisional = true;
  const cluster = {
    revision: () => revision,
    hold: () => undefined,
    ask: async () => ({ revision, bytes: new TextEncoder().encode('{}'), provisional }),
  } as unknown as ClusterAnalysis;
  installRuntime({ ...running, cluster: () => cluster });
  expect((await get(getScene, '/api/clusters/demo/scene?rev=1')).headers.has('etag')).toBe(false);
  provisional = false;
  expect((await get(getScene, '/api/clusters/demo/scene?rev=1')).headers.has('etag')).toBe(true);
  await running.stop();
});
