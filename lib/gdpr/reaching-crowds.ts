import { getOr } from '#lib/get-or.ts';
import type { Aggregate } from '#lib/policy/aggregate.ts';
import { classRelationsOf, type RelatedClasses } from '#lib/policy/class-relations.ts';
import type { NodeSplit } from '#lib/policy/host-classes.ts';
import { isAlone } from '#lib/policy/is-alone.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { PortSet } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { lazily } from './lazily.ts';
import { runsOf } from './peer-runs.ts';
import { type ServedPort, withinServed } from './served-ports.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * Who reaches a workload as far as the kinds of the classes tell. In an open cluster that is nearly everybody, and the
 * same for thousands of workloads: it is put together once, and each of them only tells where it differs.
 */
export interface Crowd {
  /** Kind of the source → 1: its classes are in the crowd. */
  readonly kinds: Uint8Array;
  /** Position in `keys` → how many classes of the workload are in the crowd. */
  readonly classes: Uint32Array;
  /** How many workloads have one. */
  readonly count: number;
  /** Those, as runs: the same list each time. */
  readonly runs: () => readonly number[];
}

/** The kinds that a class lets in where nothing is stored for a pair. */
interface AcceptedKinds {
  readonly number: number;
  /** Kind of the source → 1: let in. */
  readonly kinds: Uint8Array;
}

/** Who reaches a workload: a crowd, but for some. */
export interface ReachingCrowd {
  readonly crowd: Crowd;
  /** Positions that are in the crowd and do not reach it, and the other way round; ascending. */
  readonly differs: readonly number[];
}

/** 64 MB of four bytes. */
const COUNTS_MAX = 16_000_000;

type Side = 'must' | 'may';
type Accepts = (ports: PortSet) => boolean;

/** Another pod of the class does not exist: the class does not reach itself. */
export function isAloneInClass(model: PolicyModel, id: number): boolean {
  const podClass = model.classes[id];
  return podClass === undefined || isAlone(podClass, podClass.count);
}

/** What the questions of one context share. */
export interface SharedCrowds {
  readonly model: PolicyModel;
  readonly relations: RelatedClasses['relations'];
  /** Workloads with pods, sorted. */
  readonly keys: readonly string[];
  readonly positionOf: ReadonlyMap<string, number>;
  /** Class → positions in `keys`. */
  readonly positionsOfClass: readonly (readonly number[])[];
  /** Class → the classes with a stored relation to it. */
  readonly sourcesOf: readonly (readonly number[])[];
  /** Representative → its host-network classes. */
  readonly hostsOf: ReadonlyMap<number, readonly number[]>;
  /** By representative. */
  readonly placedHosts: Map<number, PlacedHosts>;
  readonly positionsOfHosts: Map<number, readonly number[]>;
  /** By the ports that are served. */
  readonly accepting: Map<string, Accepts>;
  /** By kind of the target, side and ports served. */
  readonly accepted: Map<string, AcceptedKinds>;
  /** By the numbers of the lists of kinds that it is made of, and by the kinds in it. */
  readonly crowds: Map<string, Crowd>;
  readonly crowdsByKinds: Map<string, Crowd>;
}

const shared = new WeakMap<CheckContext, SharedCrowds>();

export function sharedCrowds(context: CheckContext): SharedCrowds {
  let known = shared.get(context);
  if (known === undefined) {
    known = share(context);
    shared.set(context, known);
  }
  return known;
}

function share({ model, workloads, workloadsOfClass }: CheckContext): SharedCrowds {
  const { relations } = classRelationsOf(model);
  const keys = [...workloads.values()].flatMap(({ key, count }) => (count > 0 ? [key] : [])).sort();
  const positionOf = new Map(keys.map((key, position) => [key, position]));
  const sourcesOf: number[][] = model.classes.map(() => []);
  for (const [source, targets] of relations.outOf.entries())
    for (const target of targets.keys()) sourcesOf[target]?.push(source);
  return {
    model,
    relations,
    keys,
    positionOf,
    positionsOfClass: model.classes.map(({ id }) =>
      (workloadsOfClass.get(id) ?? []).flatMap(({ key }) => positionOf.get(key) ?? []),
    ),
    sourcesOf,
    hostsOf: Map.groupBy(
      model.classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [id] : [])),
      (id) => relations.representatives[id] ?? id,
    ),
    placedHosts: new Map(),
    positionsOfHosts: new Map(),
    accepting: new Map(),
    accepted: new Map(),
    crowds: new Map(),
    crowdsByKinds: new Map(),
  };
}

