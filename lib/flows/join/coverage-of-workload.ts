import type { PolicyModel } from '#lib/policy/model.ts';
import type { FlowWindow } from '../flow-row.ts';
import type { CoverageShares } from './coverage-share.ts';

/**
 * The share of a window in which a workload was there and observed, at the node where it was observed least: the nodes
 * are those of its pods now, and any node before these were made. Nothing of one that runs nowhere, nor of one in the host network, whose flows are told as the
 * node's; of one that was made later only from then on.
 */
export function coverageOfWorkloads(
  model: PolicyModel,
  window: FlowWindow,
  shares: CoverageShares,
): (workload: string) => number {
  const known = new Map<string, number>();
  return (workload) => {
    let share = known.get(workload);
    if (share === undefined) {
      share = Math.min(shareOfNodes(model, workload, shares, window), shareOfLife(model, workload, window));
      known.set(workload, share);
    }
    return share;
  };
}

/**
 * The share at the node where it was observed least, of a part of the window that begins later where `since` is given.
 * Before a pod was made another one may have stood for it on any node. Nothing of one that runs nowhere, nor of one in
 * the host network.
 */
export function shareOfNodes(
  model: PolicyModel,
  workload: string,
  shares: CoverageShares,
  window: FlowWindow,
  since: number = window.from,
): number {
  const places: Place[] = [];
  for (const id of model.classesOfWorkload(workload).keys()) {
    const { hostNetwork = true, pods = [] } = model.classes[id] ?? {};
    if (hostNetwork) return 0;
    for (const pod of pods) {
      if (model.workloadOfPod(pod) !== workload) continue;
      const object = model.objects.pods.get(pod);
      const node = object?.spec.nodeName;
      if (node === undefined) return 0;
      places.push({ node, since: timeOf(object?.metadata.creationTimestamp) ?? since });
    }
  }
  const shareAt = ({ node, since: made }: Place): number => {
    if (made <= since) return shares.of(node, since);
    // what was observed of the pod itself, or of whoever it was wherever it was
    const own = shares.of(node, made) * shareSince(made, { from: since, to: window.to });
    return Math.max(own, shares.anywhere(since));
  };
  return places.length === 0 ? 0 : Math.min(...places.map(shareAt));
}

/** Where a pod runs, and since when. */
interface Place {
  readonly node: string;
  readonly since: number;
}

/** The share of a window that is left from a time on. */
export function shareSince(since: number, { from, to }: FlowWindow): number {
  return since <= from || to <= from ? 1 : Math.max(0, (to - since) / (to - from));
}

function shareOfLife(model: PolicyModel, workload: string, window: FlowWindow): number {
  return shareSince(madeAt(model, workload) ?? window.from, window);
}

/**
 * When a workload was made, milliseconds since 1970: where its object does not say, or is of a kind that is not read, as
 * its oldest pod says; undefined where these do not either.
 */
export function madeAt(model: PolicyModel, workload: string): number | undefined {
  const { workloads, pods } = model.objects;
  const own = timeOf(workloads.get(workload)?.metadata.creationTimestamp);
  if (own !== undefined) return own;
  const times = podsOf(model, workload).flatMap((pod) => timeOf(pods.get(pod)?.metadata.creationTimestamp) ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

function podsOf(model: PolicyModel, workload: string): readonly string[] {
  return [...model.classesOfWorkload(workload).keys()].flatMap((id) =>
    (model.classes[id]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === workload),
  );
}

function timeOf(text: string | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
