import type { EndGroup } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { ALL_PORTS, NO_PORTS } from '#lib/policy/port-set.ts';
import { allowanceOf, type Example, isOpen, type JudgedPair, oneOfEach } from './judged-pair.ts';

/**
 * Pods with nodes: who shares a node counts (rows 58, 59). Each class with a node of its own pods, and with nodes that
 * none of them is on, one for those that no rule tells apart.
 * @param isTold the node is that one; else it may be any.
 */
export function judgeHosts(
  model: PolicyModel,
  groups: readonly EndGroup[],
  hosts: readonly EndGroup[],
  isTold: boolean,
  gate: 'ingress' | 'egress',
): JudgedPair {
  const pairs: Example[] = [];
  const ask = (end: SingleEnd, node: SingleEnd): boolean => {
    const ends = gate === 'ingress' ? ([node, end] as const) : ([end, node] as const);
    const relation = model.relation(...ends);
    pairs.push({ relation, ends });
    return !isTold && relation.must === ALL_PORTS;
  };
  const nodeOf = (pod: string) => model.objects.pods.get(pod)?.spec.nodeName;
  const found = (): boolean => {
    for (const { end, members } of groups) {
      const byNode = Map.groupBy(members, nodeOf);
      const as = (pod: string | undefined): SingleEnd =>
        end.type === 'class' && pod !== undefined && model.objects.pods.has(pod) ? { ...end, pod } : end;
      if (!isTold) {
        for (const [node, [pod]] of byNode) {
          if (node !== undefined && model.objects.nodes.has(node) && ask(as(pod), { type: 'node', name: node }))
            return true;
        }
      }
      for (const { end: host } of hosts) {
        const name = host.type === 'node' ? host.name : '';
        const [here] = byNode.get(name) ?? [];
        if (here !== undefined && ask(as(here), host)) return true;
        const elsewhere = members.find((pod) => nodeOf(pod) !== name);
        if ((elsewhere !== undefined || members.length === 0) && ask(as(elsewhere), host)) return true;
      }
    }
    return false;
  };
  found(); // of any node, where everything is allowed for certain nothing more can come
  const allowance = allowanceOf(pairs.map(({ relation }) => relation));
  return {
    // of a node that may be any, not every pair was asked
    alternatives: [[isTold ? allowance : { ...allowance, all: NO_PORTS }]],
    isUngated: () => isOpen(model, groups, gate),
    examples: () => oneOfEach(pairs),
  };
}
