import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { hasPort, NO_PORTS, portsFromJson } from '#lib/policy/port-set.ts';
import type { ExplainedRule, Gate, PolicyRef } from '#lib/policy/types.ts';
import { OBSERVED } from '#lib/text/en/observed.ts';
import type { TrafficDecision } from '../observed.ts';
import { protocolName } from './judge-pair.ts';

/** What decides at both gates of a pair, egress of the client first; an end without a gate decides nothing. */
export function decisionsOf(
  model: PolicyModel,
  [from, to]: readonly [SingleEnd, SingleEnd],
  port: number | null,
  protocol: number,
): readonly TrafficDecision[] {
  const name = protocolName(protocol);
  const asked = name === undefined || port === null ? undefined : { protocol: name, port };
  const { egress, ingress } = model.explain(from, to, asked);
  return [egress, ingress].flatMap((gate) => (gate.isolated === 'none' ? [] : [decisionOf(gate, asked)]));
}

type Asked = { readonly protocol: 'TCP' | 'UDP' | 'SCTP'; readonly port: number } | undefined;

function decisionOf(gate: Gate, asked: Asked): TrafficDecision {
  const { direction: at, policies } = gate;
  const allowed = allowedBy(gate, asked);
  if (gate.isolated === 'no') return { at, allowed, sentence: OBSERVED.decision.open(at) };
  const wanted = allowed === true ? 'admits' : allowed === false ? 'denies' : 'depends';
  const rule = gate.rules.find(({ outcome }) => outcome === wanted);
  if (rule !== undefined) return { at, allowed, ...byRule(rule), sentence: sentenceOf(rule) };
  if (allowed === 'depends') return { at, allowed, sentence: OBSERVED.decision.undecided(at) };
  if (allowed) return { at, allowed, sentence: OBSERVED.decision.open(at) };
  const [only, ...others] = policies;
  return {
    ...{ at, allowed },
    ...(only === undefined || others.length > 0 ? {} : { policy: named(only) }),
    sentence: OBSERVED.decision.noRule(policies.map(({ name }) => name)),
  };
}

function allowedBy({ allows }: Gate, asked: Asked): boolean | 'depends' {
  const [certain, perhaps] = [portsFromJson(allows.allow), portsFromJson(allows.depends)];
  const isIn = (set: typeof certain) =>
    asked === undefined ? set !== NO_PORTS : hasPort(set, asked.protocol, asked.port);
  if (isIn(certain)) return true;
  return isIn(perhaps) ? 'depends' : false;
}

function byRule({ policy, rule }: ExplainedRule): Pick<TrafficDecision, 'policy' | 'rule'> {
  return { policy: named(policy), rule };
}

function named({ kind, namespace, name }: PolicyRef): NonNullable<TrafficDecision['policy']> {
  return { kind, ...(namespace === '' ? {} : { namespace }), name };
}

function sentenceOf({ policy, rule, outcome }: ExplainedRule): string {
  if (outcome === 'admits') return OBSERVED.decision.admits(policy.name, rule);
  return outcome === 'denies'
    ? OBSERVED.decision.denies(policy.name, rule)
    : OBSERVED.decision.perhaps(policy.name, rule);
}
