import { type Admission, decided, type Uncertainty } from './admission.ts';
import type { CompiledGate, GateChain, GatedPolicy, GateTier } from './gates.ts';
import type { CompiledRule } from './ir.ts';
import { MATCHES, type Match, matchReasons, NO_MATCH } from './match.ts';
import { ALL_PORTS, intersectPorts, NO_PORTS, type PortSet, subtractPorts, unitePorts } from './port-set.ts';
import { type ReasonMask, reasonBit, reasonsOf } from './reasons.ts';

/**
 * What ordered policies may make of each port: a port in several sets has several possible outcomes, and then
 * `uncertain` names why. Every port is in at least one set.
 */
export interface Outcome {
  /** Of interned outcomes: equal ones are one object. */
  readonly id?: number;
  /** No rule may have decided: the next policy is asked. */
  readonly undecided: PortSet;
  readonly allow: PortSet;
  readonly deny: PortSet;
  /** Left the tier. */
  readonly pass: PortSet;
  readonly uncertain: readonly Uncertainty[];
}

/** How the rules of a gate look for one peer. */
export interface RuleReading {
  match(rule: CompiledRule): Match;
  /** The ports of the rule on this destination, whoever is meant. */
  ports(rule: CompiledRule): Admission;
  /** What the NetworkPolicies of the gate admit, those in doubt included. */
  networkPolicies(): Admission;
  /** Remembers what a whole tier makes of the peer, where that is asked for many gates. */
  tier?(tier: GateTier, fold: () => Outcome): Outcome;
  /** Remembers what follows from the outcomes of the tiers. */
  readonly memo?: FoldMemo;
}

/** Key: what the Admin tier and what comes after it make of all ports. */
export type FoldMemo = Map<number, Admission>;

/** Gives equal outcomes one object: a cluster has a handful. */
export class OutcomeTable {
  private readonly byContent = new Map<string, Outcome>();

  intern(outcome: Outcome): Outcome {
    const { undecided, allow, deny, pass, uncertain } = outcome;
    const why = uncertain.map(({ reason, ports }) => `${reason} ${ports.id}`).join();
    const key = `${undecided.id} ${allow.id} ${deny.id} ${pass.id} ${why}`;
    const known = this.byContent.get(key);
    if (known !== undefined) return known;
    const made = { ...outcome, id: this.byContent.size };
    this.byContent.set(key, made);
    return made;
  }
}

/** Is told on which ports a rule, and the NetworkPolicies as a whole, are asked at all. For explanations. */
export interface RuleObserver {
  rule(rule: CompiledRule, asked: PortSet): void;
  networkPolicies(asked: PortSet): void;
}

const NOTHING_SAID: Outcome = { undecided: ALL_PORTS, allow: NO_PORTS, deny: NO_PORTS, pass: NO_PORTS, uncertain: [] };

/**
 * The tiers of a gate in order (rows A1, C2): what the Admin tier leaves goes to the NetworkPolicies, what they do not
 * decide to the Baseline tier, and what that leaves is allowed. Three-valued: whatever may be allowed and may be denied
 * depends.
 */
export function foldTiers(gate: CompiledGate, reading: RuleReading, observe?: RuleObserver): Admission {
  const admin = foldTier(gate.admin, reading, observe);
  const rest = unitePorts(admin.undecided, admin.pass); // rows A4, C4
  observe?.networkPolicies(rest);
  if (rest === NO_PORTS) return decided(subtractPorts(admin.allow, admin.deny), admin.allow, [admin.uncertain]);
  const next = afterAdmin(gate, reading, observe, rest);
  const key = admin.id === undefined || next.key === undefined ? undefined : admin.id * KEYS + next.key;
  const known = key === undefined ? undefined : reading.memo?.get(key);
  if (known !== undefined) return known;
  const verdicts = next.verdicts(rest);
  const allow = unitePorts(admin.allow, verdicts.allow);
  const deny = unitePorts(admin.deny, verdicts.deny);
  const admission = decided(subtractPorts(allow, deny), allow, [admin.uncertain, verdicts.uncertain]);
  if (key !== undefined) reading.memo?.set(key, admission);
  return admission;
}

