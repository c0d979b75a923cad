import { type LabelSelector, type Labels, labelValue } from '#lib/kube/objects.ts';
import { type Requirement, requirementsOf, selectorKey } from '#lib/policy/label-selector.ts';
import type { CheckContext } from './check.ts';
import { selectsWorkload } from './policy-rules.ts';
import type { WorkloadFacts } from './workload-facts.ts';

type Places = readonly number[];

/** What is known of the labels of a whole cluster, so that a selector is not put to every workload. */
interface Labelled {
  /** In the order of their keys. */
  readonly workloads: readonly WorkloadFacts[];
  /** Label key that some selector asked for → value → places of the workloads that carry it, ascending. */
  readonly carriers: Map<string, ReadonlyMap<string, Places>>;
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
    const requirements = requirementsOf(selector);
    const candidates = candidatesOf(known, requirements);
    // Whoever carries a value is all that one requirement asks for.
    const isExact = requirements.length === 0 || (requirements.length === 1 && requirements[0]?.operator === 'In');
    found = isExact ? candidates : candidates.filter((each) => selectsWorkload(selector, each));
    known.found.set(key, found);
  }
  return found;
}

/** Those with one of the values of the requirement that the fewest carry; all of them where none asks for values. */
function candidatesOf(known: Labelled, requirements: readonly Requirement[]): readonly WorkloadFacts[] {
  const { workloads } = known;
  let fewest: readonly Places[] | undefined;
  for (const { key, operator, values } of requirements) {
    if (operator !== 'In') continue;
    const carriers = carriersOf(known, key);
    const lists = values.map((value) => carriers.get(value) ?? []);
    if (fewest === undefined || sizeOf(lists) < sizeOf(fewest)) fewest = lists;
  }
  if (fewest === undefined) return workloads;
  const places = fewest.length === 1 ? (fewest[0] ?? []) : [...new Set(fewest.flat())].sort((a, b) => a - b);
  return places.map((place) => workloads[place] as WorkloadFacts);
}

function sizeOf(lists: readonly Places[]): number {
  return lists.reduce((sum, { length }) => sum + length, 0);
}

function labelledOf(context: CheckContext): Labelled {
  let known = labelled.get(context);
  if (known === undefined) {
    known = { workloads: [...context.workloads.values()], carriers: new Map(), found: new Map() };
    labelled.set(context, known);
  }
  return known;
}

/** Value of a label → who carries it, by a pod or by the template. */
function carriersOf({ workloads, carriers }: Labelled, key: string): ReadonlyMap<string, Places> {
  const known = carriers.get(key);
  if (known !== undefined) return known;
  const byValue = new Map<string, number[]>();
  for (const [place, workload] of workloads.entries()) {
    let last: string | undefined;
    const add = (labels: Labels | undefined): void => {
      const value = labelValue(labels, key);
      if (value === undefined || value === last) return; // replicas repeat themselves
      last = value;
      const places = byValue.get(value);
      if (places === undefined) byValue.set(value, [place]);
      else if (places.at(-1) !== place) places.push(place);
    };
    add(workload.controller?.spec.template.metadata?.labels ?? workload.labels);
    for (const { metadata } of workload.pods) add(metadata.labels);
  }
  carriers.set(key, byValue);
  return byValue;
}
