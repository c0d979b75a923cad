import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import { policyKey, policyObject } from '#lib/policy/policy-object.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { namespacesMatching, selectorPeers } from './peer-workloads.ts';

type Namespaces = ReadonlySet<string> | 'any';

/**
 * The namespaces of which a pod without labels may be let in at the gate of a class, as its rules name them: no pod of
 * another one gets in, whatever its own gate says. `any`: there is a rule of which that cannot be told. Asks rules, not
 * pairs: of a thousand namespaces a gate names a few. Namespaces outside the input are not looked at.
 */
export function namespacesLetIn(context: CheckContext, classId: number): Namespaces {
  const { reasons, onlyNamedPods, policies } = context.model.gate(classEnd(classId), 'ingress');
  if (!onlyNamedPods || reasons.length > 0) return 'any';
  const found = new Set<string>();
  for (const policy of policies) {
    const named = namedBy(context, policyKey(policy));
    if (named === 'any') return 'any';
    for (const name of named) found.add(name);
  }
  return found;
}

interface Named {
  readonly inForce: ReadonlyMap<string, PolicyInForce>;
  /** Policy → what its rules name. */
  readonly found: Map<string, Namespaces>;
}

const known = new WeakMap<CheckContext, Named>();

function namedBy(context: CheckContext, key: string): Namespaces {
  let named = known.get(context);
  if (named === undefined) {
    named = {
      inForce: new Map(context.model.policies.map((each) => [policyKey(each.policy), each])),
      found: new Map(),
    };
    known.set(context, named);
  }
  const inForce = named.inForce.get(key);
  const found = named.found.get(key) ?? (inForce === undefined ? 'any' : readRules(context, inForce));
  named.found.set(key, found);
  return found;
}

function readRules(context: CheckContext, { policy, rules }: PolicyInForce): Namespaces {
  const object = policyObject(context.model.objects, policy);
  if (object === undefined || (object.unread ?? []).length > 0) return 'any';
  const isOpenEnded = rules.some(
    ({ direction, action, anyPeer, blocks, domainNames }) =>
      direction === 'ingress' &&
      action !== 'deny' &&
      // An address, or what a name resolves to, may be that of any pod.
      (action === 'unknown' || anyPeer || blocks.length > 0 || domainNames.length > 0),
  );
  if (isOpenEnded) return 'any';
  const found = new Set<string>();
  for (const { direction, podSelector = {}, namespaceSelector } of selectorPeers(object)) {
    if (direction !== 'ingress') continue;
    if (!requirementsOf(podSelector).every((requirement) => matchesRequirement(requirement, undefined))) continue;
    if (namespaceSelector === undefined) found.add(policy.namespace);
    else {
      const { certain, possible } = namespacesMatching(context, namespaceSelector);
      for (const name of [...certain, ...possible]) found.add(name);
    }
  }
  return found;
}
