import { getOr } from '#lib/get-or.ts';
import { partOfNamespace } from '#lib/kube/namespaced-map.ts';
import { podAddresses } from './address-holders.ts';
import { addressPlaces } from './address-places.ts';
import type { Aggregate, Aggregates } from './aggregate.ts';
import { changedNamespaces } from './changed-namespaces.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { nodeKeys, tellsAddresses } from './node-groups.ts';
import { allContainers } from './service-table.ts';

/** What two ends share as to nodes: the same, two different ones, or one of them is on none yet. */
export type Togetherness = 'here' | 'elsewhere' | 'unplaced';

/** The relation of two classes of which one is on the host network: who shares a node counts (rows 58, 59). */
export type NodeSplit = Readonly<Partial<Record<Togetherness, Aggregate>>>;

export function togetherness(nodeA: string | undefined, nodeB: string | undefined): Togetherness {
  if (nodeA === undefined || nodeB === undefined) return 'unplaced';
  return nodeA === nodeB ? 'here' : 'elsewhere';
}

/**
 * Class → the first host-network class that differs from it in nothing but its node, else itself. The classes of an
 * agent that runs on every node have one relation with whoever does not share their node, and one with whoever does.
 */
export function hostRepresentatives(model: PolicyModel): readonly number[] {
  let representatives = representativesOf.get(model);
  if (representatives === undefined) {
    representatives = findRepresentatives(model);
    representativesOf.set(model, representatives);
  }
  return representatives;
}

const representativesOf = new WeakMap<PolicyModel, readonly number[]>();

/**
 * Has the representatives of an earlier model with the same classes be those of this one, where no pod on the host network
 * changed and its node tells its own addresses: those that pods tell of a node come and go with them.
 */
export function takeOverRepresentatives(model: PolicyModel, before: PolicyModel): void {
  const known = representativesOf.get(before);
  if (known === undefined || representativesOf.has(model)) return;
  const changed = changedNamespaces(before.objects, model.objects);
  const { nodes, pods: all } = model.objects;
  const holds = model.classes.every(({ hostNetwork, namespace, pods }) => {
    if (!hostNetwork) return true;
    if (changed.has(partOfNamespace(namespace))) return false;
    const nodeName = all.get(pods[0] ?? '')?.spec.nodeName;
    return nodeName === undefined || tellsAddresses(nodes.get(nodeName));
  });
  if (holds) representativesOf.set(model, known);
}

function findRepresentatives(model: PolicyModel): readonly number[] {
  const places = addressPlaces(model);
  const nodeKey = nodeKeys(model, places);
  const first = new Map<string, number>();
  return model.classes.map(({ id, namespace, hostNetwork, pods }) => {
    const pod = hostNetwork ? model.objects.pods.get(pods[0] ?? '') : undefined;
    const nodeName = pod?.spec.nodeName;
    if (pod === undefined || nodeName === undefined) return id;
    const ports = allContainers(pod.spec).flatMap((container) => container.ports ?? []);
    const key = JSON.stringify([
      namespace,
      Object.entries(pod.metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      ports,
      nodeKey(nodeName),
      [...new Set(podAddresses(pod).map(places))].sort(),
    ]);
    const known = first.get(key);
    if (known !== undefined) return known;
    first.set(key, id);
    return id;
  });
}

/** A pod with its class. */
interface PlacedPod {
  readonly classId: number;
  readonly pod: string | undefined;
}

type PlacedPods = Map<string | undefined, PlacedPod[]>;

/** Pods kept of one node: two of them are two different ones. */
const MOST_OF_NODE = 2;

/** Relations of host-network groups with other classes, one for each way of sharing a node that occurs. */
export class HostRelations {
  readonly #model: PolicyModel;
  readonly #aggregates: Aggregates;
  /** Representative → its host-network classes. */
  readonly #hosts: ReadonlyMap<number, readonly number[]>;
  /** Class or representative → node → one pod there, or two. */
  readonly #placed = new Map<number, PlacedPods>();

  constructor(model: PolicyModel, aggregates: Aggregates, representatives: readonly number[]) {
    this.#model = model;
    this.#aggregates = aggregates;
    const hosts = model.classes.flatMap(({ id, hostNetwork }) => (hostNetwork ? [id] : []));
    this.#hosts = Map.groupBy(hosts, (id) => representatives[id] ?? id);
  }

  #placedOf(id: number): PlacedPods {
    return getOr(this.#placed, id, () => {
      const { classes, objects } = this.#model;
      const byNode: PlacedPods = new Map();
      for (const classId of this.#hosts.get(id) ?? [id]) {
        const place = (pod: string | undefined, node: string | undefined): void => {
          const list = byNode.get(node);
          if (list === undefined) byNode.set(node, [{ classId, pod }]);
          else if (list.length < MOST_OF_NODE) list.push({ classId, pod });
        };
        const { pods = [], podlessWorkloads = [] } = classes[classId] ?? {};
        for (const pod of pods) place(pod, objects.pods.get(pod)?.spec.nodeName);
        // A workload without pods runs nowhere yet.
        if (podlessWorkloads.length > 0) place(undefined, undefined);
      }
      return byNode;
    });
  }

  /** Undefined where every pair is denied. */
  between(from: number, to: number): NodeSplit | undefined {
    const split: { -readonly [Key in Togetherness]?: Aggregate } = {};
    for (const [kind, source, target] of this.#examples(from, to)) {
      split[kind] = this.#aggregates.of(this.#model.relation(endOf(source), endOf(target)));
    }
    const { denied } = this.#aggregates;
    return Object.values(split).every((aggregate) => aggregate === denied) ? undefined : split;
  }

  /** One pair of pods for each way of sharing a node. */
  *#examples(from: number, to: number): Generator<readonly [Togetherness, PlacedPod, PlacedPod]> {
    const [sources, targets] = [this.#placedOf(from), this.#placedOf(to)];
    const found = new Set<Togetherness>();
    const [few, many, turned] = sources.size <= targets.size ? [sources, targets, false] : [targets, sources, true];
    for (const [node, ones] of few) {
      // The same node, no node, and any other node: no more can be told apart.
      for (const other of nodesToTry(many, node)) {
        const kind = togetherness(node, other);
        if (found.has(kind)) continue;
        const pair = twoDifferent(ones, many.get(other) ?? []);
        if (pair === undefined) continue;
        found.add(kind);
        yield turned ? [kind, pair[1], pair[0]] : [kind, pair[0], pair[1]];
      }
      if (found.size === 3) return;
    }
  }
}

function* nodesToTry(
  byNode: ReadonlyMap<string | undefined, readonly PlacedPod[]>,
  node: string | undefined,
): Generator<string | undefined> {
  if (byNode.has(node)) yield node;
  if (byNode.has(undefined)) yield undefined;
  for (const other of byNode.keys()) {
    if (other === node || other === undefined) continue;
    yield other;
    return;
  }
}

function twoDifferent(a: readonly PlacedPod[], b: readonly PlacedPod[]): readonly [PlacedPod, PlacedPod] | undefined {
  const [first] = a;
  if (first === undefined) return undefined;
  // Replicas of a workload without pods have no names, and are different pods.
  const other = b.find(({ pod }) => pod === undefined || pod !== first.pod);
  if (other !== undefined) return [first, other];
  const second = a[1];
  return second === undefined || b[0] === undefined ? undefined : [second, b[0]];
}

function endOf({ classId, pod }: PlacedPod): SingleEnd {
  return pod === undefined ? { type: 'class', class: classId } : { type: 'class', class: classId, pod };
}
