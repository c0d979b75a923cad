import type { KeptObject } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import type { PolicyChange } from '../observed.ts';

const times = new WeakMap<PolicyModel, ReadonlyMap<number, number>>();

/**
 * Since when the policies that select a workload are what they are, milliseconds since 1970, as these say of themselves;
 * `-Infinity` where none of them does.
 */
export function policiesSince(model: PolicyModel, workload: string): number {
  let ofClasses = times.get(model);
  if (ofClasses === undefined) {
    ofClasses = sinceOfClasses(model);
    times.set(model, ofClasses);
  }
  let since = Number.NEGATIVE_INFINITY;
  for (const id of model.classesOfWorkload(workload).keys()) since = Math.max(since, ofClasses.get(id) ?? since);
  return since;
}

function sinceOfClasses(model: PolicyModel): ReadonlyMap<number, number> {
  const since = new Map<number, number>();
  for (const { policy, subjects } of model.policies) {
    const object = policyObject(model.objects, policy);
    const last = object === undefined ? undefined : Math.max(...timesOf(object).map(({ at }) => at));
    if (last === undefined || last === Number.NEGATIVE_INFINITY) continue;
    for (const id of subjects) since.set(id, Math.max(last, since.get(id) ?? last));
  }
  return since;
}

/** When each policy was made and changed last, as it says of itself, the oldest first. Nothing says what is gone. */
export function changesTold({ objects }: PolicyModel): readonly PolicyChange[] {
  const all = [...objects.networkPolicies.values(), ...objects.clusterPolicies.values()];
  return all.flatMap(changesOf).sort((a, b) => a.at - b.at);
}

/** The same of one policy. */
export function changesOf(policy: KeptObject): readonly PolicyChange[] {
  const { kind, metadata } = policy;
  const { namespace, name } = metadata;
  return timesOf(policy).map(({ verb, at }) => {
    return { at, verb, kind, ...(namespace === undefined ? {} : { namespace }), name, told: 'object' };
  });
}

function timesOf({ metadata }: KeptObject): readonly { readonly verb: 'added' | 'changed'; readonly at: number }[] {
  const made = Date.parse(metadata.creationTimestamp ?? '');
  const changed = Date.parse(metadata.managedFields?.[0]?.time ?? '');
  return [
    ...(Number.isNaN(made) ? [] : [{ verb: 'added' as const, at: made }]),
    ...(Number.isNaN(changed) || changed === made ? [] : [{ verb: 'changed' as const, at: changed }]),
  ];
}
