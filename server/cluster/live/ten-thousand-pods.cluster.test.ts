import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiServer } from '#e2e/cluster/api-server.ts';
import { createRecordingSink } from '#e2e/cluster/recording-sink.ts';
import { NAMESPACES, PODS, POLICIES_PER_NAMESPACE, startLargeCluster } from '#e2e/cluster/ten-thousand-pods.ts';
import { liveSource } from './live-source.ts';

const NANOSECONDS_PER_MS = 1e6;
const BYTES_PER_MB = 1e6;

let server: ApiServer;
beforeAll(async () => {
  server = await startLargeCluster();
});
afterAll(() => server.stop());

test('10,000 pods are read in pages, with progress, and watched', async () => {
  const sink = createRecordingSink();
  const source = liveSource({ kubeconfig: server.kubeconfig() });
  const before = process.memoryUsage().heapUsed;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  source.start(sink);
  try {
    await sink.until('first reading', () => sink.statuses.at(-1)?.state === 'current');
    const took = performance.now() - started;
    delay.disable();
    const grown = (process.memoryUsage().heapUsed - before) / BYTES_PER_MB;
    process.stdout.write(
      `10,000 pods: read in ${Math.round(took)} ms, longest stall ${Math.round(delay.max / NANOSECONDS_PER_MS)} ms, heap +${Math.round(grown)} MB\n`,
    );
    expect(sink.objects.get('Pod')?.size).toBe(PODS);
    expect(sink.objects.get('NetworkPolicy')?.size).toBe(NAMESPACES * POLICIES_PER_NAMESPACE);
    expect(sink.kinds.get('pods')?.pages).toBe(PODS / 500);
    const totals = sink.statuses.flatMap(({ progress = [] }) => progress.filter(({ kind }) => kind === 'Pod'));
    expect(totals.some(({ done, total }) => done < PODS && total === PODS)).toBe(true);
    await server.admin.patch('/api/v1/namespaces/team-7/pods/app-3-5d9f7-2', {
      metadata: { labels: { app: 'moved' } },
    });
    await sink.until(
      'change',
      () => sink.object('Pod', 'team-7/app-3-5d9f7-2')?.metadata.labels?.app === 'moved',
      2_000,
    );
  } finally {
    await source.stop();
  }
});