/** Whether some ports are among those that a workload serves. */
export function acceptingOf({ accepting }: SharedCrowds, served: readonly ServedPort[]): Accepts {
  return getOr(accepting, servedKey(served), () => {
    const known = new Map<PortSet, boolean>();
    return (ports: PortSet) => getOr(known, ports, () => withinServed(ports, served) !== undefined);
  });
}

/**
 * Who reaches a workload none of whose classes is on the host network.
 * @param meets whether a host-network class reaches one of its classes, where that depends on nodes.
 */
export function reachingCrowd(
  crowds: SharedCrowds,
  to: WorkloadFacts,
  side: Side,
  meets: (host: number, target: number) => boolean,
): ReachingCrowd {
  const accepts = acceptingOf(crowds, to.served);
  const targets = to.classes.map(
    (id): Target => ({
      id,
      alone: isAloneInClass(crowds.model, id),
      accepted: acceptedKinds(crowds, id, side, to.served),
    }),
  );
  const crowd = crowdOf(
    crowds,
    targets.map(({ accepted }) => accepted),
  );
  const changes = new Map<number, number>();
  const change = (positions: Iterable<number>, by: number): void => {
    for (const position of positions) changes.set(position, (changes.get(position) ?? 0) + by);
  };
  for (const source of storedPodClasses(crowds, targets)) {
    const reaches = targets.some((target) => reachesTarget(crowds, source, target, side, accepts));
    const isIn = crowd.kinds[crowds.relations.kindOf[source] as number] === 1;
    if (reaches !== isIn) change(crowds.positionsOfClass[source] ?? [], reaches ? 1 : -1);
  }
  for (const { id } of targets) change(reachingHosts(crowds, id, side, accepts, meets), 1);
  return { crowd, differs: differing(crowd, changes, crowds.positionOf.get(to.key)) };
}

interface Target {
  readonly id: number;
  readonly alone: boolean;
  readonly accepted: AcceptedKinds;
}

/** Classes off the host network for which something else counts than their kind. */
function storedPodClasses({ sourcesOf, relations }: SharedCrowds, targets: readonly Target[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { id, alone } of targets) {
    if (alone) found.add(id);
    for (const source of sourcesOf[id] ?? []) if ((relations.kindOf[source] as number) >= 0) found.add(source);
  }
  return found;
}

function reachesTarget(
  { relations }: SharedCrowds,
  source: number,
  { id, alone, accepted }: Target,
  side: Side,
  accepts: Accepts,
): boolean {
  if (source === id && alone) return false;
  const relation = relations.outOf[source]?.get(id);
  if (relation === undefined) return accepted.kinds[relations.kindOf[source] as number] === 1;
  return isWhole(relation)
    ? accepts(portsOf(relation, side))
    : Object.values(relation).some((part) => accepts(portsOf(part, side)));
}

/** Positions of host-network workloads that reach a class; one of several classes may come several times. */
function reachingHosts(
  crowds: SharedCrowds,
  target: number,
  side: Side,
  accepts: Accepts,
  meets: (host: number, target: number) => boolean,
): readonly number[] {
  const { relations, sourcesOf, hostsOf, positionsOfClass } = crowds;
  const found: number[] = [];
  for (const source of sourcesOf[target] ?? []) {
    const relation = relations.outOf[source]?.get(target);
    const hosts = hostsOf.get(source);
    if (hosts === undefined || relation === undefined) continue;
    const parts = isWhole(relation) ? [relation] : Object.values(relation);
    if (!parts.some((part) => accepts(portsOf(part, side)))) continue;
    // The classes of an agent that runs on every node. Sharing a node only adds to what passes elsewhere.
    const elsewhere = isWhole(relation) ? relation : relation.elsewhere;
    if (elsewhere !== undefined && accepts(portsOf(elsewhere, side))) found.push(...positionsOfHosts(crowds, source));
    else
      for (const host of hostsBeside(crowds, target, source))
        if (meets(host, target)) found.push(...(positionsOfClass[host] ?? []));
  }
  return found;
}

/** Of all classes that one stands for; an agent on every node is one workload. */
function positionsOfHosts({ hostsOf, positionsOfClass, positionsOfHosts: known }: SharedCrowds, source: number) {
  return getOr(known, source, () => [
    ...new Set((hostsOf.get(source) ?? []).flatMap((host) => positionsOfClass[host] ?? [])),
  ]);
}

/** The classes of an agent by the node on which they are. */
interface PlacedHosts {
  readonly all: readonly number[];
  /** Those that may come to any node. */
  readonly unplaced: readonly number[];
  readonly byNode: ReadonlyMap<string, readonly number[]>;
}

