import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { hashOf } from './hash-of.ts';
import type { WorkloadFacts } from './scene-workloads.ts';

/** Workloads that stand in one box each, by the box's id. */
export type Folded = ReadonlyMap<string, readonly WorkloadFacts[]>;

/** Workloads that no policy tells apart and that hold the same class of data. */
export const alikeBox = (namespace: string, signature: string) => `same:${namespace}:${hashOf(signature)}`;
export const alikeBoxOf = (model: PolicyModel, workload: WorkloadFacts): string =>
  alikeBox(workload.namespace, signatureOf(model, workload));
/** What has no room of its own. */
export const restBox = (namespace: string) => `more:${namespace}`;

/**
 * Folds the workloads of one namespace until at most `limit` boxes are left: those whose gates and class are the same
 * stand in one box, the largest group first; where that is not enough, the rest without gaps stands in one box too.
 * `opened` is a group whose members are wanted one by one: every other one is folded, whatever the limit.
 */
export function foldAlike(
  model: PolicyModel,
  workloads: readonly WorkloadFacts[],
  limit: number,
  opened?: string,
): Folded {
  if (workloads.length <= limit && opened === undefined) return new Map();
  const folded = new Map<string, readonly WorkloadFacts[]>();
  const alike = [...Map.groupBy(workloads, (each) => alikeBoxOf(model, each))]
    .filter(([id, members]) => members.length > 1 && id !== opened)
    .sort(([a, members], [b, others]) => others.length - members.length || (a < b ? -1 : 1));
  let boxes = workloads.length;
  for (const [id, members] of alike) {
    if (boxes <= limit && opened === undefined) break;
    folded.set(id, members);
    boxes -= members.length - 1;
  }
  if (boxes <= limit) return folded;
  const inGroups = new Set([...folded.values()].flat());
  const single = workloads.filter((each) => !inGroups.has(each)).sort(byGaps);
  const rest = single.slice(Math.max(0, limit - folded.size - 1));
  const [first] = rest;
  return first === undefined ? folded : folded.set(restBox(first.namespace), rest);
}

/** The worst gaps first: what is folded last should have none. */
function byGaps(a: WorkloadFacts, b: WorkloadFacts): number {
  const rank = ({ gaps }: WorkloadFacts) => (gaps === undefined ? SEVERITIES.length : SEVERITIES.indexOf(gaps.worst));
  return rank(a) - rank(b) || (b.gaps?.count ?? 0) - (a.gaps?.count ?? 0) || compareNames(a.key, b.key);
}

/** What policies and the DataMap tell of a workload: both gates by the policies that make them, and its class. */
function signatureOf(model: PolicyModel, workload: WorkloadFacts): string {
  const gates = (['ingress', 'egress'] as const).map((direction) =>
    [...model.classesOfWorkload(workload.key).keys()]
      .map((id) => {
        const { isolated, policies } = model.gate({ type: 'class', class: id }, direction);
        return [isolated, ...policies.map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`).sort()];
      })
      .map((gate) => JSON.stringify(gate))
      .sort(),
  );
  return JSON.stringify([gates, workload.hostNetwork, workload.classification.dataClass]);
}
