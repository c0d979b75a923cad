import type { KeptObject } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import type { PolicyChange } from '../observed.ts';

/**
 * Since when the policies that select a workload are what they are, milliseconds since 1970, as these say of themselves;
 * undefined where none of them does.
 */
export function policiesSince(model: PolicyModel, workload: string): number | undefined {
  const classes = [...model.classesOfWorkload(workload).keys()];
  const selecting = model.policies.filter(({ subjects }) => classes.some((id) => subjects.has(id)));
  const times = selecting.flatMap(({ policy }) => {
    const object = policyObject(model.objects, policy);
    return object === undefined ? [] : timesOf(object).map(({ at }) => at);
  });
  return times.length === 0 ? undefined : Math.max(...times);
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
