import { isRingfenceError } from '#lib/api/errors.ts';
import { type Cidr, type Family, formatAddress } from '#lib/policy/address.ts';
import { blocksInForce } from '#lib/policy/block-parts.ts';
import { type EndGroup, expandEndpoint } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel, Relation, SingleEnd } from '#lib/policy/model.ts';
import { nodeGroups } from '#lib/policy/node-groups.ts';
import { pairsOf } from '#lib/policy/pairs.ts';
import {
  ALL_PORTS,
  allPortsOf,
  hasPort,
  intersectPorts,
  NO_PORTS,
  type PortSet,
  unitePorts,
} from '#lib/policy/port-set.ts';
import { type JoinEnd, parseEnd } from './end-of-flow.ts';

/** Whether policies let a connection through; undefined: nobody can say, since an end is not there or not known. */
export type Allowed = boolean | 'depends' | undefined;

/** Asks a model about ends as flows tell them. What was asked once is kept as long as the judge. */
export interface Judge {
  /**
   * Of two workloads some pod with some pod, as nobody kept which it was; of a block of addresses all of it; of a name
   * whatever it may stand for. `port` null: all ports of the protocol.
   */
  allowed(from: string, to: string, port: number | null, protocol: number): Allowed;
  /** A pair of single ends of which the same is true, for the explanation. */
  example(from: string, to: string, port: number | null, protocol: number): Ends | undefined;
}

type Ends = readonly [SingleEnd, SingleEnd];

/** What is allowed for certain, and what may be, for some pods of the ends. */
interface Allowance {
  readonly any: PortSet;
  readonly may: PortSet;
}

interface JudgedPair {
  /** Each has to be allowed: the parts of a block, the addresses that a name may stand for. */
  readonly parts: readonly Allowance[];
  /** No policy selects either end for this direction. */
  readonly isUngated: boolean;
  /** One pair of single ends for each relation that occurs. */
  readonly examples: readonly Example[];
}

interface Example {
  readonly relation: Relation;
  readonly ends: Ends;
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
      side = { end, groups: membersOf(model, end) };
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
    example(from, to, port, protocol) {
      const { examples = [] } = pairOf(from, to) ?? {};
      const name = protocolName(protocol);
      const has = (set: PortSet) => (name === undefined || port === null ? set !== NO_PORTS : hasPort(set, name, port));
      const best =
        examples.find(({ relation }) => has(relation.must)) ?? examples.find(({ relation }) => has(relation.may));
      return (best ?? examples[0])?.ends;
    },
  };
}

function allowedOn({ parts, isUngated }: JudgedPair, port: number | null, protocol: number): Allowed {
  const name = protocolName(protocol);
  // Row 57: what NetworkPolicies do with other protocols nobody wrote down; without any they do nothing.
  if (name === undefined) return isUngated ? true : 'depends';
  const every = allPortsOf(name);
  const isIn = (set: PortSet) => (port === null ? intersectPorts(set, every) === every : hasPort(set, name, port));
  const mayBeIn = (set: PortSet) =>
    port === null ? intersectPorts(set, every) !== NO_PORTS : hasPort(set, name, port);
  if (parts.every(({ any }) => isIn(any))) return true;
  return parts.some(({ may }) => mayBeIn(may)) ? 'depends' : false;
}

interface Side {
  readonly end: JoinEnd;
  /** Absent where the cluster has nobody of that name, and of what is outside. */
  readonly groups: readonly EndGroup[] | undefined;
}