/** More than there are admissions in a process, for exact integers as keys. */
const KEYS = 134_217_728; // 2^27

type Verdicts = Pick<Outcome, 'allow' | 'deny' | 'uncertain'>;

/** What comes after the Admin tier, as if it had left all ports; `key` tells it from all else that may come. */
interface Next {
  readonly key?: number;
  verdicts(rest: PortSet): Verdicts;
}

function afterAdmin(gate: CompiledGate, reading: RuleReading, observe: RuleObserver | undefined, rest: PortSet): Next {
  if (gate.policiesUnread !== 0) return undecidedNext(gate.policiesUnread | gate.doubt);
  if (gate.policies.length > 0) {
    const { id, must, may, uncertain } = reading.networkPolicies();
    return {
      key: id * 2,
      verdicts: () => ({
        allow: intersectPorts(rest, may),
        deny: subtractPorts(rest, must),
        uncertain: within(uncertain, rest),
      }),
    };
  }
  // It may isolate, and then it has the last word; else the Baseline tier may allow or deny as well.
  if (gate.doubt !== 0) return undecidedNext(gate.doubt);
  if (gate.isFinal) return ALLOWED_NEXT;
  if (gate.baselineUnread !== 0) return undecidedNext(gate.baselineUnread);
  const all = foldTier(gate.baseline, reading, observe, rest);
  return {
    ...(all.id === undefined ? {} : { key: all.id * 2 + 1 }),
    verdicts: () => {
      const { undecided, allow, deny, pass, uncertain } = onlyPorts(all, rest);
      // Row C3: to pass in the last tier is to be allowed.
      return { allow: unitePorts(allow, unitePorts(undecided, pass)), deny, uncertain };
    },
  };
}

const ALLOWED_NEXT: Next = { verdicts: (rest) => ({ allow: rest, deny: NO_PORTS, uncertain: [] }) };

function undecidedNext(reasons: ReasonMask): Next {
  return { verdicts: (rest) => either(rest, reasons) };
}

function either(ports: PortSet, reasons: ReasonMask): Verdicts {
  return { allow: ports, deny: ports, uncertain: reasonsOf(reasons).map((reason) => ({ reason, ports })) };
}

function within(uncertain: readonly Uncertainty[], ports: PortSet): Uncertainty[] {
  return uncertain.flatMap((each) => {
    const left = intersectPorts(each.ports, ports);
    return left === NO_PORTS ? [] : [{ reason: each.reason, ports: left }];
  });
}

/** Row C17: which of two chains comes first is not defined, so each is taken alone. */
function foldTier(
  tier: GateTier,
  reading: RuleReading,
  observe: RuleObserver | undefined,
  ports: PortSet = ALL_PORTS,
): Outcome {
  // Who is asked depends on the ports that are left, so an observer sees them alone.
  if (observe !== undefined) return foldChains(tier, reading, ports, observe);
  if (reading.tier === undefined) return foldChains(tier, reading, ALL_PORTS);
  return reading.tier(tier, () => foldChains(tier, reading, ALL_PORTS));
}

/** Each port is decided by itself: what is made of some ports is that part of what is made of all. */
function onlyPorts(outcome: Outcome, ports: PortSet): Outcome {
  if (ports === ALL_PORTS) return outcome;
  return {
    undecided: intersectPorts(outcome.undecided, ports),
    allow: intersectPorts(outcome.allow, ports),
    deny: intersectPorts(outcome.deny, ports),
    pass: intersectPorts(outcome.pass, ports),
    uncertain: within(outcome.uncertain, ports),
  };
}

function foldChains({ chains }: GateTier, reading: RuleReading, ports: PortSet, observe?: RuleObserver): Outcome {
  const start: Outcome = { ...NOTHING_SAID, undecided: ports };
  const [first, ...more] = chains;
  if (first === undefined) return start;
  if (more.length === 0) return foldChain(first, reading, start, observe);
  return tied(chains.map((chain) => foldChain(chain, reading, start, observe)));
}

