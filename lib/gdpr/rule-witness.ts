import type { Direction } from '#lib/kube/objects.ts';
import type { RelationRow, RuleInForce, SingleEnd } from '#lib/policy/model.ts';
import {
  intersectPorts,
  NO_PORTS,
  type PortSet,
  portsFromJson,
  portsJson,
  subtractPorts,
  unitePorts,
} from '#lib/policy/port-set.ts';
import type { DependsReason, ExplainedRule } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd, phantom } from './ends.ts';
import type { WitnessHop } from './types.ts';
import { closedHop, type HopEnd, witnessHop } from './witness.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A hop that one rule admits. */
export interface RuleWitness {
  readonly hop: WitnessHop;
  /** The workload on the rule's own side. */
  readonly workload: WorkloadFacts;
  readonly reasons: readonly DependsReason[];
  /** No other rule at that gate admits all of it: without this one, something of it ends. */
  readonly alone: boolean;
}

/** One pair of ends in the order of the connection, with the end that the rule's policy selects. */
export interface Pair {
  readonly from: HopEnd;
  readonly to: HopEnd;
  readonly workload: WorkloadFacts;
}

/**
 * A connection inside the policy's namespace that exists because of `rule`, on ports that the rule itself opens, the
 * rule first among the reasons. The other end is φ(ns), the only honest test of "by default" (gdpr.md §2.1); where φ is
 * kept away by its own gate, a real pod of the namespace. What is certain comes before what depends, and `subjects` in
 * their order. Where nobody gets through both gates the hop is `deny`: the rule's gate admits φ, and φ's own gate is
 * named as the one that closes. Undefined only where the rule opens no port on any of the subjects.
 */
export function ruleWitness(
  context: CheckContext,
  rule: RuleInForce,
  subjects: readonly WorkloadFacts[],
): RuleWitness | undefined {
  let possible: RuleWitness | undefined;
  for (const pair of pairsOf(context, rule, subjects)) {
    const found = admitted(context, rule, pair);
    if (found?.hop.verdict === 'allow') return found;
    possible ??= found;
  }
  return possible ?? closed(context, rule, subjects);
}

/** φ with each subject first; only then real pods, of which a namespace may have many. */
function* pairsOf(
  context: CheckContext,
  { direction, policy: { namespace } }: RuleInForce,
  subjects: readonly WorkloadFacts[],
): Generator<Pair> {
  const anyone = { end: phantom(namespace) };
  for (const [id, workload] of classesOf(subjects)) yield pairOf(direction, id, workload, anyone);
  for (const [id, workload] of classesOf(subjects)) {
    const self = classEnd(id);
    const rows = direction === 'ingress' ? context.model.rowsInto(self) : context.model.rowsOutOf(self);
    for (const peer of podsInside(context, rows, namespace)) {
      const other = context.workloadsOfClass.get(peer)?.[0];
      if (other !== undefined) yield pairOf(direction, id, workload, { end: classEnd(peer), workload: other });
    }
  }
}

/** Classes of running pods of the namespace that have any connection in these rows. */
function* podsInside(
  context: CheckContext,
  rows: readonly RelationRow[],
  namespace: string,
): Generator<number, void, undefined> {
  for (const { classes } of rows) {
    for (const [id, count] of classes) {
      if (count > 0 && context.model.classes[id]?.namespace === namespace) yield id;
    }
  }
}

function* classesOf(subjects: readonly WorkloadFacts[]): Generator<readonly [number, WorkloadFacts]> {
  const seen = new Set<number>();
  for (const workload of subjects) {
    for (const id of workload.classes) {
      if (seen.has(id)) continue;
      seen.add(id);
      yield [id, workload];
    }
  }
}

function pairOf(direction: Direction, id: number, workload: WorkloadFacts, other: HopEnd): Pair {
  const self = { end: classEnd(id), workload };
  return direction === 'ingress' ? { from: other, to: self, workload } : { from: self, to: other, workload };
}

/** What goes through both gates of a pair today because of `rule`; undefined where nothing does. */
export function admitted(
  context: CheckContext,
  rule: RuleInForce,
  { from, to, workload }: Pair,
): RuleWitness | undefined {
  const { must, may, uncertain } = context.model.relation(from.end, to.end);
  // Where both sides are known to have no port in common, the rule need not be asked.
  if (may === NO_PORTS || (rule.namedPorts.length === 0 && intersectPorts(may, rule.ports) === NO_PORTS)) {
    return undefined;
  }
  const opened = openedBy(context, rule, from.end, to.end);
  if (opened === undefined) return undefined;
  const certain = intersectPorts(must, opened.must);
  const ports = certain === NO_PORTS ? intersectPorts(may, opened.may) : certain;
  if (ports === NO_PORTS) return undefined;
  const verdict = certain === NO_PORTS ? 'depends' : 'allow';
  const concerned = uncertain.filter((part) => intersectPorts(part.ports, ports) !== NO_PORTS);
  return {
    hop: witnessHop(context, from, to, portsJson(ports), verdict, rule),
    workload,
    reasons: verdict === 'allow' ? [] : concerned.map(({ reason }) => reason),
    alone: subtractPorts(ports, opened.byOthers) !== NO_PORTS,
  };
}

/** What the rule alone opens for this pair; undefined where its gate is not there or it does not mean the other end. */
function openedBy(
  context: CheckContext,
  { direction, path, policy }: RuleInForce,
  from: SingleEnd,
  to: SingleEnd,
): { readonly must: PortSet; readonly may: PortSet; readonly byOthers: PortSet } | undefined {
  const isThis = (rule: ExplainedRule): boolean =>
    rule.path === path &&
    rule.policy.kind === policy.kind &&
    rule.policy.namespace === policy.namespace &&
    rule.policy.name === policy.name;
  const { rules } = context.model.explain(from, to)[direction];
  const found = rules.find(isThis);
  if (found === undefined) return undefined;
  let byOthers = NO_PORTS;
  for (const other of rules) {
    if (other !== found && other.outcome === 'admits')
      byOthers = unitePorts(byOthers, portsFromJson(other.ports.allow));
  }
  const must = portsFromJson(found.ports.allow);
  const may = unitePorts(must, portsFromJson(found.ports.depends));
  return may === NO_PORTS ? undefined : { must, may, byOthers };
}

function closed(context: CheckContext, rule: RuleInForce, subjects: readonly WorkloadFacts[]): RuleWitness | undefined {
  const anyone = { end: phantom(rule.policy.namespace) };
  for (const [id, workload] of classesOf(subjects)) {
    const { from, to } = pairOf(rule.direction, id, workload, anyone);
    const opened = openedBy(context, rule, from.end, to.end);
    if (opened === undefined) continue;
    const ports = portsJson(opened.must === NO_PORTS ? opened.may : opened.must);
    return { hop: closedHop(context, from, to, ports, rule), workload, reasons: [], alone: false };
  }
  return undefined;
}
