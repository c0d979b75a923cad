import type { ApiEgressRule, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { parseAddress, parseCidr } from '#lib/policy/address.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd } from './ends.ts';
import { policyYaml, selectLabels } from './fix-yaml.ts';
import { newPolicyName } from './fixes.ts';
import { selectorLabels } from './identity-labels.ts';
import { CLOUD_DNS, dnsRules, findResolvers } from './resolvers.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Addresses that one rule leaves out; a longer list is nobody's policy. */
const MAX_ADDRESSES = 20;
const EVERYWHERE = ['0.0.0.0/0', '::/0'] as const;

/**
 * The change that leaves addresses out of what a workload's egress admits, and nothing else: an `except` in each block
 * that holds them; where the gate is open, a policy that admits everything else. Port 53 of the metadata address stays
 * open where it was: some clouds answer DNS there. Empty where a NetworkPolicy cannot do it.
 */
export function closeAddressesYaml(
  context: CheckContext,
  workload: WorkloadFacts,
  addresses: readonly string[],
): string {
  if (workload.hostNetwork || addresses.length > MAX_ADDRESSES) return '';
  const gates = workload.classes.map((id) => context.model.gate(classEnd(id), 'egress'));
  const refs = new Map(gates.flatMap(({ policies }) => policies.map((ref) => [`${ref.kind} ${ref.name}`, ref])));
  if ([...refs.values()].some(({ kind }) => kind !== 'NetworkPolicy')) return '';
  const changed = [...refs.values()].flatMap((ref) => narrowed(context, ref, addresses) ?? []);
  if (gates.every(({ isolated }) => isolated === 'yes')) return changed.join('---\n');
  const own = policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'egress'), {
    podSelector: selectLabels(selectorLabels(workload, context)),
    policyTypes: ['Egress'],
    egress: [
      ...dnsRules(findResolvers(context), context),
      { to: everythingBut(addresses) },
      ...(addresses.includes(CLOUD_DNS) ? [CLOUD_DNS_RULE] : []),
    ],
  });
  return [...changed, own].join('---\n');
}

const CLOUD_DNS_RULE: ApiEgressRule = {
  to: [{ ipBlock: { cidr: `${CLOUD_DNS}/32` } }],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
};

function everythingBut(addresses: readonly string[]): readonly NetworkPolicyPeer[] {
  const blocks = EVERYWHERE.map((cidr) => ({ ipBlock: excepting({ cidr }, addresses) ?? { cidr } }));
  return [{ namespaceSelector: {} }, ...blocks];
}

type Block = NonNullable<NetworkPolicyPeer['ipBlock']>;

/** The block without the addresses that it holds; undefined where nothing is left. */
function excepting(block: Block, addresses: readonly string[]): Block | undefined {
  const own = parseCidr(block.cidr);
  if (own === undefined) return block;
  const held = addresses.flatMap((text) => {
    const address = parseAddress(text);
    const isHeld = address?.family === own.family && own.first <= address.value && address.value <= own.last;
    return isHeld ? [`${text}/${own.family === 'IPv4' ? 32 : 128}`] : [];
  });
  if (held.length === 0) return block;
  if (own.first === own.last) return undefined;
  return { cidr: block.cidr, except: [...new Set([...(block.except ?? []), ...held])] };
}

/** The policy without the addresses; undefined where none of its rules admits them. */
function narrowed(context: CheckContext, ref: PolicyRef, addresses: readonly string[]): string | undefined {
  const policy = context.model.objects.networkPolicies.get(`${ref.namespace}/${ref.name}`);
  if (policy === undefined || policyObject(context.model.objects, ref)?.unread !== undefined) return undefined;
  let changes = false;
  const egress = (policy.spec.egress ?? []).flatMap((rule): readonly ApiEgressRule[] => {
    if (isOnlyDns(rule)) return [rule];
    if (rule.to === undefined || rule.to.length === 0) {
      changes = true;
      return [{ ...rule, to: everythingBut(addresses) }];
    }
    const to = rule.to.flatMap((peer): readonly NetworkPolicyPeer[] => {
      if (peer.ipBlock === undefined) return [peer];
      const ipBlock = excepting(peer.ipBlock, addresses);
      if (ipBlock !== peer.ipBlock) changes = true;
      return ipBlock === undefined ? [] : [{ ipBlock }];
    });
    // An empty list would mean everybody.
    return to.length === 0 ? [] : [{ ...rule, to }];
  });
  if (!changes) return undefined;
  const dns = addresses.includes(CLOUD_DNS) ? [CLOUD_DNS_RULE] : [];
  return policyYaml(ref.namespace, ref.name, { ...policy.spec, egress: [...egress, ...dns] });
}

function isOnlyDns({ ports = [] }: ApiEgressRule): boolean {
  return ports.length > 0 && ports.every(({ port, endPort }) => port === 53 && endPort === undefined);
}
