import type { LabelSelector } from '#lib/kube/objects.ts';
import { requirementsOf } from '#lib/policy/label-selector.ts';
import type { CheckContext } from './check.ts';
import { selectsWorkload } from './policy-rules.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** `key=value` → the workloads with a pod or a template that carries it. */
type LabelIndex = ReadonlyMap<string, ReadonlySet<WorkloadFacts>>;

const indexes = new WeakMap<CheckContext, LabelIndex>();

/**
 * The workloads of the whole cluster that a selector fits, by a pod or by the template, in the order of
 * their keys. Looked up by label: a policy that selects nothing is asked about every namespace.
 * @param namespaces only those; absent: all.
 */
export function workloadsSelectedBy(
  context: CheckContext,
  selector: LabelSelector,
  namespaces?: ReadonlySet<string>,
): readonly WorkloadFacts[] {
  const isInside = ({ namespace }: WorkloadFacts): boolean => namespaces === undefined || namespaces.has(namespace);
  const requirements = requirementsOf(selector);
  const equal = requirements.find(({ operator, values }) => operator === 'In' && values.length === 1);
  if (equal !== undefined) {
    const candidates = labelIndexOf(context).get(`${equal.key}=${equal.values[0]}`) ?? [];
    return [...candidates].filter((workload) => isInside(workload) && selectsWorkload(selector, workload));
  }
  // Through all of them: kept, as few such selectors are written many times.
  const known = searched.get(context) ?? new Map<string, readonly WorkloadFacts[]>();
  searched.set(context, known);
  const key = JSON.stringify(requirements);
  const found = known.get(key) ?? [...context.workloads.values()].filter((each) => selectsWorkload(selector, each));
  known.set(key, found);
  return namespaces === undefined ? found : found.filter(isInside);
}

const searched = new WeakMap<CheckContext, Map<string, readonly WorkloadFacts[]>>();

function labelIndexOf(context: CheckContext): LabelIndex {
  const known = indexes.get(context);
  if (known !== undefined) return known;
  const index = new Map<string, Set<WorkloadFacts>>();
  for (const workload of context.workloads.values()) {
    const template = workload.controller?.spec.template.metadata?.labels ?? workload.labels;
    for (const labels of [template, ...workload.pods.map((pod) => pod.metadata.labels)]) {
      for (const [key, value] of Object.entries(labels ?? {})) {
        // A label key holds no `=`, so that no two labels are one entry.
        const entry = `${key}=${value}`;
        const found = index.get(entry);
        if (found === undefined) index.set(entry, new Set([workload]));
        else found.add(workload);
      }
    }
  }
  indexes.set(context, index);
  return index;
}
