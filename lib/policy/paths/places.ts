import { getOr } from '#lib/get-or.ts';
import { objectKey } from '#lib/kube/objects.ts';
import type { Togetherness } from '../host-classes.ts';
import type { PolicyModel } from '../model.ts';
import type { PathVertex } from './path-vertices.ts';

/** The nodes of some pods; `NOWHERE` where one is on none yet. */
export type Places = ReadonlySet<string>;

const NOWHERE = '';

/** In which ways of sharing a node two classes connect, where they do in some and not in others (rows 58, 59). */
export type PartlyMet = Readonly<Partial<Record<Togetherness, boolean>>>;

const known = new WeakMap<PolicyModel, Map<string, Map<number, Places>>>();

/** The nodes of a workload's pods in a class, those of the classes that it stands for among them. */
export function placesOf(
  model: PolicyModel,
  representatives: readonly number[],
  workload: string,
  classId: number,
): Places {
  const ofModel = getOr(known, model, () => new Map<string, Map<number, Places>>());
  const found = getOr(ofModel, workload, () => {
    const places = new Map<number, Set<string>>();
    const place = (id: number, node: string): void => {
      getOr(places, representatives[id] ?? id, () => new Set<string>()).add(node);
    };
    for (const { metadata, spec } of model.podsOfWorkload(workload)) {
      const id = model.classOf(objectKey(metadata));
      if (id !== undefined) place(id, spec.nodeName ?? NOWHERE);
    }
    for (const id of model.classesOfWorkload(workload).keys()) {
      if (!places.has(representatives[id] ?? id)) place(id, NOWHERE);
    }
    return places as Map<number, Places>;
  });
  return found.get(classId) ?? NO_PLACES;
}

const NO_PLACES: Places = new Set();

/** Whether a pod of one of two groups shares a node with one of the other in a way in which they connect. */
export function meetSomewhere(partly: PartlyMet, a: Places, b: Places): boolean {
  if (partly.here && sharesNode(a, b)) return true;
  if (partly.unplaced && (a.has(NOWHERE) || b.has(NOWHERE))) return true;
  return partly.elsewhere === true && areApart(a, b);
}

function sharesNode(a: Places, b: Places): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const node of few) if (node !== NOWHERE && many.has(node)) return true;
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
    if (node !== NOWHERE) found.push(node);
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
    if (partly.elsewhere || (partly.unplaced && places.has(NOWHERE))) return this.#list.filter(isMet);
    const found = new Set<PathVertex>();
    const nodes = partly.unplaced ? [...places, NOWHERE] : places;
    for (const node of nodes) for (const vertex of this.#byNode.get(node) ?? []) if (isMet(vertex)) found.add(vertex);
    return found;
  }
}
