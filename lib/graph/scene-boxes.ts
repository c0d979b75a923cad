import type { PolicyModel } from '#lib/policy/model.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { ANY_ADDRESS } from './scene-edges.ts';
import type { WorkloadFacts } from './scene-workloads.ts';

/** From the ends of relations and witnesses to the boxes that stand for them. */
export interface NodeMapping {
  readonly level: 'workloads' | 'pods';
  /** The boxes of a workload: itself, its pods, or the folded box of its namespace. */
  boxesOf(workload: string): readonly string[];
  readonly isShown: (namespace: string) => boolean;
  nameOf(node: string): string;
}

export const namespaceBox = (namespace: string) => `ns:${namespace}`;
export const foldedBox = (namespace: string) => `group:${namespace}`;
export const podBox = (pod: string) => `pod:${pod}`;

export interface MappingOptions {
  readonly level: 'workloads' | 'pods';
  /** Every other namespace is folded to one box. */
  readonly namespace?: string | undefined;
  /** Only this workload is shown by its pods. */
  readonly workload?: string | undefined;
}

/** The boxes of one scene. */
export function nodeMapping(
  model: PolicyModel,
  facts: ReadonlyMap<string, WorkloadFacts>,
  options: MappingOptions,
): NodeMapping {
  const isShown = (namespace: string) => options.namespace === undefined || namespace === options.namespace;
  const podsOf = new Map<string, string[]>();
  if (options.level === 'pods') {
    for (const each of model.classes) {
      for (const pod of each.pods) {
        const workload = model.workloadOfPod(pod);
        if (options.workload !== undefined && workload !== options.workload) continue;
        const list = podsOf.get(workload);
        if (list === undefined) podsOf.set(workload, [podBox(pod)]);
        else list.push(podBox(pod));
      }
    }
    for (const list of podsOf.values()) list.sort(compareNames);
  }
  return {
    level: options.level,
    isShown,
    boxesOf: (workload) => {
      const namespace = facts.get(workload)?.namespace ?? '';
      if (!isShown(namespace)) return [foldedBox(namespace)];
      if (options.workload !== undefined && workload !== options.workload) return [workload];
      return podsOf.get(workload) ?? [workload];
    },
    nameOf: (node) => nodeName(node, facts),
  };
}

function nodeName(node: string, facts: ReadonlyMap<string, WorkloadFacts>): string {
  const workload = facts.get(node);
  if (workload !== undefined) return workload.name;
  if (node === 'any-pod') return 'any pod';
  if (node === ANY_ADDRESS) return 'any address';
  if (node === 'internet') return 'the internet';
  return node.slice(node.lastIndexOf('/') + 1) === '' ? node : node.replace(/^(pod|ns|group|addr|more|same):/, '');
}
