import type { Aggregate, Aggregates } from './aggregate.ts';
import type { PolicyModel, SingleEnd } from './model.ts';

/**
 * The allowed relation between all classes, sparse: pairs of two open gates are not stored but answered by `openPair`.
 *
 * A class is *open* for a direction where no policy isolates it, for certain, and it is not on the host network. Two
 * open classes meet on every port; only their address families can keep them apart.
 */
export interface ClassRelations {
  readonly openOut: readonly boolean[];
  readonly openIn: readonly boolean[];
  /** For each source class its stored destinations: pairs of which not both gates are open, denied ones left out. */
  readonly outOf: readonly ReadonlyMap<number, Aggregate | NodeSplit>[];
  /** The relation of two classes with open gates. */
  openPair(from: number, to: number): Aggregate;
  /** Two classes with equal keys are alike as ends of open pairs. */
  familyKey(classId: number): string;
}

/** The pods of one class differ towards an end on the host network: those on its node, and the others. */
export interface NodeSplit {
  readonly node: string;
  /** Which end is divided; the other one is on the host network. */
  readonly divided: 'from' | 'to';
  readonly here: Aggregate;
  readonly elsewhere: Aggregate;
}

/**
 * Asks the engine for the rows of classes with a closed gate only. Pairs with an end on the host network are taken from
 * that end's rows: it is bound to one node, so rows tell apart the pods of a class that share the node (rows 58, 59).
 */
export function relateClasses(model: PolicyModel, aggregates: Aggregates): ClassRelations {
  const { classes } = model;
  const openOut = classes.map((podClass) => isOpen(model, podClass.id, 'egress'));
  const openIn = classes.map((podClass) => isOpen(model, podClass.id, 'ingress'));
  const outOf = classes.map(() => new Map<number, Aggregate | NodeSplit>());

  for (const { id, hostNetwork } of classes) {
    if (!openIn[id]) {
      for (const [source, aggregate] of foldRows(model, aggregates, id, 'into')) {
        // The rest is stored from the source's rows below.
        const take = hostNetwork ? !classes[source]?.hostNetwork : openOut[source];
        if (take && source !== id) outOf[source]?.set(id, aggregate);
      }
    }
    if (!openOut[id]) {
      for (const [target, aggregate] of foldRows(model, aggregates, id, 'outOf')) {
        if (!hostNetwork && classes[target]?.hostNetwork) continue; // stored from the target's rows above
        if (target !== id) outOf[id]?.set(target, aggregate);
      }
    }
    if (!(openIn[id] && openOut[id])) {
      const own = aggregates.of(model.relation({ type: 'class', class: id }, { type: 'class', class: id }));
      if (own !== aggregates.denied) outOf[id]?.set(id, own);
    }
  }

  const familyKeys = classes.map((podClass) => familiesOf(model, podClass.pods[0]));
  const openPairs = new Map<string, Aggregate>();
  return {
    openOut,
    openIn,
    outOf,
    openPair(from, to) {
      const key = `${familyKeys[from]} ${familyKeys[to]}`;
      let aggregate = openPairs.get(key);
      if (aggregate === undefined) {
        aggregate = aggregates.of(model.relation({ type: 'class', class: from }, { type: 'class', class: to }));
        openPairs.set(key, aggregate);
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

/** Pods on the host network are asked by name: all of a class share a node. */
function endOf(model: PolicyModel, id: number): SingleEnd {
  const podClass = model.classes[id];
  const pod = podClass?.hostNetwork ? podClass.pods[0] : undefined;
  return pod === undefined ? { type: 'class', class: id } : { type: 'class', class: id, pod };
}

/** Class → what its pods have with the class that is asked for; denied classes left out. */
function foldRows(
  model: PolicyModel,
  aggregates: Aggregates,
  asked: number,
  direction: 'into' | 'outOf',
): Map<number, Aggregate | NodeSplit> {
  const end = endOf(model, asked);
  const found = new Map<number, Aggregate | NodeSplit>();
  for (const row of direction === 'into' ? model.rowsInto(end) : model.rowsOutOf(end)) {
    const aggregate = aggregates.of(row.relation);
    if (aggregate === aggregates.denied) continue;
    for (const [classId, count] of row.classes) {
      const isWhole = count >= (model.classes[classId]?.count ?? 0);
      if (isWhole) found.set(classId, aggregate);
      else if (classId !== asked && !found.has(classId)) {
        found.set(classId, splitByNode(model, aggregates, end, classId, direction));
      }
    }
  }
  return found;
}

/** Rows 58 and 59: one pod of the class on the asked pod's node, and one elsewhere. */
function splitByNode(
  model: PolicyModel,
  aggregates: Aggregates,
  asked: SingleEnd,
  classId: number,
  direction: 'into' | 'outOf',
): NodeSplit {
  const nodeOf = (pod: string): string | undefined => model.objects.pods.get(pod)?.spec.nodeName;
  const node = (asked.type === 'class' && asked.pod !== undefined && nodeOf(asked.pod)) || '';
  const pods = model.classes[classId]?.pods ?? [];
  const relate = (pod: string | undefined): Aggregate => {
    if (pod === undefined) return aggregates.denied;
    const other: SingleEnd = { type: 'class', class: classId, pod };
    return aggregates.of(direction === 'into' ? model.relation(other, asked) : model.relation(asked, other));
  };
  return {
    node,
    divided: direction === 'into' ? 'from' : 'to',
    here: relate(pods.find((pod) => nodeOf(pod) === node)),
    elsewhere: relate(pods.find((pod) => nodeOf(pod) !== node)),
  };
}

/** The address families of a class, which all its pods share; '' where none is known. */
function familiesOf(model: PolicyModel, pod: string | undefined): string {
  const status = pod === undefined ? undefined : model.objects.pods.get(pod)?.status;
  const addresses = status?.podIPs?.map((entry) => entry.ip) ?? (status?.podIP === undefined ? [] : [status.podIP]);
  const families = new Set(addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4')));
  return [...families].sort().join();
}
