import type { Direction } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { FAMILIES, type Family } from './address.ts';
import { ADMITS_NOTHING, type Admission, certainly, eitherOf, intersect, unite, weaken } from './admission.ts';
import { familyBit } from './evaluator.ts';
import { describeEnd } from './explain-end.ts';
import { type GateContext, jsonOf, type ReadPair } from './explain-gate.ts';
import { matchText, mismatchText, type NamedParty } from './explain-peer.ts';
import { otherPortText, portsText } from './explain-ports.ts';
import { type CompiledGate, type GatedPolicy, hasClusterPolicies } from './gates.ts';
import type { CompiledPolicy, CompiledRule } from './ir.ts';
import { NO_MATCH } from './match.ts';
import type { SingleEnd } from './model.ts';
import { ALL_PORTS, hasPort, intersectPorts, NO_PORTS, type PortSet, subtractPorts, unitePorts } from './port-set.ts';
import { type ReasonMask, reasonBit } from './reasons.ts';
import type { DependsReason, ExplainedRule, PolicyText } from './types.ts';

type Outcome = ExplainedRule['outcome'];

/** What one gate's rules are held against. */
interface RuleContext extends GateContext {
  readonly direction: Direction;
  readonly pairs: readonly ReadPair[];
  readonly gate: CompiledGate;
  /** What the whole gate lets through for this pair. */
  readonly allows: Admission;
  readonly asked: AskedRules;
}

/** The ports on which a rule, or the NetworkPolicies as a whole, were asked at all; everything before may decide. */
interface AskedRules {
  readonly ofRule: ReadonlyMap<CompiledRule, PortSet>;
  readonly networkPolicies: PortSet;
}

/** Every rule of a gate: what decided first, then what did not and why, then what was never asked. */
export function explainRules(
  direction: Direction,
  pairs: readonly ReadPair[],
  allows: Admission,
  context: GateContext,
): readonly ExplainedRule[] {
  const gate = gateOf(direction, pairs);
  if (gate === undefined) return [];
  const asked = askedRules(gate, direction, pairs, context);
  const rules: RuleContext = { ...context, direction, pairs, gate, allows, asked };
  const ofTier = (name: 'Admin' | 'Baseline'): readonly ExplainedRule[] =>
    gate.clusterPolicies
      .filter(({ policy }) => policy.tier === name)
      .flatMap((gated) => gated.rules.map((rule) => clusterRule(rule, gated, rules)));
  const namespaced = gate.policies.flatMap((policy) => {
    const own = policy[direction] ?? [];
    if (own.length === 0) return [withoutRules(policy, rules)];
    return own.map((rule) => namespacedRule(rule, own.length, rules));
  });
  const rank = hasClusterPolicies(gate) ? RANK_IN_TIERS : RANK_ADDING_UP;
  // Otherwise in the order of tiers, policies and their rules.
  return [...ofTier('Admin'), ...namespaced, ...ofTier('Baseline')].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
}

/** Rules that add up: those that admit first. */
const RANK_ADDING_UP: Readonly<Record<Outcome, number>> = {
  ...{ admits: 0, denies: 0, passes: 0, depends: 1, 'other-port': 2, 'other-peer': 3, 'no-rules': 4 },
  'not-reached': 5,
};

/** Rules in an order: those that decide, as they are asked; then those that had nothing to say. */
const RANK_IN_TIERS: Readonly<Record<Outcome, number>> = {
  ...{ admits: 0, denies: 0, passes: 0, depends: 0, 'other-port': 1, 'other-peer': 1, 'no-rules': 1 },
  'not-reached': 2,
};

function gateOf(direction: Direction, pairs: readonly ReadPair[]): CompiledGate | undefined {
  for (const { source, destination } of pairs) {
    const gate = direction === 'egress' ? source.egress : destination.ingress;
    if (gate !== undefined) return gate;
  }
  return undefined;
}

/** Walks through the tiers once more and notes who is asked. */
function askedRules(
  gate: CompiledGate,
  direction: Direction,
  pairs: readonly ReadPair[],
  { evaluator }: GateContext,
): AskedRules {
  if (!hasClusterPolicies(gate)) return { ofRule: new Map(), networkPolicies: ALL_PORTS };
  const ofRule = new Map<CompiledRule, PortSet>();
  let networkPolicies = NO_PORTS;
  for (const { source, destination, families } of pairs) {
    const own = direction === 'egress' ? source.egress : destination.ingress;
    if (own === undefined) continue;
    const peer = direction === 'egress' ? destination.party : source.party;
    for (const family of FAMILIES) {
      if ((families & familyBit(family)) === 0) continue;
      evaluator.gate(own, peer, destination.party, family, undefined, {
        rule: (rule, ports) => ofRule.set(rule, unitePorts(ofRule.get(rule) ?? NO_PORTS, ports)),
        networkPolicies: (ports) => {
          networkPolicies = unitePorts(networkPolicies, ports);
        },
      });
    }
  }
  return { ofRule, networkPolicies };
}

