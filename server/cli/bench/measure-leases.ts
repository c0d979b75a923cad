import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { podAt, replacePod } from './rollout.ts';
import { heapMegabytes, rounded } from './timing.ts';

/** Pages may still look at so many revisions beside the newest. */
const LEASED = 3;
const QUESTIONS = 1_000;

export interface LeaseFigures {
  /** The newest revision and three older ones, all asked, beyond the objects that they are computed from. */
  readonly leasedMB: number;
}

/** Builds revisions one from another as pods are replaced, and keeps them all. */
export function measureLeases(objects: ClusterObjects): LeaseFigures {
  const state = new ClusterState();
  for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
  const before = heapMegabytes();
  const models: PolicyModel[] = [];
  for (let revision = 0; revision <= LEASED; revision++) {
    for (const delta of revision === 0 ? [] : replacePod(objects, revision)) state.apply(delta);
    const model = compileModel(state.snapshot(), PROFILES.calico, models.at(-1));
    ask(model);
    models.push(model);
  }
  const leased = heapMegabytes() - before;
  if (models.length !== LEASED + 1) throw new Error('the revisions are held until here');
  return { leasedMB: rounded(leased) };
}

function ask(model: PolicyModel): void {
  const end = (n: number): SingleEnd => {
    const pod = podAt(model.objects, n);
    return { type: 'class', class: model.classOf(pod) ?? 0, pod };
  };
  for (let n = 0; n < QUESTIONS; n++) model.relation(end(n), end(n * 31 + 1));
  model.rowsInto(end(1));
  model.rowsOutOf(end(2));
}
