import type { Direction, Labels } from '#lib/kube/objects.ts';
import type { RuleInForce, SingleEnd } from '#lib/policy/model.ts';
import type { Gate, PortsJson } from '#lib/policy/types.ts';
import { absenceText, closesGate, isolatesWithout, noGateText } from '#lib/text/en/witness.ts';
import type { CheckContext } from './check.ts';
import { endId } from './ends.ts';
import { selectorLabels } from './identity-labels.ts';
import { examplePort } from './served-ports.ts';
import type { WitnessHop, WitnessReason } from './types.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Rules listed per gate; a hundred policies that all admit the same peer prove no more than a few. */
const MAX_RULES_PER_GATE = 5;

export interface HopEnd {
  readonly end: SingleEnd;
  /** The workload that a class end stands for. */
  readonly workload?: WorkloadFacts;
}

/** Names a rule of a policy in force. */
export type RuleRef = Pick<RuleInForce, 'policy' | 'path'>;

/**
 * One hop with the reason at both gates: the rule that admits it, or the proof that nothing isolates (gdpr.md §2.5).
 * @param first the rule that the gap is about: named before others that admit the same.
 */
export function witnessHop(
  context: CheckContext,
  from: HopEnd,
  to: HopEnd,
  ports: PortsJson,
  verdict: WitnessHop['verdict'],
  first?: RuleRef,
): WitnessHop {
  let because: readonly WitnessReason[] | undefined;
  return {
    from: endId(context, from.end, from.workload),
    to: endId(context, to.end, to.workload),
    ports,
    verdict,
    // Explained when it is first read: the map needs the ends only.
    get because() {
      because ??= reasonsOf(context, from, to, ports, first);
      return because;
    },
  };
}

function reasonsOf(
  context: CheckContext,
  from: HopEnd,
  to: HopEnd,
  ports: PortsJson,
  first: RuleRef | undefined,
): readonly WitnessReason[] {
  const because: WitnessReason[] = [];
  const gates: Partial<Record<Direction, Gate>> = {};
  const explainGate = (direction: Direction): Gate | undefined => {
    if (gates[direction] === undefined) {
      const explanation = context.model.explain(from.end, to.end, examplePort(ports));
      gates.egress = explanation.egress;
      gates.ingress = explanation.ingress;
    }
    return gates[direction];
  };
  for (const [direction, side] of [
    ['egress', from],
    ['ingress', to],
  ] as const) {
    const state = context.model.gate(side.end, direction).isolated;
    if (state === 'no') because.push(absence(side, direction, context));
    else if (state === 'none') {
      // An end outside the cluster has no gate of its own and needs no proof.
      if (side.end.type === 'class')
        because.push({ gate: direction, kind: 'absence', text: noGateText(endId(context, side.end, side.workload)) });
    } else because.push(...rules(explainGate(direction), direction, first));
  }
  return because;
}

function rules(gate: Gate | undefined, direction: Direction, first?: RuleRef): readonly WitnessReason[] {
  if (gate === undefined) return [];
  const admitting = gate.rules
    .filter((rule) => rule.outcome === 'admits' || rule.outcome === 'depends')
    .sort((a, b) => Number(isSameRule(b, first)) - Number(isSameRule(a, first)));
  if (admitting.length === 0) return [{ gate: direction, kind: 'rule', text: gate.sentence }];
  return admitting.slice(0, MAX_RULES_PER_GATE).map((rule) => ({
    gate: direction,
    kind: 'rule',
    policy: rule.policy,
    path: rule.path,
    text: rule.text,
  }));
}

function isSameRule(a: RuleRef, b: RuleRef | undefined): boolean {
  return a.path === b?.path && a.policy.namespace === b.policy.namespace && a.policy.name === b.policy.name;
}

/**
 * A hop that one gate admits while the gate of the other end closes it today: the rule that admits it, or all that do, and
 * the policies that isolate the other end without admitting it on any of these ports.
 */
export function closedHop(
  context: CheckContext,
  from: HopEnd,
  to: HopEnd,
  ports: PortsJson,
  rule: RuleInForce | Pick<RuleInForce, 'direction'>,
): WitnessHop {
  const ends = { from: endId(context, from.end, from.workload), to: endId(context, to.end, to.workload) };
  const { egress, ingress } = context.model.explain(from.end, to.end, examplePort(ports));
  const own = rule.direction === 'egress' ? egress : ingress;
  const other = rule.direction === 'egress' ? ingress : egress;
  const [isolated, peer] = rule.direction === 'egress' ? [ends.to, ends.from] : [ends.from, ends.to];
  const closing = other.policies.slice(0, MAX_RULES_PER_GATE).map(
    (policy): WitnessReason => ({
      gate: other.direction,
      kind: 'rule',
      policy,
      text: closesGate(policy.name, other.direction, isolated, peer, ports),
    }),
  );
  const named = 'path' in rule ? own.rules.filter((entry) => isSameRule(entry, rule)) : own.rules;
  const admitting = rules({ ...own, rules: named }, own.direction);
  const because = rule.direction === 'egress' ? [...admitting, ...closing] : [...closing, ...admitting];
  return { ...ends, ports, verdict: 'deny', because };
}

/** A hop that is cut off at the source: the policies that isolate it, none of which admits the destination. */
export function deniedHop(
  context: CheckContext,
  from: HopEnd,
  to: HopEnd,
  ports: PortsJson,
  verdict: WitnessHop['verdict'],
): WitnessHop {
  const ends = { from: endId(context, from.end, from.workload), to: endId(context, to.end, to.workload) };
  const { policies } = context.model.gate(from.end, 'egress');
  const denying = policies.every(({ kind }) => kind === 'NetworkPolicy')
    ? []
    : context.model
        .explain(from.end, to.end, examplePort(ports))
        .egress.rules.filter(({ outcome }) => outcome === 'denies');
  if (denying.length > 0) {
    const because = denying
      .slice(0, MAX_RULES_PER_GATE)
      .map(({ policy, path, text }): WitnessReason => ({ gate: 'egress', kind: 'rule', policy, path, text }));
    return { ...ends, ports, verdict, because };
  }
  const isolating = policies.filter(({ kind }) => kind === 'NetworkPolicy');
  const because = isolating.slice(0, MAX_RULES_PER_GATE).map((policy): WitnessReason => {
    const text = isolatesWithout(policy.name, ends.from, ends.to, verdict === 'depends');
    return { gate: 'egress', kind: 'rule', policy, text };
  });
  return { ...ends, ports, verdict, because };
}

/** "No NetworkPolicy in crm selects role=database for ingress." */
function absence(side: HopEnd, direction: Direction, context: CheckContext): WitnessReason {
  const { end, workload } = side;
  const namespace = end.type === 'hypothetical' ? end.namespace : (workload?.namespace ?? '');
  const labels: Labels | undefined = end.type === 'hypothetical' ? end.labels : labelsOf(workload, context);
  return { gate: direction, kind: 'absence', text: absenceText(namespace, labels, direction) };
}

function labelsOf(workload: WorkloadFacts | undefined, context: CheckContext): Labels | undefined {
  return workload === undefined ? undefined : (selectorLabels(workload, context) ?? workload.labels);
}
