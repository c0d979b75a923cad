import { RingfenceError } from '#lib/api/errors.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { classGroup, type EndGroup } from './expand-endpoint.ts';
import { isAlone } from './is-alone.ts';
import type { PolicyModel, Relation, SingleEnd } from './model.ts';

/** Pairs of single ends with one relation. */
export interface PairGroup {
  readonly from: EndGroup;
  readonly to: EndGroup;
  /** Pairs of different single ends; 0 where a workload is scaled to zero. */
  readonly count: number;
  readonly relation: Relation;
  /** One of them, by name where pods have names. */
  readonly example: {
    readonly from: SingleEnd;
    readonly to: SingleEnd;
    readonly fromId: string;
    readonly toId: string;
  };
}

/** Pairs of groups that one question may cost: about a second. */
const PAIR_LIMIT = 250_000;

/**
 * All pairs of two expanded ends. The pair of a pod with itself is left out unless it is the only one. Parts of an
 * asked block that behave alike towards all of the other end are one single end.
 * @throws RingfenceError BAD_REQUEST beyond `PAIR_LIMIT`.
 */
export function pairsOf(model: PolicyModel, from: readonly EndGroup[], to: readonly EndGroup[]): PairGroup[] {
  const sources = needsNodes(model, to) ? splitByNode(model, from) : from;
  const targets = needsNodes(model, from) ? splitByNode(model, to) : to;
  if (sources.length * targets.length > PAIR_LIMIT)
    throw new RingfenceError('BAD_REQUEST', ENDS.tooManyPairs(PAIR_LIMIT));
  const pairs: PairGroup[] = [];
  const self: PairGroup[] = [];
  for (const source of sources) {
    for (const target of targets) {
      const pair = pairGroup(model, source, target);
      if (isItself(source, target)) self.push(pair);
      else pairs.push(pair);
    }
  }
  return pairs.length > 0 ? mergeRest(pairs) : self;
}

/** A node or a host-network pod is bound to one node: who shares it counts (rows 58, 59). */
function needsNodes(model: PolicyModel, groups: readonly EndGroup[]): boolean {
  return groups.some(
    ({ end }) => end.type === 'node' || (end.type === 'class' && model.classes[end.class]?.hostNetwork === true),
  );
}

function splitByNode(model: PolicyModel, groups: readonly EndGroup[]): EndGroup[] {
  return groups.flatMap((group) => {
    const { end, members } = group;
    if (end.type !== 'class' || members.length < 2) return [group];
    const byNode = new Map<string, string[]>();
    for (const pod of members) {
      const node = model.objects.pods.get(pod)?.spec.nodeName ?? '';
      const list = byNode.get(node);
      if (list === undefined) byNode.set(node, [pod]);
      else list.push(pod);
    }
    return [...byNode.values()].map((pods) => ({ ...group, ...classGroup(end.class, pods) }));
  });
}

/** The two groups are one and the same pod. */
function isItself(from: EndGroup, to: EndGroup): boolean {
  if (from.members.length !== 1 || to.members.length !== 1 || from.members[0] !== to.members[0]) return false;
  return isAlone(from, from.count);
}

function pairGroup(model: PolicyModel, from: EndGroup, to: EndGroup): PairGroup {
  const common = from.members.length === 0 || to.members.length === 0 ? 0 : overlap(from, to);
  const self = isItself(from, to);
  const product = from.count * to.count - (self ? 0 : common);
  const count = product === 0 && (from.countUnknown || to.countUnknown) ? 1 : product;
  const fromPod = from.members[0];
  const toPod = self ? to.members[0] : (to.members.find((pod) => pod !== fromPod) ?? to.members[0]);
  // Where only the second pod of the source differs from the target, take that one.
  const sourcePod = self || fromPod !== toPod ? fromPod : (from.members.find((pod) => pod !== toPod) ?? fromPod);
  // Two replicas of one workload without pods have one name: only the source bears it.
  const isReplica = !self && sourcePod === toPod;
  const example = {
    from: named(from, sourcePod),
    to: isReplica ? withoutName(to.end) : named(to, toPod),
    fromId: sourcePod ?? from.example,
    toId: toPod ?? to.example,
  };
  const relation =
    self && to.viaService === true && example.from.type === 'class'
      ? model.relation(example.from, { ...example.from, throughService: true })
      : model.relation(example.from, example.to);
  return { from, to, count, relation, example };
}

function overlap(from: EndGroup, to: EndGroup): number {
  const [first] = from.members;
  // A workload without pods: each replica with itself.
  if (from.members.length === 1 && to.members.length === 1 && first === to.members[0]) return from.count;
  const targets = new Set(to.members);
  return from.members.filter((pod) => targets.has(pod)).length;
}

function withoutName(end: SingleEnd): SingleEnd {
  return end.type === 'class' ? { type: 'class', class: end.class } : end;
}

/** The end with the name of the pod (or of the workload without pods): its node counts, and it may be itself. */
function named(group: EndGroup, member: string | undefined): SingleEnd {
  return group.end.type !== 'class' || member === undefined ? group.end : { ...group.end, pod: member };
}

/** Parts of an asked block count once for each relation that they have with an end. */
function mergeRest(pairs: readonly PairGroup[]): PairGroup[] {
  const merged = new Map<string, PairGroup>();
  const result: PairGroup[] = [];
  const signatures = { from: signaturesOf(pairs, 'from'), to: signaturesOf(pairs, 'to') };
  for (const pair of pairs) {
    if (pair.from.rest === undefined && pair.to.rest === undefined) {
      result.push(pair);
      continue;
    }
    const key = `${endKey(pair.from, signatures.from)} → ${endKey(pair.to, signatures.to)} ${pair.to.port?.port ?? ''}`;
    if (merged.has(key)) continue;
    merged.set(key, pair);
    result.push(pair);
  }
  return result;
}

/** Each rest part's relations with all of the other side: equal signatures are one single end. */
function signaturesOf(pairs: readonly PairGroup[], side: 'from' | 'to'): Map<EndGroup, string> {
  const parts = new Map<EndGroup, string[]>();
  for (const pair of pairs) {
    const group = pair[side];
    if (group.rest === undefined) continue;
    const { must, may, reasons } = pair.relation;
    const text = `${must.id} ${may.id} ${[...reasons].sort().join()}`;
    const list = parts.get(group);
    if (list === undefined) parts.set(group, [text]);
    else list.push(text);
  }
  return new Map([...parts].map(([group, list]) => [group, list.join(';')]));
}

function endKey(group: EndGroup, signatures: ReadonlyMap<EndGroup, string>): string {
  if (group.rest === undefined) return `${group.example} ${group.count}`;
  return `rest ${group.rest.family} ${signatures.get(group) ?? ''}`;
}
