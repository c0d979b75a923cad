import { getOr } from '#lib/get-or.ts';
import { objectKey } from '#lib/kube/objects.ts';
import type { Togetherness } from '../host-classes.ts';
import type { PolicyModel } from '../model.ts';
import type { PathVertex } from './path-vertices.ts';

/** The node of a pod that is on none yet: it may come to any. */
export const UNPLACED = '';

/** The nodes of some pods, `UNPLACED` among them where one is on none yet. */
export type Places = ReadonlySet<string>;

/** Where the pods of a workload in a class are. */
interface KnownPlaces {
  readonly nodes: Places;
  /** The same number for the same nodes. */
  readonly key: number;
}

/** In which ways of sharing a node two classes connect, where they do in some and not in others (rows 58, 59). */
export type PartlyMet = Readonly<Partial<Record<Togetherness, boolean>>>;

interface OfModel {
  readonly ofWorkload: Map<string, ReadonlyMap<number, KnownPlaces>>;
  readonly keys: Map<string, number>;
}

const known = new WeakMap<PolicyModel, OfModel>();

/** The nodes of a workload's pods in a class, those of the classes that it stands for among them. */
export function placesOf(
  model: PolicyModel,
  representatives: readonly number[],
  workload: string,
  classId: number,
): KnownPlaces {
  const { ofWorkload, keys } = getOr(known, model, (): OfModel => ({ ofWorkload: new Map(), keys: new Map() }));
  const found = getOr(ofWorkload, workload, () => {
    const places = new Map<number, Set<string>>();
    const place = (id: number, node: string): void => {
      getOr(places, representatives[id] ?? id, () => new Set<string>()).add(node);
    };
    for (const { metadata, spec } of model.podsOfWorkload(workload)) {
      const id = model.classOf(objectKey(metadata));
      if (id !== undefined) place(id, spec.nodeName ?? UNPLACED);
    }
    for (const id of model.classesOfWorkload(workload).keys()) {
      if (!places.has(representatives[id] ?? id)) place(id, UNPLACED);
    }
    return new Map([...places].map(([id, nodes]) => [id, { nodes, key: keyOf(nodes, keys) }]));
  });
  return found.get(classId) ?? NOT_THERE;
}

function keyOf(nodes: Places, keys: Map<string, number>): number {
  return getOr(keys, JSON.stringify([...nodes].sort()), () => keys.size);
}

const NO_PLACES: Places = new Set();
const NOT_THERE: KnownPlaces = { nodes: NO_PLACES, key: -1 };

/** Whether a pod of one of two groups shares a node with one of the other in a way in which they connect. */
export function meetSomewhere(partly: PartlyMet, a: Places, b: Places): boolean {
  if (partly.here && sharesNode(a, b)) return true;
  if (partly.unplaced && (a.has(UNPLACED) || b.has(UNPLACED))) return true;
  return partly.elsewhere === true && areApart(a, b);
}

function sharesNode(a: Places, b: Places): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const node of few) if (node !== UNPLACED && many.has(node)) return true;
  return false;
}

/** A node of one and another node of the other. */
function areApart(a: Places, b: Places): boolean {
  const own = firstTwo(a);
  return firstTwo(b).some((node) => own.some((other) => other !== node));
}

function firstTwo(places: Places): readonly string[] {
  const found: string[] = [];
  for (const node of places) {
    if (node !== UNPLACED) found.push(node);
    if (found.length === 2) break;
  }
  return found;
}

/** The vertices of one class, to be found by their nodes. */
export class PlacedVertices {
  readonly #list: readonly PathVertex[];
  readonly #byNode = new Map<string, PathVertex[]>();

  constructor(list: readonly PathVertex[]) {
    this.#list = list;
    for (const vertex of list) {
      for (const node of vertex.places ?? NO_PLACES) getOr(this.#byNode, node, (): PathVertex[] => []).push(vertex);
    }
  }

  /** Those that a vertex meets. Where only who shares a node connects, only these are looked at. */
  metBy({ places = NO_PLACES }: PathVertex, partly: PartlyMet): Iterable<PathVertex> {
    const isMet = (vertex: PathVertex): boolean => meetSomewhere(partly, places, vertex.places ?? NO_PLACES);
    if (partly.elsewhere || (partly.unplaced && places.has(UNPLACED))) return this.#list.filter(isMet);
    const found = new Set<PathVertex>();
    const nodes = partly.unplaced ? [...places, UNPLACED] : places;
    for (const node of nodes) for (const vertex of this.#byNode.get(node) ?? []) if (isMet(vertex)) found.add(vertex);
    return found;
  }
}
