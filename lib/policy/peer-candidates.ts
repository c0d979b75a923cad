import type { PolicyInForce, PolicyModel } from './model.ts';
import { policyKey, policyObject } from './policy-object.ts';

/**
 * The classes that an isolated class can be allowed with in one direction: those that a rule of a policy that selects it
 * names. Undefined: any, as where a domain name may be that of a pod. Host-network classes are not told.
 */
export function peerCandidates(
  model: PolicyModel,
  direction: 'ingress' | 'egress',
): (classId: number) => ReadonlySet<number> | undefined {
  const policiesOf = new Map<number, PolicyInForce[]>();
  for (const policy of model.policies) {
    if (!policy[direction]) continue;
    for (const subject of policy.subjects) {
      const list = policiesOf.get(subject);
      if (list === undefined) policiesOf.set(subject, [policy]);
      else list.push(policy);
    }
  }
  const known = new Map<string, ReadonlySet<number> | undefined>();
  return (classId) => {
    const gate = model.gate({ type: 'class', class: classId }, direction);
    if (!gate.onlyNamedPods || gate.reasons.length > 0) return undefined;
    const policies = policiesOf.get(classId) ?? [];
    const key = policies.map(({ policy }) => policyKey(policy)).join();
    if (!known.has(key)) known.set(key, uniteCandidates(model, policies, direction));
    return known.get(key);
  };
}

function uniteCandidates(
  model: PolicyModel,
  policies: readonly PolicyInForce[],
  direction: 'ingress' | 'egress',
): ReadonlySet<number> | undefined {
  let united: ReadonlySet<number> = new Set();
  for (const { policy, tier, rules } of policies) {
    const isNamespaced = tier === 'NetworkPolicy';
    if (isNamespaced && policyObject(model.objects, policy)?.unread !== undefined) return undefined;
    for (const rule of rules) {
      if (rule.direction !== direction || rule.action === 'deny') continue;
      // What a rule for every pod gives, a pod that no rule singles out would have too: here that is nothing.
      if (!isNamespaced && rule.everyPod && rule.action !== 'unknown') continue;
      if (rule.anyPeer || rule.namesMayMeanPods) return undefined;
      united = united.union(rule.peerClasses.may);
    }
  }
  return united;
}
