import { type Aggregate, type Aggregates, createAggregates } from './aggregate.ts';
import { HostRelations, hostRepresentatives, type NodeSplit } from './host-classes.ts';
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
 * Asks the engine kind by kind, and for those pairs that a rule names. Pairs with an end on the host network are asked
 * from that end: it is bound to one node, and who shares the node counts (rows 58, 59).
 */
function relateClasses(model: PolicyModel, aggregates: Aggregates): ClassRelations {
  const { classes, kinds } = model;
  const between = (from: number, to: number): Aggregate => aggregates.of(kinds.relation(from, to));
  const outOf = classes.map(() => new Map<number, Aggregate | NodeSplit>());
  const store = (from: number, to: number): void => {
    const aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
    if (aggregate !== between(kinds.of[from] as number, kinds.of[to] as number)) outOf[from]?.set(to, aggregate);
  };
  const onlyPods = classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [] : [id]));
  for (const id of onlyPods) {
    for (const source of kinds.named(id, 'ingress')) store(source, id);
    for (const target of kinds.named(id, 'egress')) if (!outOf[id]?.has(target)) store(id, target);
  }
  const representatives = hostRepresentatives(model);
  const hosts = classes.flatMap(({ id, hostNetwork }) => (hostNetwork && representatives[id] === id ? [id] : []));
  const hostRelations = new HostRelations(model, aggregates, representatives);
  const storeHosts = (from: number, to: number): void => {
    const split = hostRelations.between(from, to);
    if (split !== undefined) outOf[from]?.set(to, split);
  };
  for (const host of hosts) {
    for (const other of onlyPods) {
      storeHosts(host, other);
      storeHosts(other, host);
    }
    for (const other of hosts) storeHosts(host, other);
  }
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
