import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { EndGroup } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { pairsOf } from '#lib/policy/pairs.ts';
import { allPortsOf, hasPort, intersectPorts, NO_PORTS, type PortSet, unitePorts } from '#lib/policy/port-set.ts';
import { hasOthersBehind, membersOf } from './end-members.ts';
import { type JoinEnd, parseEnd } from './end-of-flow.ts';
import { judgeHosts } from './judge-hosts.ts';
import { judgeBlock, judgeName } from './judge-outside.ts';
import { allowanceOf, type Ends, type Example, isOpen, type JudgedPair, oneOfEach } from './judged-pair.ts';
import { isServed } from './workloads-behind.ts';

/** Whether policies let a connection through; undefined: nobody can say, since an end is not there or not known. */
export type Allowed = boolean | 'depends' | undefined;

/** Asks a model about ends as flows tell them. What was asked once is kept as long as the judge. */
export interface Judge {
  /**
   * Of two workloads some pod with some pod, as nobody kept which it was; of a block of addresses all of it; of a name
   * whatever it may stand for. `port` null: all ports of the protocol.
   */
  allowed(from: string, to: string, port: number | null, protocol: number): Allowed;
  /** Whether each pod of one may connect to each of the other for certain, so that nothing known refuses it to anybody. */
  allowedToAll(from: string, to: string, port: number | null, protocol: number): boolean;
  /**
   * A pair of single ends of which the same is true, for the explanation.
   * @param refused one that is refused where there is one; else one that is allowed.
   */
  example(from: string, to: string, port: number | null, protocol: number, refused?: boolean): Ends | undefined;
  /** All that is admitted between two ends, as a text that is the same in two models where that is the same. */
  admits(from: string, to: string): string | undefined;
}

const PROTOCOLS: ReadonlyMap<number, 'TCP' | 'UDP' | 'SCTP'> = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
  [132, 'SCTP'],
]);

export function protocolName(protocol: number): 'TCP' | 'UDP' | 'SCTP' | undefined {
  return PROTOCOLS.get(protocol);
}

/** So many pairs are kept of a model; then they are asked anew. */
const PAIRS_MOST = 100_000;
const judges = new WeakMap<PolicyModel, Judge>();

/** The judge of a model: windows ask for the same pairs again and again, and it is kept as long as the model. */
export function judgeOf(model: PolicyModel): Judge {
  let judge = judges.get(model);
  if (judge === undefined) {
    judge = createJudge(model);
    judges.set(model, judge);
  }
  return judge;
}

function createJudge(model: PolicyModel): Judge {
  const sides = new Map<string, Side>();
  let pairs = new Map<Side, Map<Side, JudgedPair | undefined>>();
  let size = 0;

  const sideOf = (text: string): Side => {
    let side = sides.get(text);
    if (side === undefined) {
      const end = parseEnd(text);
      side = { end, members: lazily(() => membersOf(model, end)) };
      sides.set(text, side);
    }
    return side;
  };
  const pairOf = (from: string, to: string): JudgedPair | undefined => {
    const [source, target] = [sideOf(from), sideOf(to)];
    let known = pairs.get(source);
    if (known?.has(target)) return known.get(target);
    if (++size > PAIRS_MOST) {
      pairs = new Map();
      size = 1;
      known = undefined;
    }
    if (known === undefined) {
      known = new Map();
      pairs.set(source, known);
    }
    const pair = judgePair(model, source, target);
    known.set(target, pair);
    return pair;
  };
  return {
    allowed(from, to, port, protocol) {
      const pair = pairOf(from, to);
      return pair === undefined ? undefined : allowedOn(pair, port, protocol);
    },
    allowedToAll(from, to, port, protocol) {
      const pair = pairOf(from, to);
      if (pair === undefined || [from, to].some((end) => hasOthersBehind(model, sideOf(end).end))) return false;
      const name = protocolName(protocol);
      if (name === undefined) return pair.isUngated();
      return pair.alternatives.every((parts) => parts.every(({ all }) => holds(all, name, port, true)));
    },
    example(from, to, port, protocol, refused = false) {
      const examples = pairOf(from, to)?.examples() ?? [];
      const name = protocolName(protocol);
      const has = (set: PortSet) => (name === undefined || port === null ? set !== NO_PORTS : hasPort(set, name, port));
      const best = refused
        ? (examples.find(({ relation }) => !has(relation.may)) ?? examples.find(({ relation }) => !has(relation.must)))
        : (examples.find(({ relation }) => has(relation.must)) ?? examples.find(({ relation }) => has(relation.may)));
      return (best ?? examples[0])?.ends;
    },
    admits(from, to) {
      const pair = pairOf(from, to);
      if (pair === undefined) return undefined;
      const sets = pair.alternatives.map((parts) => parts.map(({ any, may }) => [any.id, may.id]));
      return JSON.stringify([sets, pair.parts?.() ?? []]);
    },
  };
}

function allowedOn({ alternatives, isUngated }: JudgedPair, port: number | null, protocol: number): Allowed {
  const name = protocolName(protocol);
  // Row 57: what NetworkPolicies do with other protocols nobody wrote down; without any they do nothing.
  if (name === undefined) return isUngated() ? true : 'depends';
  if (alternatives.some((parts) => parts.every(({ any }) => holds(any, name, port, true)))) return true;
  return alternatives.some((parts) => parts.some(({ may }) => holds(may, name, port, false))) ? 'depends' : false;
}

