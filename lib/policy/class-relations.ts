import { partOfNamespace } from '#lib/kube/namespaced-map.ts';
import { type Aggregate, type Aggregates, createAggregates } from './aggregate.ts';
import { changedNamespaces } from './changed-namespaces.ts';
import { hasClassesOf } from './compile-model.ts';
import { HostRelations, hostRepresentatives, type NodeSplit, takeOverRepresentatives } from './host-classes.ts';
import type { PolicyModel } from './model.ts';

/**
 * The allowed relation between all classes, sparse: what the kinds of two classes say is not stored but answered by
 * `between`. Stored are pairs that have something else, because a NetworkPolicy names one end at the gate of the other,
 * and pairs with an end on the host network.
 *
 * A class is *open* for a direction where no policy closes anything to anybody, for certain, and it is not on the host
 * network. Two open classes meet on every port; only their address families can keep them apart.
 */
export interface ClassRelations {
  readonly openOut: readonly boolean[];
  readonly openIn: readonly boolean[];
  /** Class → kind; -1 on the host network, where a pair that is not stored is denied. */
  readonly kindOf: Int32Array;
  /** Kind → its classes, ascending. */
  readonly members: readonly (readonly number[])[];
  /** What two classes of these kinds have where nothing is stored for them. */
  between(fromKind: number, toKind: number): Aggregate;
  /** What two classes have, stored or not; undefined: denied, an end being on the host network. */
  of(from: number, to: number): Aggregate | NodeSplit | undefined;
  /** For each source class its stored destinations. Denied only where the kinds say something else. */
  readonly outOf: readonly ReadonlyMap<number, Aggregate | NodeSplit>[];
  /**
   * Class → the class that stands for it: host-network classes that differ by their node only are one. Both ends of
   * `outOf` are representatives.
   */
  readonly representatives: readonly number[];
  /** Two open classes with equal keys meet the same open classes. */
  familyKey(classId: number): string;
}

/** The relations of a model with the aggregates that they are made of. */
export interface RelatedClasses {
  readonly aggregates: Aggregates;
  readonly relations: ClassRelations;
}

const related = new WeakMap<PolicyModel, RelatedClasses>();

/**
 * The relations of a model. Map, checks, list and evidence of one revision ask for the same: they are computed once and
 * kept as long as the model. 150,000 pods have some 200,000 stored pairs.
 */
export function classRelationsOf(model: PolicyModel): RelatedClasses {
  let known = related.get(model);
  if (known === undefined) {
    const aggregates = createAggregates();
    known = { aggregates, relations: relateClasses(model, aggregates) };
    related.set(model, known);
  }
  return known;
}

/**
 * Has the relations of an earlier model, if they were asked for, become those of this one: where the classes are the
 * same, only pairs of one on the host network and one whose pods changed are asked for again. The result is that of a
 * model alone.
 */
export function takeOverRelations(model: PolicyModel, before: PolicyModel): void {
  const known = related.get(before);
  if (known === undefined || related.has(model) || !hasClassesOf(before, model)) return;
  const { aggregates } = known;
  takeOverRepresentatives(model, before);
  related.set(model, { aggregates, relations: relateClasses(model, aggregates, { model: before, ...known }) });
}

interface Earlier extends RelatedClasses {
  readonly model: PolicyModel;
}

/**
 * Asks the engine kind by kind, and for those pairs that a rule names. Pairs with an end on the host network are asked
 * from that end: it is bound to one node, and who shares the node counts (rows 58, 59).
 */
function relateClasses(model: PolicyModel, aggregates: Aggregates, before?: Earlier): ClassRelations {
  const { classes, kinds } = model;
  const between = (from: number, to: number): Aggregate => aggregates.of(kinds.relation(from, to));
  const outOf = before === undefined ? namedPairs(model, aggregates) : before.relations.outOf.slice();
  const representatives = hostRepresentatives(model);
  storeHosts(model, aggregates, outOf, representatives, before);
  const familyKeys: (string | undefined)[] = [];
  return {
    openOut: openClasses(model, 'egress'),
    openIn: openClasses(model, 'ingress'),
    kindOf: kinds.of,
    members: kinds.members,
    between,
    of(from, to) {
      const stored = outOf[from]?.get(to);
      const [fromKind, toKind] = [kinds.of[from] as number, kinds.of[to] as number];
      return stored ?? (fromKind < 0 || toKind < 0 ? undefined : between(fromKind, toKind));
    },
    outOf,
    representatives,
    familyKey(classId) {
      const key = familyKeys[classId] ?? familiesOf(model, classes[classId]?.pods[0]);
      familyKeys[classId] = key;
      return key;
    },
  };
}

