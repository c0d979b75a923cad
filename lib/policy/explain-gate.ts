import type { Direction } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { FAMILIES } from './address.ts';
import { ADMITS_NOTHING, type Admission, eitherOf, unite } from './admission.ts';
import { familyBit } from './evaluator.ts';
import type { ExplainParts } from './explain.ts';
import { describeEnd } from './explain-end.ts';
import { matchText, mismatchText, type NamedParty } from './explain-peer.ts';
import { type AskedPort, otherPortText, portsText } from './explain-ports.ts';
import type { CompiledGate } from './gates.ts';
import type { CompiledPolicy, CompiledRule } from './ir.ts';
import { NO_MATCH } from './match.ts';
import type { SingleEnd } from './model.ts';
import type { GatedParty, Reading } from './parties.ts';
import { hasPort, NO_PORTS, portsJson, subtractPorts } from './port-set.ts';
import { reasonBit } from './reasons.ts';
import type { FamilyAdmissions } from './relation-of.ts';
import type { DependsReason, ExplainedRule, Gate, PolicyText } from './types.ts';

export interface GateContext extends ExplainParts {
  readonly from: SingleEnd;
  readonly to: SingleEnd;
  readonly port: AskedPort | undefined;
}

interface ReadPair {
  readonly reading: Reading;
  readonly source: GatedParty;
  readonly destination: GatedParty;
  readonly families: number;
}

/** One gate for one pair: whether it is there, what it lets through, and what each rule has to do with it. */
export function explainGate(direction: Direction, context: GateContext): Gate {
  const end = direction === 'egress' ? context.from : context.to;
  const state = context.model.gate(end, direction);
  const pairs = readPairs(context);
  const allows = allowsOf(direction, pairs, context);
  const rules = state.isolated === 'none' ? [] : explainRules(direction, pairs, context);
  return {
    direction,
    isolated: state.isolated,
    policies: state.policies,
    allows: jsonOf(allows),
    rules,
    sentence: gateSentence(direction, end, state, rules),
  };
}

function readPairs({ from, to, reachability }: GateContext): readonly ReadPair[] {
  return reachability.readings(from, to).map((reading) => {
    const [source, destination] = reachability.ends(from, to, reading);
    return { reading, source, destination, families: source.party.families & destination.party.families };
  });
}

function allowsOf(
  direction: Direction,
  pairs: readonly ReadPair[],
  { reachability, relations }: GateContext,
): Admission {
  const perReading = pairs.map(({ source, destination, families }): FamilyAdmissions => {
    const [IPv4, IPv6] = FAMILIES.map((family) =>
      families & familyBit(family) ? reachability[direction](source, destination, family) : undefined,
    );
    return relations.families(IPv4, IPv6);
  });
  const [first, second] = perReading;
  if (first === undefined) return ADMITS_NOTHING;
  return (second === undefined ? first : relations.eitherReading(first, second)).total;
}

function jsonOf({ must, may }: Pick<Admission, 'must' | 'may'>): Gate['allows'] {
  return { allow: portsJson(must), depends: portsJson(subtractPorts(may, must)) };
}

function explainRules(
  direction: Direction,
  pairs: readonly ReadPair[],
  context: GateContext,
): readonly ExplainedRule[] {
  const gate = gateOf(direction, pairs);
  if (gate === undefined) return [];
  const rules = gate.policies.flatMap((policy) => {
    const own = policy[direction] ?? [];
    if (own.length === 0) return [withoutRules(policy, context)];
    return own.map((rule) => explainRule(rule, own.length, direction, pairs, context));
  });
  const rank: Readonly<Record<ExplainedRule['outcome'], number>> = {
    admits: 0,
    depends: 1,
    'other-port': 2,
    'other-peer': 3,
    'no-rules': 4,
  };
  // Admitting first; otherwise the order of policies and of their rules.
  return rules.sort((a, b) => rank[a.outcome] - rank[b.outcome]);
}

function gateOf(direction: Direction, pairs: readonly ReadPair[]): CompiledGate | undefined {
  for (const { source, destination } of pairs) {
    const gate = direction === 'egress' ? source.egress : destination.ingress;
    if (gate !== undefined) return gate;
  }
  return undefined;
}

