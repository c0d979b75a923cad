import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { liveSource } from '#server/cluster/live/live-source.ts';
import { startApiServer } from './api-server.ts';
import { createRecordingSink, type RecordingSink } from './recording-sink.ts';
import { createNamespace, createPod, createPolicy } from './write-objects.ts';

const PODS = 40;
const CHANGES_PER_SECOND = 20;
const RESTART_EVERY_CHANGES = 150;
const SETTLE_MS = 60_000;

export interface SoakOutcome {
  readonly changes: number;
  readonly restarts: number;
  /** Keys of objects that the long watch and a fresh reading tell differently. Empty when all is well. */
  readonly differences: readonly string[];
  readonly heapMegabytes: number;
}

/**
 * Changes a real cluster 20 times a second, kills and restarts its server now and then, and in the end compares what a
 * source has seen by watching with what another reads afresh. `random` decides what changes.
 */
export async function soakLiveSource(
  seconds: number,
  random: () => number,
  tell: (line: string) => void,
): Promise<SoakOutcome> {
  const server = await startApiServer();
  const watching = createRecordingSink();
  const source = liveSource({ kubeconfig: server.kubeconfig() });
  let restarts = 0;
  let changes = 0;
  try {
    await createNamespace(server.admin, 'shop');
    for (let pod = 0; pod < PODS; pod++) await createPod(server.admin, { namespace: 'shop', name: `pod-${pod}` });
    source.start(watching);
    await current(watching);
    const policies = new Set<string>();
    const ends = Date.now() + seconds * 1_000;
    // A slow machine gets as far as the first restart too.
    while (Date.now() < ends || restarts === 0) {
      changes += 1;
      const pod = `/api/v1/namespaces/shop/pods/pod-${Math.floor(random() * PODS)}`;
      const policy = `policy-${Math.floor(random() * 20)}`;
      if (random() < 0.7) await server.admin.patch(pod, { metadata: { labels: { turn: String(changes) } } });
      else if (policies.delete(policy)) {
        await server.admin.delete(`/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/${policy}`);
      } else {
        await createPolicy(server.admin, 'shop', policy, { podSelector: { matchLabels: { turn: String(changes) } } });
        policies.add(policy);
      }
      if (changes % RESTART_EVERY_CHANGES === 0) {
        await server.kill();
        await server.restart();
        restarts += 1;
        tell(`${changes} changes, ${restarts} restarts`);
      }
      await sleep(1_000 / CHANGES_PER_SECOND);
    }
    const differences = await compareAfresh(watching, server.kubeconfig());
    return { changes, restarts, differences, heapMegabytes: Math.round(process.memoryUsage().heapUsed / 1e6) };
  } finally {
    await source.stop();
    await server.stop();
  }
}

async function compareAfresh(watching: RecordingSink, kubeconfig: string): Promise<readonly string[]> {
  const fresh = createRecordingSink();
  const source = liveSource({ kubeconfig });
  source.start(fresh);
  try {
    await current(fresh);
    const giveUp = Date.now() + SETTLE_MS;
    while (Date.now() < giveUp && differences(watching, fresh).length > 0) await sleep(100);
    return differences(watching, fresh);
  } finally {
    await source.stop();
  }
}

function current(sink: RecordingSink): Promise<void> {
  return sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
}

function differences(a: RecordingSink, b: RecordingSink): readonly string[] {
  const found: string[] = [];
  for (const kind of new Set([...a.objects.keys(), ...b.objects.keys()])) {
    const keys = new Set([...(a.objects.get(kind)?.keys() ?? []), ...(b.objects.get(kind)?.keys() ?? [])]);
    for (const key of keys) {
      if (!isDeepStrictEqual(a.object(kind, key), b.object(kind, key))) found.push(`${kind} ${key}`);
    }
  }
  return found;
}
