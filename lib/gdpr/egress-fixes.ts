import type { ApiEgressRule, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import type { Family } from '#lib/policy/address.ts';
import { blockRanges } from '#lib/policy/address-block.ts';
import { type AddressRanges, intersectRanges } from '#lib/policy/address-ranges.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { policyYaml, selectLabels } from './fix-yaml.ts';
import { changedPolicyYaml, newPolicyName, replaceAt } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import { ruleIndex } from './policy-rules.ts';
import { dnsRules, findResolvers } from './resolvers.ts';
import type { WitnessHop, WitnessReason } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Every pod of the cluster. */
export const INSIDE: { readonly to: readonly NetworkPolicyPeer[] } = { to: [{ namespaceSelector: {} }] };

/** The rule that admits the first hop at its source; undefined where no policy isolates, or none is named. */
export function openingRule(hop: WitnessHop): WitnessReason | undefined {
  return hop.because.find((reason) => reason.gate === 'egress' && reason.policy !== undefined);
}

/** "Rule 1 of 2 of policy out", in two parts; undefined where no policy isolates. */
export function openingRuleWords(
  context: CheckContext,
  hop: WitnessHop,
): { readonly rule: string; readonly policy: string } | undefined {
  const reason = openingRule(hop);
  if (reason?.policy === undefined) return undefined;
  const object = policyObject(context.model.objects, reason.policy);
  return { rule: ruleOf(ruleIndex(reason.path), object?.spec.egress?.length ?? 0), policy: reason.policy.name };
}

/** Whether nothing closes a class for egress, so that a rule cannot be what opens it. */
export function hasOpenEgress(context: CheckContext, id: number): boolean {
  const { isolated } = context.model.gate(classEnd(id), 'egress');
  return isolated !== 'yes' && isolated !== 'partly';
}

/** A policy that keeps everything inside the cluster, DNS and some more, and ends what else leaves it. */
export function insideOnlyYaml(
  context: CheckContext,
  workload: WorkloadFacts,
  more: readonly ApiEgressRule[] = [],
): string {
  return egressYaml(context, workload, 'egress', [...dnsRules(findResolvers(context), context), INSIDE, ...more]);
}

/** A policy that isolates a workload for egress but for these rules. */
export function egressYaml(
  context: CheckContext,
  workload: WorkloadFacts,
  suffix: string,
  egress: readonly ApiEgressRule[],
): string {
  return policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, suffix), {
    podSelector: selectLabels(selectorLabels(workload, context)),
    policyTypes: ['Egress'],
    egress,
  });
}

/** The policy of a reason with its rule replaced by others; empty where it is none of the namespace. */
export function replacedRuleYaml(
  context: CheckContext,
  reason: WitnessReason | undefined,
  replace: (rule: ApiEgressRule) => readonly ApiEgressRule[],
): string {
  const { policy, path } = reason ?? {};
  if (policy === undefined || policy.kind !== 'NetworkPolicy') return '';
  const index = ruleIndex(path);
  return changedPolicyYaml(context, policy, (spec) => {
    const rule = spec.egress?.[index];
    if (rule === undefined) return spec;
    const [first, ...more] = replace(rule);
    const egress = replaceAt(spec.egress, index, first);
    return { ...spec, egress: [...egress.slice(0, index + 1), ...more, ...egress.slice(index + 1)] };
  });
}

/**
 * A rule without the blocks that hold any of some addresses: nothing where no peer is left, as an empty list would mean
 * everybody; one for everybody becomes one for the pods of the cluster.
 */
export function withoutAddresses(rule: ApiEgressRule, family: Family, ranges: AddressRanges): readonly ApiEgressRule[] {
  if (rule.to === undefined) return [{ ...rule, ...INSIDE }];
  const to = rule.to.filter(({ ipBlock }) => {
    const block = ipBlock === undefined ? undefined : blockRanges(ipBlock);
    return block?.family !== family || intersectRanges(block.ranges, ranges).length === 0;
  });
  return to.length === 0 ? [] : [{ ...rule, to }];
}