function judgePair(model: PolicyModel, from: Side, to: Side): JudgedPair | undefined {
  const outsideFrom = outsideParts(model, from.end);
  const outsideTo = outsideParts(model, to.end);
  if (outsideFrom !== undefined && outsideTo !== undefined) return undefined; // nothing of the cluster is in it
  if (outsideTo !== undefined) return from.groups && withOutside(model, from.groups, outsideTo, 'egress');
  if (outsideFrom !== undefined) return to.groups && withOutside(model, to.groups, outsideFrom, 'ingress');
  if (from.groups === undefined || to.groups === undefined) return undefined;
  if (from.groups.length === 0 || to.groups.length === 0) return undefined;
  if (from.end.type === 'host') return withHosts(model, to.groups, from.groups, from.end.node !== undefined, 'ingress');
  if (to.end.type === 'host') return withHosts(model, from.groups, to.groups, to.end.node !== undefined, 'egress');
  const pairs = pairsOf(model, from.groups, to.groups);
  return {
    parts: [allowanceOf(pairs.map(({ relation }) => relation))],
    isUngated: isOpen(model, from.groups, 'egress') && isOpen(model, to.groups, 'ingress'),
    examples: oneOfEach(pairs.map(({ relation, example }) => ({ relation, ends: [example.from, example.to] }))),
  };
}

function oneOfEach(pairs: readonly Example[]): readonly Example[] {
  const found = new Map<string, Example>();
  for (const pair of pairs) {
    const key = `${pair.relation.must.id} ${pair.relation.may.id}`;
    if (!found.has(key)) found.set(key, pair);
  }
  return [...found.values()];
}

function allowanceOf(relations: readonly Relation[]): Allowance {
  let [any, may] = [NO_PORTS, NO_PORTS];
  for (const relation of relations) {
    any = unitePorts(any, relation.must);
    may = unitePorts(may, relation.may);
  }
  return { any, may };
}

/** Who of the cluster stands behind an end; undefined where nobody does. */
function membersOf(model: PolicyModel, end: JoinEnd): readonly EndGroup[] | undefined {
  switch (end.type) {
    case 'workload': {
      if (model.classesOfWorkload(end.key).size === 0) return undefined;
      const [namespace = '', kind = '', ...name] = end.key.split('/');
      return expandEndpoint(model, { type: 'workload', namespace, kind, name: name.join('/') }, 'to');
    }
    case 'service':
      return backendsOf(model, end.key);
    case 'host': {
      const nodes = end.node === undefined ? nodeGroups(model).flatMap((group) => group.slice(0, 2)) : [end.node];
      return nodes.flatMap((name) => (model.objects.nodes.has(name) ? [nodeGroup(name)] : []));
    }
    default:
      return undefined;
  }
}

/** Which backend it was nobody told; the port is the flow's own. */
function backendsOf(model: PolicyModel, key: string): readonly EndGroup[] | undefined {
  const [namespace = '', name = ''] = key.split('/');
  try {
    const backends = expandEndpoint(model, { type: 'service', namespace, name }, 'from');
    return backends.filter(({ end }) => end.type === 'class');
  } catch (error) {
    if (isRingfenceError(error)) return undefined; // no such Service, or nobody behind it now
    throw error;
  }
}

function nodeGroup(name: string): EndGroup {
  return { end: { type: 'node', name }, members: [], count: 1, countUnknown: false, example: name };
}

function isOpen(model: PolicyModel, groups: readonly EndGroup[], direction: 'ingress' | 'egress'): boolean {
  return groups.every(({ end }) => {
    const { isolated, reasons } = model.gate(end, direction);
    return (isolated === 'no' || isolated === 'none') && reasons.length === 0;
  });
}

/**
 * Pods with nodes: who shares a node counts (rows 58, 59). Each class with a node of its own pods, and with nodes that
 * none of them is on, one for those that no rule tells apart.
 * @param isTold the node is that one; else it may be any.
 */
