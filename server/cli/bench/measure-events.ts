import { performance } from 'node:perf_hooks';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { ClusterState, type ObjectDelta } from '#lib/kube/cluster-state.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { ClusterDataMap } from '#server/analysis/cluster-data-map.ts';
import { ClusterRevisions } from '#server/analysis/cluster-revisions.ts';
import { ClusterWaivers } from '#server/analysis/cluster-waivers.ts';
import { createKeptPlaceBook } from '#server/analysis/kept-place-book.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import { replacePod } from './rollout.ts';
import { percentile, rounded } from './timing.ts';

const EVENTS = 60;
/** The first events meet a process that has not seen one. */
const UNCOUNTED = 10;

export interface EventFigures {
  /** From one pod that goes or comes to the revision that knows of it, without the gathering. */
  readonly eventMsP50: number;
  readonly eventMsP99: number;
}

/** Replaces pods one by one, as a rollout does, and builds a revision after each event as the server does for its clusters. */
export function measureEvents(objects: ClusterObjects): EventFigures {
  const state = new ClusterState(nativeSha256);
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  const revisions = revisionsOf(state);
  const times: number[] = [];
  const build = (event: number, delta?: ObjectDelta): void => {
    const start = performance.now();
    if (delta !== undefined) state.apply(delta);
    const analysis = revisions.build(STATUS);
    if (analysis === undefined) throw new Error('An event that changes nothing measures nothing.');
    const { model } = analysis;
    if (event >= UNCOUNTED && model.objects.pods.size > 0) times.push(performance.now() - start);
  };
  build(0);
  for (let event = 0; event < EVENTS + UNCOUNTED; event++) {
    for (const delta of replacePod(objects, event)) build(event, delta);
  }
  return { eventMsP50: rounded(percentile(times, 0.5)), eventMsP99: rounded(percentile(times, 0.99)) };
}

const STATUS = { type: 'file', label: 'Invented cluster', state: 'current' } as const;

function revisionsOf(state: ClusterState): ClusterRevisions {
  const source = { type: 'files', paths: [] } as const;
  const choice = { profile: 'calico', sets: [] };
  return new ClusterRevisions({
    start: { type: 'start', cluster: { id: 'bench', name: 'bench' }, source, ...choice, firstSeq: 1 },
    state,
    source: { record: () => undefined },
    inForce: {
      ...{ profile: parseProfile(choice.profile, choice.sets), choice, adequacy: undefined },
      dataMap: new ClusterDataMap({ source }),
      waivers: new ClusterWaivers({}, '1970-01-01T00:00:00Z'),
      observed: { facts: undefined },
    },
    places: createKeptPlaceBook(undefined),
  });
}
