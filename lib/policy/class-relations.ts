import { type Aggregate, type Aggregates, createAggregates } from './aggregate.ts';
import { HostRelations, hostRepresentatives, type NodeSplit } from './host-classes.ts';
import type { PolicyModel } from './model.ts';
import { peerCandidates } from './peer-candidates.ts';

/**
 * The allowed relation between all classes, sparse: pairs of two open gates are not stored but answered by `openPair`.
 *
 * A class is *open* for a direction where no policy closes anything to anybody, for certain, and it is not on the host
 * network. Two
 * open classes meet on every port; only their address families can keep them apart.
 */
export interface ClassRelations {
  readonly openOut: readonly boolean[];
  readonly openIn: readonly boolean[];
  /** For each source class its stored destinations: pairs of which not both gates are open, denied ones left out. */
  readonly outOf: readonly ReadonlyMap<number, Aggregate | NodeSplit>[];
  /**
   * Class → the class that stands for it: host-network classes that differ by their node only are one. Both ends of
   * `outOf` are representatives.
   */
  readonly representatives: readonly number[];
  /** The relation of two classes with open gates. */
  openPair(from: number, to: number): Aggregate;
  /** Two classes with equal keys are alike as ends of open pairs. */
  familyKey(classId: number): string;
}

/** The relations of a model with the aggregates that they are made of. */
export interface RelatedClasses {
  readonly aggregates: Aggregates;
  readonly relations: ClassRelations;
}

const related = new WeakMap<PolicyModel, RelatedClasses>();

/** 10,000 pods have some 2,000 classes and 11 MB of pairs; 150,000 pods 32,000 classes and 440 MB, which nobody may keep. */
const MOST_CLASSES_KEPT = 6_000;

/** Whether the relations of a model are kept as long as the model, so that asking for them again costs nothing. */
export function keepsClassRelations({ classes }: PolicyModel): boolean {
  return classes.length <= MOST_CLASSES_KEPT;
}

/**
 * The relations of a model. Map, checks, list and evidence of one revision ask for the same: they are computed once,
 * unless the model is too large to keep them.
 */
export function classRelationsOf(model: PolicyModel): RelatedClasses {
  let known = related.get(model);
  if (known === undefined) {
    const aggregates = createAggregates();
    known = { aggregates, relations: relateClasses(model, aggregates) };
    if (keepsClassRelations(model)) related.set(model, known);
  }
  return known;
}

/**
 * Asks the engine for those pairs only that can be allowed: an isolated class meets the classes that its own rules name.
 * Pairs with an end on the host network are asked from that end: it is bound to one node, and who shares the node counts
 * (rows 58, 59).
 */
function relateClasses(model: PolicyModel, aggregates: Aggregates): ClassRelations {
  const { classes } = model;
  const openOut = classes.map((podClass) => isOpen(model, podClass.id, 'egress'));
  const openIn = classes.map((podClass) => isOpen(model, podClass.id, 'ingress'));
  const outOf = classes.map(() => new Map<number, Aggregate | NodeSplit>());
  const store = (from: number, to: number): void => {
    const aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
    if (aggregate !== aggregates.denied) outOf[from]?.set(to, aggregate);
  };

  const onlyPods = classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [] : [id]));
  const candidates = { ingress: peerCandidates(model, 'ingress'), egress: peerCandidates(model, 'egress') };
  for (const id of onlyPods) {
    if (!openIn[id]) {
      for (const source of candidates.ingress(id) ?? onlyPods) if (!classes[source]?.hostNetwork) store(source, id);
    }
    if (openOut[id]) continue;
    for (const target of candidates.egress(id) ?? onlyPods) {
      if (openIn[target] && !classes[target]?.hostNetwork) store(id, target); // other targets are stored above
    }
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

  const familyKeys = classes.map((podClass) => familiesOf(model, podClass.pods[0]));
  const distinctKeys = [...new Set(familyKeys)];
  const familyIndex = familyKeys.map((key) => distinctKeys.indexOf(key));
  const openPairs: (Aggregate | undefined)[] = [];
  return {
    openOut,
    openIn,
    outOf,
    representatives,
    openPair(from, to) {
      const pair = (familyIndex[from] as number) * distinctKeys.length + (familyIndex[to] as number);
      let aggregate = openPairs[pair];
      if (aggregate === undefined) {
        aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
        openPairs[pair] = aggregate;
      }
      return aggregate;
    },
    familyKey: (classId) => familyKeys[classId] ?? '',
  };
}

function isOpen(model: PolicyModel, id: number, direction: 'ingress' | 'egress'): boolean {
  const gate = model.gate({ type: 'class', class: id }, direction);
  return gate.isolated === 'no' && gate.reasons.length === 0 && model.classes[id]?.hostNetwork === false;
}

/** The address families of a class, which all its pods share; '' where none is known. */
function familiesOf(model: PolicyModel, pod: string | undefined): string {
  const status = pod === undefined ? undefined : model.objects.pods.get(pod)?.status;
  const addresses = status?.podIPs?.map((entry) => entry.ip) ?? (status?.podIP === undefined ? [] : [status.podIP]);
  const families = new Set(addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4')));
  return [...families].sort().join();
}