function foldChain(chain: GateChain, reading: RuleReading, start: Outcome, observe?: RuleObserver): Outcome {
  let outcome = start;
  for (const group of chain) {
    if (outcome.undecided === NO_PORTS) {
      if (observe === undefined) break;
      for (const { rules } of group) for (const rule of rules) observe.rule(rule, NO_PORTS);
      continue;
    }
    const asked = outcome.undecided;
    // Rows A3, C5: any of those of equal priority may be the first one.
    const own = tied(group.map((policy) => foldPolicy(policy, reading, asked, observe)));
    outcome = {
      undecided: own.undecided,
      allow: unitePorts(outcome.allow, own.allow),
      deny: unitePorts(outcome.deny, own.deny),
      pass: unitePorts(outcome.pass, own.pass),
      uncertain: own.uncertain.length === 0 ? outcome.uncertain : [...outcome.uncertain, ...own.uncertain],
    };
  }
  return outcome;
}

/** Rows A2, C4: the rules in the order in which they are written, the first that matches decides. */
function foldPolicy(
  { rules, doubt }: GatedPolicy,
  reading: RuleReading,
  asked: PortSet,
  observe?: RuleObserver,
): Outcome {
  let undecided = asked;
  let allow = NO_PORTS;
  let deny = NO_PORTS;
  let pass = NO_PORTS;
  const uncertain: Uncertainty[] = [];
  for (const rule of rules) {
    observe?.rule(rule, undecided);
    if (undecided === NO_PORTS) {
      if (observe === undefined) break;
      continue;
    }
    const match = reading.match(rule);
    if (match === NO_MATCH) continue;
    const ports = reading.ports(rule);
    const applies = intersectPorts(undecided, ports.may);
    if (applies === NO_PORTS) continue;
    const { action } = rule;
    if (action === 'allow' || action === 'unknown') allow = unitePorts(allow, applies);
    if (action === 'deny' || action === 'unknown') deny = unitePorts(deny, applies);
    if (action === 'pass' || action === 'unknown') pass = unitePorts(pass, applies);
    const reasons = rule.doubt | matchReasons(match);
    for (const reason of reasonsOf(reasons)) uncertain.push({ reason, ports: applies });
    uncertain.push(...within(ports.uncertain, undecided));
    if (match === MATCHES && rule.doubt === 0) undecided = subtractPorts(undecided, ports.must);
  }
  if (doubt !== 0) {
    // It may not select the pod at all: then it says nothing about any port.
    const said = unitePorts(allow, unitePorts(deny, pass));
    if (said !== NO_PORTS) for (const reason of reasonsOf(doubt)) uncertain.push({ reason, ports: said });
    undecided = asked;
  }
  return { undecided, allow, deny, pass, uncertain };
}

/** Any of them may decide first; a port stays undecided only where it may for all of them. */
function tied(outcomes: readonly Outcome[]): Outcome {
  const [first, ...more] = outcomes;
  if (first === undefined) return NOTHING_SAID;
  return more.reduce(tiedPair, first);
}

function tiedPair(a: Outcome, b: Outcome): Outcome {
  const uncertain = [...a.uncertain, ...b.uncertain];
  const contested = [
    intersectPorts(a.allow, unitePorts(b.deny, b.pass)),
    intersectPorts(a.deny, unitePorts(b.allow, b.pass)),
    intersectPorts(a.pass, unitePorts(b.allow, b.deny)),
  ].reduce(unitePorts);
  if (contested !== NO_PORTS) {
    for (const reason of reasonsOf(reasonBit('priority-tie'))) uncertain.push({ reason, ports: contested });
  }
  return {
    undecided: intersectPorts(a.undecided, b.undecided),
    allow: unitePorts(a.allow, b.allow),
    deny: unitePorts(a.deny, b.deny),
    pass: unitePorts(a.pass, b.pass),
    uncertain,
  };
}
