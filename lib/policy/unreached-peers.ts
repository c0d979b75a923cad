import { compareNames } from '#lib/text/compare-names.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { peerPods } from './peer-groups.ts';

/** More are counted. */
const MAX_PEERS = 2000;

export interface UnreachedPeer {
  /** `ns/Kind/name` */
  readonly workload: string;
  /** Of `of` pods those that may connect on no port, not even where something is undecided. */
  readonly pods: number;
  readonly of: number;
  /** One of them, for "why not"; the workload itself where it has no pods. */
  readonly example: string;
}
export interface UnreachedPeers {
  /** The end's own namespace first, then by name. */
  readonly peers: readonly UnreachedPeer[];
  /** Workloads that are not listed. */
  readonly more: number;
}

/** The workloads with pods that an end may not connect with in one direction. The end itself is none of them. */
export function unreachedPeers(model: PolicyModel, end: SingleEnd, direction: 'in' | 'out'): UnreachedPeers {
  const self = end.type === 'class' ? end.pod : undefined;
  const reached = peerPods(model, end, direction === 'in' ? 'ingress' : 'egress');
  const own = self === undefined ? '' : ownerOf(model, self);
  const left = unreachedCounts(model, own, reached);
  const pods = new Set(reached.flatMap((each) => each.pods));
  const inOwn = (workload: string) => namespaceOf(workload) === namespaceOf(own);
  const sorted = [...left].sort(
    ([a], [b]) =>
      Number(inOwn(b)) - Number(inOwn(a)) || compareNames(namespaceOf(a), namespaceOf(b)) || compareNames(a, b),
  );
  const peers = sorted.slice(0, MAX_PEERS).map(([workload, count]): UnreachedPeer => {
    const isOther = (pod: string) => pod !== self && !pods.has(pod) && model.workloadOfPod(pod) === workload;
    const classes = [...model.classesOfWorkload(workload).keys()];
    const found = classes.map((id) => model.classes[id]?.pods.find(isOther)).find((pod) => pod !== undefined);
    return { workload, ...count, example: found ?? workload };
  });
  return { peers, more: Math.max(0, sorted.length - MAX_PEERS) };
}

/** How many pods of each workload are left when those that are reached, and the end itself, are taken away; none: no entry. */
export function unreachedCounts(
  model: PolicyModel,
  own: string,
  reached: readonly { readonly workload: string; readonly count: number }[],
): ReadonlyMap<string, { readonly pods: number; readonly of: number }> {
  const counts = new Map<string, number>();
  for (const { workload, count } of reached) counts.set(workload, (counts.get(workload) ?? 0) + count);
  const left = new Map<string, { readonly pods: number; readonly of: number }>();
  for (const workload of model.workloads) {
    let of = workload === own ? -1 : 0;
    for (const count of model.classesOfWorkload(workload).values()) of += count;
    const pods = of - (counts.get(workload) ?? 0);
    if (pods > 0) left.set(workload, { pods, of });
  }
  return left;
}

/** The workload of a pod; of a workload without pods, itself. */
const ownerOf = (model: PolicyModel, end: string) => (model.objects.pods.has(end) ? model.workloadOfPod(end) : end);

const namespaceOf = (workload: string) => workload.slice(0, workload.indexOf('/'));
