import type {
  ApiEgressRule,
  ApiIngressRule,
  Direction,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '#lib/kube/objects.ts';
import type { InternedParts } from '../interned-parts.ts';
import type { CompiledPolicy, CompiledRule, Peer, RulePort, RulePorts } from '../ir.ts';
import { reasonBit } from '../reasons.ts';
import type { PolicyRef } from '../types.ts';

/** Gives policies and rules their numbers within one model. */
export interface CompileNumbers {
  nextPolicy: number;
  nextRule: number;
}

/** Whether nothing of the policy is known: it may isolate any pod of its namespace, and allow anything. */
export function isUnreadPolicy(policy: NetworkPolicy): boolean {
  return policy.unread?.some(({ part }) => part === 'spec') === true;
}

/** A NetworkPolicy as policy of the tier that denies what no policy of a selected pod allows. */
export function compileNetworkPolicy(
  policy: NetworkPolicy,
  parts: InternedParts,
  numbers: CompileNumbers,
): CompiledPolicy {
  const namespace = policy.metadata.namespace ?? 'default';
  const ref: PolicyRef = { kind: 'NetworkPolicy', namespace, name: policy.metadata.name };
  const isolates = isolatedDirections(policy);
  const rules = (direction: Direction): readonly CompiledRule[] | undefined =>
    isolates[direction]
      ? writtenRules(policy, direction).map((rule, index) => compileRule(rule, index, direction, ref, parts, numbers))
      : undefined; // row 5: rules of a direction that is not among the types are ignored
  return {
    id: numbers.nextPolicy++,
    ref,
    tier: 'NetworkPolicy',
    priority: 0,
    subject: { namespaces: { name: namespace }, pods: parts.selector(policy.spec.podSelector) }, // rows 9 and 10
    ingress: rules('ingress'),
    egress: rules('egress'),
  };
}

/** Rows 2 to 7. */
function isolatedDirections(policy: NetworkPolicy): Readonly<Record<Direction, boolean>> {
  const types = policy.spec.policyTypes ?? [];
  if (types.length > 0) return { ingress: types.includes('Ingress'), egress: types.includes('Egress') };
  return { ingress: true, egress: writtenRules(policy, 'egress').length > 0 };
}

/** One rule as written; `undefined` where it could not be understood. */
type WrittenRule = { readonly peers: readonly NetworkPolicyPeer[]; readonly ports: readonly NetworkPolicyPort[] };

function writtenRules(policy: NetworkPolicy, direction: Direction): readonly (WrittenRule | undefined)[] {
  const list: readonly (ApiIngressRule & ApiEgressRule)[] = policy.spec[direction] ?? [];
  const rules: (WrittenRule | undefined)[] = list.map((rule) => ({
    peers: (direction === 'ingress' ? rule.from : rule.to) ?? [],
    ports: rule.ports ?? [],
  }));
  for (const part of policy.unread ?? []) {
    if (part.part !== 'rule' || part.direction !== direction) continue;
    while (rules.length < part.index) rules.push(undefined);
    rules[part.index] = undefined;
  }
  return rules;
}

function compileRule(
  written: WrittenRule | undefined,
  index: number,
  direction: Direction,
  policy: PolicyRef,
  parts: InternedParts,
  numbers: CompileNumbers,
): CompiledRule {
  const compiled = written?.peers.map((peer) => parts.peer(peer, policy.namespace));
  const understood = compiled?.every((peer) => peer !== undefined) === true;
  return {
    id: numbers.nextRule++,
    policy,
    direction,
    action: 'allow',
    index,
    path: `spec.${direction}[${index}]`,
    // A rule that is not understood may admit anyone to anything.
    peers: understood && compiled.length > 0 ? (compiled as readonly Peer[]) : 'anyone', // row 20
    ports: understood ? compilePorts(written?.ports ?? []) : 'every',
    doubt: understood ? 0 : reasonBit('policy-not-understood'),
  };
}

/** Rows 43 to 46, 55. */
function compilePorts(ports: readonly NetworkPolicyPort[]): RulePorts {
  if (ports.length === 0) return 'every'; // row 43
  return ports.map(({ protocol = 'TCP', port, endPort }): RulePort => {
    if (typeof port === 'string') return { type: 'named', protocol, name: port };
    if (port === undefined) return { type: 'protocol', protocol }; // rows 44, 46
    return { type: 'range', protocol, first: port, last: endPort ?? port, needsEndPort: endPort !== undefined };
  });
}