/** One port; without, every port of the protocol, or some. */
function holds(set: PortSet, protocol: 'TCP' | 'UDP' | 'SCTP', port: number | null, isEvery: boolean): boolean {
  if (port !== null) return hasPort(set, protocol, port);
  const every = allPortsOf(protocol);
  return isEvery ? intersectPorts(set, every) === every : intersectPorts(set, every) !== NO_PORTS;
}

interface Side {
  readonly end: JoinEnd;
  /** Who of the cluster it is; undefined where the cluster has nobody of that name, and of what is outside. */
  readonly members: () => readonly EndGroup[] | undefined;
}

function lazily<Value>(compute: () => Value): () => Value {
  let done: { readonly value: Value } | undefined;
  return () => {
    done ??= { value: compute() };
    return done.value;
  };
}

function judgePair(model: PolicyModel, from: Side, to: Side): JudgedPair | undefined {
  const { end: source } = from;
  const { end: target } = to;
  if (source.type === 'unknown' || target.type === 'unknown') return undefined;
  if (source.type === 'workload' && target.type === 'workload' && source.key !== target.key) {
    const quick = judgeWorkloads(model, source.key, target.key, () => judgeMembers(model, from, to)?.examples() ?? []);
    if (quick !== undefined) return quick;
  }
  const outside = isOutside(target) ? target : isOutside(source) ? source : undefined;
  if (outside !== undefined) {
    const [members, gate] =
      outside === target ? ([from.members(), 'egress'] as const) : ([to.members(), 'ingress'] as const);
    if (members === undefined || members.length === 0) return undefined; // nothing of the cluster is in it
    return outside.type === 'name' ? judgeName(model, members, gate) : judgeBlock(model, members, outside.block, gate);
  }
  return judgeMembers(model, from, to);
}

function isOutside(end: JoinEnd): end is Extract<JoinEnd, { type: 'address' | 'name' }> {
  return end.type === 'address' || end.type === 'name';
}

/** Two ends in the cluster: each pod with each, but for a pod with itself where there is another pair. */
function judgeMembers(model: PolicyModel, from: Side, to: Side): JudgedPair | undefined {
  const [sources = [], targets = []] = [from.members(), to.members()];
  const [{ end: source }, { end: target }] = [from, to];
  if (sources.length === 0 || targets.length === 0) return undefined;
  if (source.type === 'host') return judgeHosts(model, targets, sources, source.node !== undefined, 'ingress');
  if (target.type === 'host') return judgeHosts(model, sources, targets, target.node !== undefined, 'egress');
  const pairs = [
    ...pairsOf(model, sources, targets).map(
      ({ relation, example }): Example => ({ relation, ends: [example.from, example.to] }),
    ),
    ...(source.type === 'workload' && target.type === 'workload' && source.key === target.key
      ? throughService(model, source.key, sources)
      : []),
  ];
  return {
    alternatives: [[allowanceOf(pairs.map(({ relation }) => relation))]],
    isUngated: () => isOpen(model, sources, 'egress') && isOpen(model, targets, 'ingress'),
    examples: () => oneOfEach(pairs),
  };
}

/** Pods of a workload that reach themselves through their Service, which looks like one reaching another (row 63). */
function throughService(model: PolicyModel, workload: string, members: readonly EndGroup[]): readonly Example[] {
  if (!isServed(model, workload)) return [];
  return members.flatMap(({ end, members: [pod] }): Example[] => {
    if (end.type !== 'class' || pod === undefined || !model.objects.pods.has(pod)) return [];
    const ends: Ends = [
      { ...end, pod },
      { ...end, pod, throughService: true },
    ];
    return [{ relation: model.relation(...ends), ends }];
  });
}

/**
 * Two different workloads by the relation of their classes, which map and checks have asked for before. Undefined where
 * an end is on the host network: there it counts who shares a node.
 * @param examples dear, and asked for seldom.
 */
function judgeWorkloads(
  model: PolicyModel,
  from: string,
  to: string,
  examples: () => readonly Example[],
): JudgedPair | undefined {
  const [sources, targets] = [model.classesOfWorkload(from), model.classesOfWorkload(to)];
  const isOnHost = (id: number) => model.classes[id]?.hostNetwork !== false;
  if (sources.size === 0 || targets.size === 0) return undefined;
  if ([...sources.keys()].some(isOnHost) || [...targets.keys()].some(isOnHost)) return undefined;
  const { relations } = classRelationsOf(model);
  let [any, may]: readonly [PortSet, PortSet] = [NO_PORTS, NO_PORTS];
  let all: PortSet | undefined;
  for (const source of sources.keys()) {
    for (const target of targets.keys()) {
      const relation = relations.of(source, target);
      if (relation === undefined || !('any' in relation)) return undefined; // split by nodes
      any = unitePorts(any, relation.any);
      may = unitePorts(may, relation.may);
      all = all === undefined ? relation.all : intersectPorts(all, relation.all);
    }
  }
  const open = (classes: ReadonlyMap<number, number>, direction: 'ingress' | 'egress') =>
    [...classes.keys()].every((id) => {
      const { isolated, reasons } = model.gate({ type: 'class', class: id }, direction);
      return isolated === 'no' && reasons.length === 0;
    });
  return {
    alternatives: [[{ any, may, all: all ?? NO_PORTS }]],
    isUngated: () => open(sources, 'egress') && open(targets, 'ingress'),
    examples: lazily(examples),
  };
}
