import type { PolicyList } from '#lib/api/policy-types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { namespacesOfUnreadPolicies } from './weak-input.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Isolated pods of each namespace; pods on the host network have no gate and are not counted. */
export function isolationByNamespace(model: PolicyModel): PolicyList['isolation'] {
  const byNamespace = classesByNamespace(model);
  const notRead = namespacesOfUnreadPolicies(model.objects);
  return model.namespaces.toSorted(compareNames).map((namespace) => {
    let pods = 0;
    const isolated = { ingress: 0, egress: 0 };
    const undecided = { ingress: 0, egress: 0 };
    for (const id of byNamespace.get(namespace) ?? []) {
      const count = model.classes[id]?.count ?? 0;
      const end: SingleEnd = { type: 'class', class: id };
      pods += count;
      for (const direction of DIRECTIONS) {
        const state = model.gate(end, direction).isolated;
        if (state === 'yes') isolated[direction] += count;
        if (state === 'depends') undecided[direction] += count;
      }
    }
    const phantom: SingleEnd = { type: 'hypothetical', namespace, labels: {} };
    const isolation = {
      ingress: model.gate(phantom, 'ingress').isolated,
      egress: model.gate(phantom, 'egress').isolated,
    };
    const isNotRead = notRead === 'all' || notRead.has(namespace);
    return { namespace, pods, ...isolated, undecided, ...(isNotRead ? { notRead: true } : {}), phantom: isolation };
  });
}

const byNamespaceCache = new WeakMap<PolicyModel, ReadonlyMap<string, readonly number[]>>();

/** Classes that selectors can mean: pods on the host network count as their node. */
export function classesByNamespace(model: PolicyModel): ReadonlyMap<string, readonly number[]> {
  let known = byNamespaceCache.get(model);
  if (known === undefined) {
    const found = new Map<string, number[]>();
    for (const { id, namespace, hostNetwork } of model.classes) {
      if (hostNetwork) continue;
      const list = found.get(namespace);
      if (list === undefined) found.set(namespace, [id]);
      else list.push(id);
    }
    known = found;
    byNamespaceCache.set(model, known);
  }
  return known;
}
