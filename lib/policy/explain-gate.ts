import type { Direction } from '#lib/kube/objects.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { FAMILIES } from './address.ts';
import { ADMITS_NOTHING, type Admission } from './admission.ts';
import { familyBit } from './evaluator.ts';
import type { ExplainParts } from './explain.ts';
import type { AskedPort } from './explain-ports.ts';
import { explainRules } from './explain-rules.ts';
import type { GateState, SingleEnd } from './model.ts';
import type { GatedParty, Reading } from './parties.ts';
import { portsJson, subtractPorts } from './port-set.ts';
import type { FamilyAdmissions } from './relation-of.ts';
import type { ExplainedRule, Gate } from './types.ts';

export interface GateContext extends ExplainParts {
  readonly from: SingleEnd;
  readonly to: SingleEnd;
  readonly port: AskedPort | undefined;
}

/** Both ends under one reading of host-network pods, with the families that they share. */
export interface ReadPair {
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
  const rules = state.isolated === 'none' ? [] : explainRules(direction, pairs, allows, context);
  return {
    direction,
    isolated: state.isolated,
    policies: state.policies,
    allows: jsonOf(allows),
    rules,
    sentence: gateSentence(direction, end, state, rules, context.port),
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

export function jsonOf({ must, may }: Pick<Admission, 'must' | 'may'>): Gate['allows'] {
  return { allow: portsJson(must), depends: portsJson(subtractPorts(may, must)) };
}

function gateSentence(
  direction: Direction,
  end: SingleEnd,
  state: GateState,
  rules: readonly ExplainedRule[],
  port: AskedPort | undefined,
): string {
  const { isolated, policies, reasons } = state;
  if (isolated === 'none') {
    return end.type === 'address' || end.type === 'internet' ? whyEngine.noGateOutside : whyEngine.noGateNode;
  }
  const isUndecided = isolated === 'depends' && !reasons.includes('host-network');
  if (isUndecided && rules.every(({ outcome }) => outcome !== 'denies')) return whyEngine.undecidedGate(reasons);
  if (policies.some(({ kind }) => kind !== 'NetworkPolicy')) return tiersSentence(direction, state, rules, port);
  if (isolated === 'no') return whyEngine.openGate(direction);
  const admitting = rules.filter(({ outcome }) => outcome === 'admits').length;
  const maybe = rules.filter(({ outcome }) => outcome === 'depends').length;
  return [
    whyEngine.isolatedGate(policies.length, admitting),
    ...(isolated === 'depends' ? [whyEngine.hostNetworkGate] : []),
    ...(isolated === 'yes' && maybe > 0 ? [whyEngine.maybeRules(maybe)] : []),
  ].join(' ');
}

/** What decided, from the first tier to the last: whatever is told was asked. */
function tiersSentence(
  direction: Direction,
  { policies }: GateState,
  rules: readonly ExplainedRule[],
  port: AskedPort | undefined,
): string {
  const clusterWide = rules.filter(({ tier }) => tier !== undefined);
  const named = ({ policy, tier, rule }: ExplainedRule): string => whyEngine.ruleOf(rule, policyName(policy, tier));
  const namespaced = rules.filter(({ tier }) => tier === undefined);
  const maybe = rules.filter(({ outcome }) => outcome === 'depends').length;
  if (port === undefined) return whyEngine.tiersHaveSay(policies.length, direction);
  const told: string[] = [];
  for (const rule of clusterWide) if (rule.outcome === 'passes') told.push(whyEngine.passes(named(rule)));
  const first = clusterWide.find(({ outcome }) => outcome === 'admits' || outcome === 'denies');
  if (maybe > 0) told.push(whyEngine.maybeRules(maybe));
  if (first !== undefined) told.push(whyEngine.decides(named(first), first.outcome === 'denies'));
  else if (namespaced.some(({ outcome }) => outcome !== 'not-reached')) {
    const admitting = namespaced.filter(({ outcome }) => outcome === 'admits').length;
    const isolating = policies.filter(({ kind }) => kind === 'NetworkPolicy').length;
    told.push(whyEngine.isolatedGate(isolating, admitting));
  } else if (maybe === 0) told.push(whyEngine.noRuleDecides);
  return told.join(' ');
}