/** Whether the asked port is in a set; any port where none is asked. */
function concerns(set: PortSet, { port }: Pick<GateContext, 'port'>): boolean {
  return port === undefined ? set !== NO_PORTS : hasPort(set, port.protocol, port.port);
}

function withoutRules(policy: CompiledPolicy, context: RuleContext): ExplainedRule {
  const everyPod = policy.subject.pods.requirements.length === 0;
  const isAsked = concerns(context.asked.networkPolicies, context);
  return {
    ...{ policy: policy.ref, path: 'spec', rule: 0, of: 0, outcome: isAsked ? 'no-rules' : 'not-reached', reasons: [] },
    ports: jsonOf(ADMITS_NOTHING),
    text: !isAsked
      ? whyEngine.adminDecides
      : everyPod
        ? whyEngine.isolatesEveryPod(policy.ref.namespace)
        : whyEngine.isolatesSome,
    ...linesOf(context.texts.get(policy.ref), 'spec'),
  };
}

function namespacedRule(rule: CompiledRule, of: number, context: RuleContext): ExplainedRule {
  const { opened, meant } = openedBy(rule, 0, context);
  const asked = context.asked.networkPolicies;
  const effective = asked === ALL_PORTS ? opened : intersect(opened, certainly(asked));
  let outcome: Outcome = meant ? 'other-port' : 'other-peer';
  if (concerns(effective.must, context)) outcome = 'admits';
  else if (concerns(effective.may, context)) outcome = 'depends';
  else if (!concerns(asked, context) || concerns(opened.may, context)) outcome = 'not-reached';
  return explained(rule, of, outcome, effective, context);
}

function clusterRule(rule: CompiledRule, gated: GatedPolicy, context: RuleContext): ExplainedRule {
  const { undecided } = context.gate;
  const { opened, meant } = openedBy(rule, gated.doubt | undecided, context);
  // Where nothing is certain at all, no order was walked through, and no rule decides for certain.
  const asked = undecided !== 0 ? ALL_PORTS : (context.asked.ofRule.get(rule) ?? NO_PORTS);
  const effective = intersect(opened, certainly(asked));
  const face = { tier: gated.policy.tier === 'Admin' ? 'Admin' : 'Baseline' } as const;
  const of = gated.rules.length;
  if (rule.action === 'deny' && passesOtherwise(effective, context)) {
    const told = explained(rule, of, 'other-peer', effective, context);
    return { ...told, text: whyEngine.deniesInOneFamily(meantFamilies(rule, context)), ...face };
  }
  if (concerns(effective.must, context)) {
    const contested = isContested(gated, effective.must, context);
    const outcome = contested ? 'depends' : OUTCOME_OF[rule.action];
    const told = explained(rule, of, outcome, effective, context, contested ? ['priority-tie'] : undefined);
    return { ...told, ...face };
  }
  let outcome: Outcome = meant ? 'other-port' : 'other-peer';
  if (concerns(effective.may, context)) outcome = 'depends';
  else if (!concerns(asked, context) || concerns(opened.may, context)) outcome = 'not-reached';
  return { ...explained(rule, of, outcome, effective, context), ...face };
}

/** Row 77: what is denied for certain by one address family, and allowed for certain all the same, by the other. */
function passesOtherwise({ must }: Admission, context: RuleContext): boolean {
  return concerns(must, context) && !concerns(subtractPorts(must, context.allows.must), context);
}

const OUTCOME_OF: Readonly<Record<CompiledRule['action'], Outcome>> = {
  ...{ allow: 'admits', deny: 'denies', pass: 'passes', unknown: 'depends' },
};

/** Another policy says something else, and nothing says which of both comes first (rows A3, C5, C17). */
function isContested({ policy }: GatedPolicy, decides: PortSet, context: RuleContext): boolean {
  const tier = policy.tier === 'Admin' ? context.gate.admin : context.gate.baseline;
  const group = tier.chains.flat().find((each) => each.some((other) => other.policy === policy));
  if (tier.chains.length < 2 && (group?.length ?? 0) < 2) return false;
  const ties = context.allows.uncertain.filter(({ reason }) => reason === 'priority-tie');
  return ties.some(({ ports }) => concerns(intersectPorts(ports, decides), context));
}

