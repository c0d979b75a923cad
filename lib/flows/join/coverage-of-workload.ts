import type { PolicyModel } from '#lib/policy/model.ts';
import type { FlowWindow } from '../flow-row.ts';
import type { CoverageShares } from './coverage-share.ts';

/**
 * The share of a window in which a workload was there and observed, at the node where it was observed least: the nodes
 * are those of its pods now. Nothing of one that runs nowhere, nor of one in the host network, whose flows are told as the
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
      share = Math.min(shareOfNodes(model, workload, shares), shareOfLife(model, workload, window));
      known.set(workload, share);
    }
    return share;
  };
}

/**
 * The share at the node where it was observed least, of a part of the window that begins later where `since` is given.
 * Nothing of one that runs nowhere, nor of one in the host network.
 */
export function shareOfNodes(model: PolicyModel, workload: string, shares: CoverageShares, since?: number): number {
  const nodes = new Set<string>();
  for (const id of model.classesOfWorkload(workload).keys()) {
    const { hostNetwork = true, pods = [] } = model.classes[id] ?? {};
    if (hostNetwork) return 0;
    for (const pod of pods) {
      if (model.workloadOfPod(pod) !== workload) continue;
      const node = model.objects.pods.get(pod)?.spec.nodeName;
      if (node === undefined) return 0;
      nodes.add(node);
    }
  }
  return nodes.size === 0 ? 0 : Math.min(...[...nodes].map((node) => shares.of(node, since)));
}

function shareOfLife(model: PolicyModel, workload: string, { from, to }: FlowWindow): number {
  const made = madeAt(model, workload);
  if (made === undefined || made <= from) return 1;
  return Math.max(0, (to - made) / (to - from));
}

/** When a workload was made, milliseconds since 1970; undefined where its object does not say. */
export function madeAt({ objects }: PolicyModel, workload: string): number | undefined {
  const [namespace, kind, ...name] = workload.split('/');
  const object =
    objects.workloads.get(workload) ??
    (kind === 'Pod' ? objects.pods.get(`${namespace}/${name.join('/')}`) : undefined);
  const made = Date.parse(object?.metadata.creationTimestamp ?? '');
  return Number.isNaN(made) ? undefined : made;
}
