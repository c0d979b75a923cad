import { performance } from 'node:perf_hooks';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { ClusterState, type ObjectDelta } from '#lib/kube/cluster-state.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
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

/** Replaces pods one by one, as a rollout does, and builds a revision after each event. */
export function measureEvents(objects: ClusterObjects): EventFigures {
  const state = new ClusterState();
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  state.contentDigest();
  let model = compileModel(state.snapshot(), PROFILES.calico);
  const times: number[] = [];
  const build = (event: number, delta: ObjectDelta): void => {
    const start = performance.now();
    state.apply(delta);
    const now = state.snapshot();
    contentHash(now, PROFILES.calico, null, state.contentDigest());
    model = compileModel(now, PROFILES.calico, model);
    if (event >= UNCOUNTED) times.push(performance.now() - start);
  };
  for (let event = 0; event < EVENTS + UNCOUNTED; event++) {
    for (const delta of replacePod(objects, event)) build(event, delta);
  }
  return { eventMsP50: rounded(percentile(times, 0.5)), eventMsP99: rounded(percentile(times, 0.99)) };
}