function withoutRules(policy: CompiledPolicy, { texts }: GateContext): ExplainedRule {
  const everyPod = policy.subject.pods.requirements.length === 0;
  return {
    ...{ policy: policy.ref, path: 'spec', rule: 0, of: 0, outcome: 'no-rules', reasons: [] },
    ports: jsonOf(ADMITS_NOTHING),
    text: everyPod ? whyEngine.isolatesEveryPod(policy.ref.namespace) : whyEngine.isolatesSome,
    ...linesOf(texts.get(policy.ref), 'spec'),
  };
}

function explainRule(
  rule: CompiledRule,
  of: number,
  direction: Direction,
  pairs: readonly ReadPair[],
  context: GateContext,
): ExplainedRule {
  const { port, texts } = context;
  const { opened, meant } = openedBy(rule, direction, pairs, context);
  const lets = (set: Admission['must']): boolean =>
    port === undefined ? set !== NO_PORTS : hasPort(set, port.protocol, port.port);
  let outcome: ExplainedRule['outcome'] = meant ? 'other-port' : 'other-peer';
  if (lets(opened.must)) outcome = 'admits';
  else if (lets(opened.may)) outcome = 'depends';
  const reasons = opened.uncertain
    .filter(({ ports }) => port === undefined || hasPort(ports, port.protocol, port.port))
    .map(({ reason }) => reason);
  return {
    ...{ policy: rule.policy, path: rule.path, rule: rule.index + 1, of, outcome },
    ports: jsonOf(opened),
    text: ruleText(rule, outcome, reasons, direction, pairs, context),
    reasons,
    ...linesOf(texts.get(rule.policy), rule.path),
  };
}

/** What the rule opens for this pair, and whether its peers mean the other end at all. */
function openedBy(
  rule: CompiledRule,
  direction: Direction,
  pairs: readonly ReadPair[],
  { evaluator }: GateContext,
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
      sum = unite(sum, evaluator.admits(rule, match, destination.party));
    }
    opened = opened === undefined ? sum : eitherOf(opened, sum, reasonBit('host-network'));
  }
  return { opened: opened ?? ADMITS_NOTHING, meant };
}

function ruleText(
  rule: CompiledRule,
  outcome: ExplainedRule['outcome'],
  reasons: readonly DependsReason[],
  direction: Direction,
  pairs: readonly ReadPair[],
  { from, to, port, model, evaluator, profile }: GateContext,
): string {
  if (rule.doubt !== 0) return whyEngine.notUnderstood;
  const named = (end: SingleEnd, party: NamedParty['party']): NamedParty => ({
    party,
    name: describeEnd(end, model).called,
  });
  // The reading in which the gate exists, and of those the one in which the peer can be meant by selectors.
  const pair = pairs.find(({ reading }) => reading === 'asPods') ?? pairs[0];
  if (pair === undefined) return '';
  const destination = named(to, pair.destination.party);
  const peer = direction === 'egress' ? destination : named(from, pair.source.party);
  switch (outcome) {
    case 'admits':
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

function linesOf(text: PolicyText | undefined, path: string): Pick<ExplainedRule, 'lines'> {
  const lines = text?.paths[path];
  return lines === undefined ? {} : { lines };
}

function gateSentence(
  direction: Direction,
  end: SingleEnd,
  {
    isolated,
    policies,
    reasons,
  }: { isolated: Gate['isolated']; policies: Gate['policies']; reasons: readonly DependsReason[] },
  rules: readonly ExplainedRule[],
): string {
  const admitting = rules.filter(({ outcome }) => outcome === 'admits').length;
  const maybe = rules.filter(({ outcome }) => outcome === 'depends').length;
  switch (isolated) {
    case 'none':
      return end.type === 'address' || end.type === 'internet' ? whyEngine.noGateOutside : whyEngine.noGateNode;
    case 'no':
      return whyEngine.openGate(direction);
    case 'depends':
      if (!reasons.includes('host-network')) return whyEngine.undecidedGate(reasons);
      return `${whyEngine.isolatedGate(policies.length, admitting)} ${whyEngine.hostNetworkGate}`;
    case 'partly':
    case 'yes':
      return [
        whyEngine.isolatedGate(policies.length, admitting),
        ...(maybe > 0 ? [whyEngine.maybeRules(maybe)] : []),
      ].join(' ');
  }
}