/**
 * Of the classes of an agent those of which the pair may say more than `elsewhere`: where a pod is on no node yet, and
 * where all pods of the asked class are on one node, those that share it.
 */
function hostsBeside({ model, placedHosts, hostsOf }: SharedCrowds, target: number, source: number): readonly number[] {
  const { pods = [], count = 0 } = model.classes[target] ?? {};
  const nodes = pods.flatMap((pod) => nodeOf(model, pod) ?? []);
  const { all, unplaced, byNode } = getOr(placedHosts, source, () => placed(model, hostsOf.get(source) ?? []));
  const [only] = nodes;
  if (only === undefined || nodes.length < count) return all;
  if (nodes.some((node) => node !== only)) return unplaced;
  return [...unplaced, ...(byNode.get(only) ?? [])];
}

function placed(model: PolicyModel, all: readonly number[]): PlacedHosts {
  const unplaced: number[] = [];
  const byNode = new Map<string, number[]>();
  for (const id of all) {
    const pods = model.classes[id]?.pods ?? [];
    const nodes = new Set(pods.map((pod) => nodeOf(model, pod)));
    if (nodes.size === 0 || nodes.has(undefined)) unplaced.push(id);
    else for (const node of nodes) if (node !== undefined) getOr(byNode, node, (): number[] => []).push(id);
  }
  return { all, unplaced, byNode };
}

function nodeOf({ objects }: PolicyModel, pod: string): string | undefined {
  return objects.pods.get(pod)?.spec.nodeName;
}

/** @param own is never among those that reach it. */
function differing(crowd: Crowd, changes: ReadonlyMap<number, number>, own: number | undefined): readonly number[] {
  const differs: number[] = [];
  for (const [position, by] of changes) {
    if (position === own) continue;
    const before = crowd.classes[position] as number;
    if (before > 0 !== before + by > 0) differs.push(position);
  }
  if (own !== undefined && (crowd.classes[own] as number) > 0) differs.push(own);
  return differs.sort((a, b) => a - b);
}

function acceptedKinds(crowds: SharedCrowds, target: number, side: Side, served: readonly ServedPort[]): AcceptedKinds {
  const { relations, accepted } = crowds;
  const kind = relations.kindOf[target] as number;
  return getOr(accepted, `${kind} ${side} ${servedKey(served)}`, () => {
    const accepts = acceptingOf(crowds, served);
    const isAccepted = (from: number): boolean => kind >= 0 && accepts(portsOf(relations.between(from, kind), side));
    return { number: accepted.size, kinds: Uint8Array.from(relations.members, (_, from) => Number(isAccepted(from))) };
  });
}

/** The crowd of all kinds that are in one of some lists. Writing kinds down takes longer than the rest of a question. */
function crowdOf(shared: SharedCrowds, accepted: readonly AcceptedKinds[]): Crowd {
  const numbers = [...new Set(accepted.map(({ number }) => number))].sort((a, b) => a - b);
  return getOr(shared.crowds, numbers.join(), () => {
    const kinds = Uint8Array.from(shared.relations.members, (_, kind) =>
      Number(accepted.some((each) => each.kinds[kind] === 1)),
    );
    return getOr(shared.crowdsByKinds, kinds.join(''), () => {
      makeRoom(shared);
      return crowdOfKinds(shared, kinds);
    });
  });
}

/** Each crowd counts every workload: where thousands differ they are put together again rather than all kept. */
function makeRoom({ crowds, crowdsByKinds, keys }: SharedCrowds): void {
  if ((crowdsByKinds.size + 1) * keys.length <= COUNTS_MAX) return;
  crowds.clear();
  crowdsByKinds.clear();
}

function crowdOfKinds({ relations, keys, positionsOfClass }: SharedCrowds, kinds: Uint8Array): Crowd {
  const classes = new Uint32Array(keys.length);
  for (const [kind, members] of relations.members.entries()) {
    if (kinds[kind] === 0) continue;
    for (const member of members)
      for (const position of positionsOfClass[member] ?? []) classes[position] = (classes[position] as number) + 1;
  }
  const positions = keys.flatMap((_, position) => ((classes[position] as number) > 0 ? [position] : []));
  return { kinds, classes, count: positions.length, runs: lazily(() => runsOf(positions)) };
}

function portsOf(relation: Aggregate, side: Side): PortSet {
  return side === 'must' ? relation.all : relation.may;
}

function isWhole(relation: Aggregate | NodeSplit): relation is Aggregate {
  return 'all' in relation;
}

function servedKey(served: readonly ServedPort[]): string {
  return served.map(({ protocol, port }) => `${protocol}/${port}`).join();
}
