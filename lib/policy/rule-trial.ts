import { FAMILIES, type Family } from './address.ts';
import type { Admission } from './admission.ts';
import type { Evaluator } from './evaluator.ts';
import { type CompiledGate, type GateTier, NO_TIER } from './gates.ts';
import type { CompiledPolicy, CompiledRule } from './ir.ts';
import { NO_MATCH } from './match.ts';
import type { RuleEffect, RuleRef } from './model.ts';
import type { Party } from './party.ts';
import { intersectPorts, NO_PORTS, type PortSet } from './port-set.ts';
import { type ReasonMask, reasonsOf } from './reasons.ts';
import type { RuleObserver } from './tier-fold.ts';

const NOBODY_LOOKS: RuleObserver = { rule: () => {}, networkPolicies: () => {} };

/** One rule, taken out of its gates. */
export class RuleTrial {
  private readonly policy: CompiledPolicy;
  private readonly rule: CompiledRule;
  private readonly evaluator: Evaluator;
  private readonly without = new Map<CompiledGate, CompiledGate>();
  private readonly alone = new Map<CompiledGate, CompiledGate>();
  private isMeant = false;
  private meansItself = false;
  private hasPorts = false;
  /** The rule alone would change something, were it not for another tier. */
  private isOverruled = false;
  private isReached = false;
  private unknown: ReasonMask;
  private readonly earlier = new Set<CompiledRule>();
  private readonly later = new Set<CompiledRule>();

  /** @param unknown why nothing is known for certain of whom the rule does not change. */
  constructor(policy: CompiledPolicy, rule: CompiledRule, evaluator: Evaluator, unknown: ReasonMask) {
    this.policy = policy;
    this.rule = rule;
    this.evaluator = evaluator;
    this.unknown = unknown;
  }

  hasEffect(gate: CompiledGate, own: Party, peer: Party, family: Family): boolean {
    const { rule, evaluator } = this;
    if (evaluator.rule(rule, peer, family) === NO_MATCH) return false;
    this.isMeant = true;
    const destination = rule.direction === 'ingress' ? own : peer;
    const { may } = evaluator.ports(rule, destination);
    if (may === NO_PORTS) return false;
    this.hasPorts = true;
    // With an observer nothing is remembered: a gate without the rule bears the numbers of the one with it.
    const admitted = (asked: CompiledGate): Admission =>
      evaluator.gate(asked, peer, destination, family, undefined, NOBODY_LOOKS);
    if (!isSame(admitted(gate), admitted(this.gateWithout(gate)))) return true;
    this.unknown |= gate.undecided | gate.policiesUnread | gate.doubt;
    if (this.policy.tier === 'Baseline') this.unknown |= gate.baselineUnread;
    if (this.policy.tier === 'NetworkPolicy') {
      const plain = this.plainGate(gate);
      if (!isSame(admitted(plain), admitted(this.gateWithout(plain)))) this.isOverruled = true;
    }
    this.lookAround(gate, peer, destination, family, may);
    return false;
  }

  /** The peer is the very pod that the policy selects. */
  askItself(own: Party): void {
    const { rule, evaluator } = this;
    const isMeant = FAMILIES.some((family) => evaluator.rule(rule, own, family) !== NO_MATCH);
    if (isMeant && evaluator.ports(rule, own).may !== NO_PORTS) this.meansItself = true;
  }

  /** Which rules mean the same, and whether this one is asked at all. */
  private lookAround(gate: CompiledGate, peer: Party, destination: Party, family: Family, ports: PortSet): void {
    const { rule, evaluator } = this;
    let side = this.earlier;
    for (const other of rulesOf(gate)) {
      if (other === rule) side = this.later;
      else if (evaluator.rule(other, peer, family) !== NO_MATCH) {
        if (intersectPorts(evaluator.ports(other, destination).may, ports) !== NO_PORTS) side.add(other);
      }
    }
    evaluator.gate(gate, peer, destination, family, undefined, {
      rule: (observed, asked) => {
        if (observed === rule && intersectPorts(asked, ports) !== NO_PORTS) this.isReached = true;
      },
      networkPolicies: () => {},
    });
  }

  whyNot(): RuleEffect {
    if (this.unknown !== 0) return { type: 'unknown', reasons: reasonsOf(this.unknown) };
    if (!this.isMeant) return { type: this.meansItself ? 'means-itself' : 'matches-nobody' };
    if (!this.hasPorts) return { type: 'opens-no-port' };
    const all = [...this.earlier, ...this.later];
    if (this.policy.tier !== 'NetworkPolicy') {
      return this.isReached ? { type: 'redundant', by: refs(all) } : { type: 'shadowed', by: refs(this.earlier) };
    }
    if (!this.isOverruled) return { type: 'redundant', by: refs(all.filter(isOfNetworkPolicy)) };
    return { type: 'overridden', by: refs(all.filter((other) => !isOfNetworkPolicy(other))) };
  }

  private gateWithout(gate: CompiledGate): CompiledGate {
    const known = this.without.get(gate);
    if (known !== undefined) return known;
    const others = (rules: readonly CompiledRule[]) => rules.filter((each) => each !== this.rule);
    const tier = ({ chains, ...rest }: GateTier): GateTier => ({
      ...rest,
      chains: chains.map((chain) =>
        chain.map((group) => group.map((each) => ({ ...each, rules: others(each.rules) }))),
      ),
    });
    const made = { ...gate, rules: others(gate.rules), admin: tier(gate.admin), baseline: tier(gate.baseline) };
    this.without.set(gate, made);
    return made;
  }

  /** As if there were NetworkPolicies only. */
  private plainGate(gate: CompiledGate): CompiledGate {
    const known = this.alone.get(gate);
    if (known !== undefined) return known;
    const made = { ...gate, admin: NO_TIER, baseline: NO_TIER, clusterPolicies: [], baselineUnread: 0 };
    this.alone.set(gate, made);
    return made;
  }
}

/** The same ports, for whatever reasons they are in doubt. */
function isSame(a: Admission, b: Admission): boolean {
  return a.must === b.must && a.may === b.may;
}

/** All rules of a gate in the order of its tiers. */
export function rulesOf({ admin, rules, baseline }: CompiledGate): readonly CompiledRule[] {
  const ordered = (tier: GateTier): readonly CompiledRule[] => tier.chains.flat(2).flatMap((policy) => policy.rules);
  return [...ordered(admin), ...rules, ...ordered(baseline)];
}

function isOfNetworkPolicy({ policy }: CompiledRule): boolean {
  return policy.kind === 'NetworkPolicy';
}

function refs(rules: Iterable<CompiledRule>): readonly RuleRef[] {
  return Array.from(rules, ({ policy, path }) => ({ policy, path }));
}