function explained(
  rule: CompiledRule,
  of: number,
  outcome: Outcome,
  opened: Admission,
  context: RuleContext,
  given?: readonly DependsReason[],
): ExplainedRule {
  const reasons = given ?? opened.uncertain.filter(({ ports }) => concerns(ports, context)).map(({ reason }) => reason);
  return {
    ...{ policy: rule.policy, path: rule.path, rule: rule.index + 1, of, outcome },
    ports: jsonOf(opened),
    text: ruleText(rule, outcome, reasons, context),
    reasons,
    ...linesOf(context.texts.get(rule.policy), rule.path),
  };
}

/**
 * The ports of the rule for this pair, and whether its peers mean the other end at all.
 * @param doubt why its policy may not select the end.
 */
function openedBy(
  rule: CompiledRule,
  doubt: ReasonMask,
  { direction, pairs, evaluator }: RuleContext,
): { readonly opened: Admission; readonly meant: boolean } {
  let meant = false;
  let opened: Admission | undefined;
  for (const { source, destination, families } of pairs) {
    if ((direction === 'egress' ? source.egress : destination.ingress) === undefined) continue;
    const peer = direction === 'egress' ? destination.party : source.party;
    let sum = ADMITS_NOTHING;
    for (const family of FAMILIES) {
      if ((families & familyBit(family)) === 0) continue;
      const match = evaluator.rule(rule, peer, family);
      if (match === NO_MATCH) continue;
      meant = true;
      sum = unite(sum, weaken(evaluator.admits(rule, match, destination.party), doubt));
    }
    opened = opened === undefined ? sum : eitherOf(opened, sum, reasonBit('host-network'));
  }
  return { opened: opened ?? ADMITS_NOTHING, meant };
}

function ruleText(
  rule: CompiledRule,
  outcome: Outcome,
  reasons: readonly DependsReason[],
  context: RuleContext,
): string {
  const { direction, pairs, from, to, port, model, evaluator, profile } = context;
  if (outcome === 'not-reached') return notReachedText(rule, context);
  if (rule.failsClosed !== undefined) return whyEngine.failsClosed(rule.failsClosed === 'denies-all');
  if (rule.doubt !== 0) return rule.action === 'allow' ? whyEngine.notUnderstood : whyEngine.notUnderstoodAtAll;
  const named = (end: SingleEnd, party: NamedParty['party']): NamedParty => {
    const { called, end: shown } = describeEnd(end, model);
    return { party, name: called, labels: shown.labels };
  };
  // The reading in which the gate exists, and of those the one in which the peer can be meant by selectors.
  const pair = pairs.find(({ reading }) => reading === 'asPods') ?? pairs[0];
  if (pair === undefined) return '';
  const destination = named(to, pair.destination.party);
  const peer = direction === 'egress' ? destination : named(from, pair.source.party);
  switch (outcome) {
    case 'admits':
    case 'denies':
    case 'passes':
      return `${matchText(rule, peer, evaluator)} ${portsText(rule, destination, evaluator)}`;
    case 'depends':
      return `${whyEngine.undecided(reasons)} ${portsText(rule, destination, evaluator)}`;
    case 'other-port':
      return otherPortText(rule, destination, port, evaluator);
    case 'other-peer':
    case 'no-rules':
      return mismatchText(rule, peer, pair.families, profile);
  }
}

/** The families in which the rule means the other end. */
function meantFamilies(rule: CompiledRule, { direction, pairs, evaluator }: RuleContext): readonly Family[] {
  return FAMILIES.filter((family) =>
    pairs.some(({ source, destination, families }) => {
      const peer = direction === 'egress' ? destination.party : source.party;
      return (families & familyBit(family)) !== 0 && evaluator.rule(rule, peer, family) !== NO_MATCH;
    }),
  );
}

/** What made an end before this rule. */
function notReachedText(rule: CompiledRule, context: RuleContext): string {
  const { gate, asked } = context;
  const own = gate.clusterPolicies.find(({ rules }) => rules.includes(rule))?.policy;
  if (own === undefined) return whyEngine.adminDecides;
  if (own.tier === 'Admin') return whyEngine.earlierRuleDecides;
  if (!concerns(asked.networkPolicies, context)) return whyEngine.adminDecides;
  return gate.isFinal || gate.doubt !== 0 ? whyEngine.networkPolicyIsFinal : whyEngine.earlierRuleDecides;
}

function linesOf(text: PolicyText | undefined, path: string): Pick<ExplainedRule, 'lines'> {
  const lines = text?.paths[path];
  return lines === undefined ? {} : { lines };
}
