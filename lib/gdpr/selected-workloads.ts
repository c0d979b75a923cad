import type { LabelSelector } from '#lib/kube/objects.ts';
import { type Requirement, requirementsOf, selectorKey } from '#lib/policy/label-selector.ts';
import type { CheckContext } from './check.ts';
import { selectsWorkload } from './policy-rules.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** What is known of the labels of a whole cluster, so that a selector is not put to every workload. */
interface Labelled {
  /** In the order of their keys. */
  readonly workloads: readonly WorkloadFacts[];
  /** `key=value` → places of the workloads with a pod or a template that carries it, ascending. */
  readonly carriers: ReadonlyMap<string, readonly number[]>;
  /** Selector → what was found for it. */
  readonly found: Map<string, readonly WorkloadFacts[]>;
}

const labelled = new WeakMap<CheckContext, Labelled>();

/**
 * The workloads of the whole cluster that a selector fits, by a pod or by the template, in the order of their keys.
 * Looked up by label, and once for each selector: few are written a thousand times.
 */
export function workloadsSelectedBy(context: CheckContext, selector: LabelSelector): readonly WorkloadFacts[] {
  const known = labelledOf(context);
  const key = selectorKey(selector);
  let found = known.found.get(key);
  if (found === undefined) {
    found = candidatesOf(known, requirementsOf(selector)).filter((each) => selectsWorkload(selector, each));
    known.found.set(key, found);
  }
  return found;
}

/** Those with one of the values of the requirement that the fewest carry; all of them where none asks for values. */
function candidatesOf(
  { workloads, carriers }: Labelled,
  requirements: readonly Requirement[],
): readonly WorkloadFacts[] {
  let fewest: readonly (readonly number[])[] | undefined;
  for (const { key, operator, values } of requirements) {
    if (operator !== 'In') continue;
    const lists = values.map((value) => carriers.get(`${key}=${value}`) ?? []);
    if (fewest === undefined || sizeOf(lists) < sizeOf(fewest)) fewest = lists;
  }
  if (fewest === undefined) return workloads;
  const places = fewest.length === 1 ? (fewest[0] ?? []) : [...new Set(fewest.flat())].sort((a, b) => a - b);
  return places.map((place) => workloads[place] as WorkloadFacts);
}

function sizeOf(lists: readonly (readonly number[])[]): number {
  return lists.reduce((sum, { length }) => sum + length, 0);
}

function labelledOf(context: CheckContext): Labelled {
  let known = labelled.get(context);
  if (known === undefined) {
    const workloads = [...context.workloads.values()];
    known = { workloads, carriers: carriersOf(workloads), found: new Map() };
    labelled.set(context, known);
  }
  return known;
}

function carriersOf(workloads: readonly WorkloadFacts[]): ReadonlyMap<string, readonly number[]> {
  const carriers = new Map<string, number[]>();
  for (const [place, workload] of workloads.entries()) {
    const template = workload.controller?.spec.template.metadata?.labels ?? workload.labels;
    for (const labels of [template, ...workload.pods.map((pod) => pod.metadata.labels)]) {
      for (const [key, value] of Object.entries(labels ?? {})) {
        // A label key holds no `=`, so that no two labels are one entry.
        const entry = `${key}=${value}`;
        const places = carriers.get(entry);
        if (places === undefined) carriers.set(entry, [place]);
        else if (places.at(-1) !== place) places.push(place);
      }
    }
  }
  return carriers;
}