function withHosts(
  model: PolicyModel,
  groups: readonly EndGroup[],
  hosts: readonly EndGroup[],
  isTold: boolean,
  gate: 'ingress' | 'egress',
): JudgedPair {
  const pairs: Example[] = [];
  const ask = (end: SingleEnd, node: SingleEnd): boolean => {
    const ends = gate === 'ingress' ? ([node, end] as const) : ([end, node] as const);
    const relation = model.relation(...ends);
    pairs.push({ relation, ends });
    return relation.must === ALL_PORTS;
  };
  const nodeOf = (pod: string) => model.objects.pods.get(pod)?.spec.nodeName;
  const found = (): boolean => {
    for (const { end, members } of groups) {
      const byNode = Map.groupBy(members, nodeOf);
      const as = (pod: string | undefined): SingleEnd =>
        end.type === 'class' && pod !== undefined && model.objects.pods.has(pod) ? { ...end, pod } : end;
      if (!isTold) {
        for (const [node, [pod]] of byNode) {
          if (node !== undefined && model.objects.nodes.has(node) && ask(as(pod), { type: 'node', name: node }))
            return true;
        }
      }
      for (const { end: host } of hosts) {
        const name = host.type === 'node' ? host.name : '';
        const [here] = byNode.get(name) ?? [];
        if (here !== undefined && ask(as(here), host)) return true;
        const elsewhere = members.find((pod) => nodeOf(pod) !== name);
        if ((elsewhere !== undefined || members.length === 0) && ask(as(elsewhere), host)) return true;
      }
    }
    return false;
  };
  found(); // everything is allowed for certain: nothing more can come
  return {
    parts: [allowanceOf(pairs.map(({ relation }) => relation))],
    isUngated: isOpen(model, groups, gate),
    examples: oneOfEach(pairs),
  };
}

/** What an end outside may be: ranges that no rule divides, or all that some gate tells apart. */
type Outside = readonly SingleEnd[] | 'any-address';

function outsideParts(model: PolicyModel, end: JoinEnd): Outside | undefined {
  if (end.type === 'name') return 'any-address';
  return end.type === 'address' ? partsOfBlock(model, end.block) : undefined;
}

function withOutside(
  model: PolicyModel,
  groups: readonly EndGroup[],
  outside: Outside,
  gate: 'ingress' | 'egress',
): JudgedPair | undefined {
  const isUngated = isOpen(model, groups, gate);
  const pair = (end: SingleEnd, there: SingleEnd): Ends => (gate === 'egress' ? [end, there] : [there, end]);
  const examples: Example[] = [];
  const parts: Allowance[] = [];
  if (outside === 'any-address') {
    for (const { end } of groups) {
      for (const { relation, family, ranges } of model.externalRows(end, gate)) {
        const [[first, last] = ['', '']] = ranges;
        parts.push(allowanceOf([relation]));
        examples.push({ relation, ends: pair(end, { type: 'address', family, first, last }) });
      }
    }
  } else {
    for (const there of outside) {
      const asked = groups.map(({ end }) => ({
        relation: model.relation(...pair(end, there)),
        ends: pair(end, there),
      }));
      parts.push(allowanceOf(asked.map(({ relation }) => relation)));
      examples.push(...asked);
    }
  }
  // of a pod that has no address yet nothing can be said
  return parts.length === 0 ? undefined : { parts, isUngated, examples: oneOfEach(examples) };
}

const bounds = new WeakMap<PolicyModel, Map<Family, readonly bigint[]>>();

/** Where ranges begin that some rule in force tells apart, ascending. */
function boundsOf(model: PolicyModel, family: Family): readonly bigint[] {
  const known = bounds.get(model) ?? new Map<Family, readonly bigint[]>();
  bounds.set(model, known);
  let found = known.get(family);
  if (found === undefined) {
    const starts = new Set(blocksInForce(model, family).flatMap(({ first, last }) => [first, last + 1n]));
    found = [...starts].sort((a, b) => (a < b ? -1 : 1));
    known.set(family, found);
  }
  return found;
}

function partsOfBlock(model: PolicyModel, { family, first, last }: Cidr): readonly SingleEnd[] {
  const all = boundsOf(model, family);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as bigint) <= first) low = middle + 1;
    else high = middle;
  }
  const starts = [first];
  for (let at = low; at < all.length && (all[at] as bigint) <= last; at++) starts.push(all[at] as bigint);
  return starts.map((start, index) => {
    const end = (starts[index + 1] ?? last + 1n) - 1n;
    return { type: 'address', family, first: formatAddress(family, start), last: formatAddress(family, end) };
  });
}
