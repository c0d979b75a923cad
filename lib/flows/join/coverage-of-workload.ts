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

function shareOfNodes(model: PolicyModel, workload: string, shares: CoverageShares): number {
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
  return nodes.size === 0 ? 0 : Math.min(...[...nodes].map((node) => shares.of(node)));
}

function shareOfLife({ objects }: PolicyModel, workload: string, { from, to }: FlowWindow): number {
  const [namespace, kind, ...name] = workload.split('/');
  const object =
    objects.workloads.get(workload) ??
    (kind === 'Pod' ? objects.pods.get(`${namespace}/${name.join('/')}`) : undefined);
  const made = Date.parse(object?.metadata.creationTimestamp ?? '');
  if (Number.isNaN(made) || made <= from) return 1;
  return Math.max(0, (to - made) / (to - from));
}
