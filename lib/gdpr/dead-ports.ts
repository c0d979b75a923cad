import type { NetworkPolicy, NetworkPolicyPort } from '#lib/kube/objects.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { allContainers } from '#lib/policy/service-table.ts';
import type { CheckContext } from './check.ts';
import { plainRules } from './policy-rules.ts';
import { ruleDestinations } from './rule-destinations.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A port of a rule that no destination serves, or that is another number on another pod. */
export interface DeadPort {
  readonly rule: RuleInForce;
  readonly index: number;
  /** `spec.ingress[0].ports[1]` */
  readonly path: string;
  readonly port: NetworkPolicyPort;
  /** Of a name that has several; empty: nobody serves it. */
  readonly numbers: readonly number[];
  /** Where connections of the rule go. */
  readonly destinations: readonly WorkloadFacts[];
}

/**
 * For ingress the pods that the policy selects are asked, for egress those that the rule means (row 48). A workload
 * that tells no port at all may serve any: then nothing is said of a number.
 */
export function deadPorts(context: CheckContext, policy: NetworkPolicy, inForce: PolicyInForce): readonly DeadPort[] {
  return plainRules(policy).flatMap(({ path, ports }) => {
    const rule = inForce.rules.find((each) => each.path === path);
    if (rule === undefined || ports.every(({ port }) => port === undefined)) return [];
    const destinations = ruleDestinations(context, policy, inForce, rule);
    if (destinations.length === 0) return [];
    return ports.flatMap((port, index) => {
      const numbers = typeof port.port === 'string' ? numbersOf(destinations, port.port, port.protocol ?? 'TCP') : [];
      const isDead = typeof port.port === 'string' ? numbers.length !== 1 : isUnserved(rule, destinations, port);
      return isDead ? [{ rule, index, path: `${path}.ports[${index}]`, port, numbers, destinations }] : [];
    });
  });
}

const numbersIn = new WeakMap<readonly WorkloadFacts[], Map<string, readonly number[]>>();

/** What a port name stands for on the destinations. A peer has one list of them for all rules that name it. */
function numbersOf(
  destinations: readonly WorkloadFacts[],
  name: string,
  protocol: NonNullable<NetworkPolicyPort['protocol']>,
): readonly number[] {
  const known = numbersIn.get(destinations) ?? new Map<string, readonly number[]>();
  numbersIn.set(destinations, known);
  const key = `${protocol}/${name}`;
  let found = known.get(key);
  if (found === undefined) {
    const numbers = new Set<number>();
    for (const workload of destinations) for (const port of namedPortsOf(workload).get(key) ?? []) numbers.add(port);
    found = [...numbers].sort((a, b) => a - b);
    known.set(key, found);
  }
  return found;
}

const namedPorts = new WeakMap<WorkloadFacts, ReadonlyMap<string, ReadonlySet<number>>>();

/** `TCP/http` → the numbers that its pods declare under that name. */
function namedPortsOf(workload: WorkloadFacts): ReadonlyMap<string, ReadonlySet<number>> {
  const known = namedPorts.get(workload);
  if (known !== undefined) return known;
  const { controller, pods } = workload;
  const specs = pods.length > 0 ? pods.map(({ spec }) => spec) : controller ? [controller.spec.template.spec] : [];
  const found = new Map<string, Set<number>>();
  for (const container of specs.flatMap(allContainers)) {
    for (const { name, protocol = 'TCP', containerPort } of container.ports ?? []) {
      if (name === undefined) continue;
      const key = `${protocol}/${name}`;
      found.set(key, (found.get(key) ?? new Set()).add(containerPort));
    }
  }
  namedPorts.set(workload, found);
  return found;
}

function isUnserved(
  rule: RuleInForce,
  destinations: readonly WorkloadFacts[],
  { port, endPort, protocol = 'TCP' }: NetworkPolicyPort,
): boolean {
  if (typeof port !== 'number') return false;
  // Addresses outside serve what they serve.
  if (rule.direction === 'egress' && (rule.anyPeer || rule.blocks.length > 0)) return false;
  return destinations.every(
    ({ served }) =>
      served.length > 0 &&
      !served.some((each) => each.protocol === protocol && each.port >= port && each.port <= (endPort ?? port)),
  );
}