type Stored = Map<number, Aggregate | NodeSplit>;
type StoredPairs = ReadonlyMap<number, Aggregate | NodeSplit>;

/** The pairs that a narrow peer names and that have something else than their kinds. */
function namedPairs({ classes, kinds, relation }: PolicyModel, aggregates: Aggregates): StoredPairs[] {
  const outOf = classes.map((): Stored => new Map());
  const store = (from: number, to: number): void => {
    const aggregate = aggregates.of(relation({ type: 'class', class: from }, { type: 'class', class: to }));
    const told = aggregates.of(kinds.relation(kinds.of[from] as number, kinds.of[to] as number));
    if (aggregate !== told) outOf[from]?.set(to, aggregate);
  };
  for (const { id, hostNetwork } of classes) {
    if (hostNetwork) continue;
    for (const source of kinds.named(id, 'ingress')) store(source, id);
    for (const target of kinds.named(id, 'egress')) if (!outOf[id]?.has(target)) store(id, target);
  }
  return outOf;
}

/**
 * Adds the pairs with an end on the host network, in the order of the classes. Of an earlier model's those stay where
 * neither end has other pods.
 */
function storeHosts(
  model: PolicyModel,
  aggregates: Aggregates,
  outOf: StoredPairs[],
  representatives: readonly number[],
  before: Earlier | undefined,
): void {
  const { classes } = model;
  const isHost = (id: number): boolean => classes[id]?.hostNetwork === true;
  const hosts = classes.flatMap(({ id }) => (isHost(id) && representatives[id] === id ? [id] : []));
  if (hosts.length === 0 && before === undefined) return;
  const isFresh = freshClasses(model, representatives, before);
  const hostRelations = new HostRelations(model, aggregates, representatives);
  const earlier = before?.relations.outOf;
  const related = (from: number, to: number): Aggregate | NodeSplit | undefined =>
    earlier === undefined || isFresh(from) || isFresh(to) ? hostRelations.between(from, to) : earlier[from]?.get(to);
  for (const { id } of classes) {
    if (isHost(id)) {
      if (representatives[id] !== id) {
        outOf[id] = new Map();
        continue;
      }
      const own: Stored = new Map();
      const store = (to: number): void => {
        const split = related(id, to);
        if (split !== undefined) own.set(to, split);
      };
      for (const other of classes) if (!isHost(other.id)) store(other.id);
      for (const other of hosts) store(other);
      outOf[id] = own;
    } else if (earlier === undefined || isFresh(id) || hosts.some(isFresh)) {
      const own: Stored = new Map([...(outOf[id] ?? [])].filter(([to]) => !isHost(to)));
      for (const host of hosts) {
        const split = related(id, host);
        if (split !== undefined) own.set(host, split);
      }
      outOf[id] = own;
    }
  }
}

/** Classes with other pods than before, or on other nodes; a group of host-network classes as a whole. */
function freshClasses(
  model: PolicyModel,
  representatives: readonly number[],
  before: Earlier | undefined,
): (id: number) => boolean {
  if (before === undefined) return () => true;
  const was = before.relations.representatives;
  const changed = changedNamespaces(before.model.objects, model.objects);
  const fresh = new Set<number>();
  for (const { id, namespace } of model.classes) {
    const representative = representatives[id] as number;
    if (representative !== was[id]) for (const each of [id, was[id] as number, representative]) fresh.add(each);
    if (changed.has(partOfNamespace(namespace))) fresh.add(id).add(representative);
  }
  return (id) => fresh.has(id);
}

/** Gates of one kind are open or closed together. */
function openClasses(model: PolicyModel, direction: 'ingress' | 'egress'): readonly boolean[] {
  const isOpen = model.kinds.members.map(([example]) => {
    const gate = model.gate({ type: 'class', class: example as number }, direction);
    return gate.isolated === 'no' && gate.reasons.length === 0;
  });
  return Array.from(model.kinds.of, (kind) => isOpen[kind] ?? false);
}

/** The address families of a class, which all its pods share; '' where none is known. */
function familiesOf(model: PolicyModel, pod: string | undefined): string {
  const status = pod === undefined ? undefined : model.objects.pods.get(pod)?.status;
  const addresses = status?.podIPs?.map((entry) => entry.ip) ?? (status?.podIP === undefined ? [] : [status.podIP]);
  const families = new Set(addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4')));
  return [...families].sort().join();
}
