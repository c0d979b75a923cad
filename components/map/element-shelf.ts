import type { CollectionReturnValue } from 'cytoscape';
import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { partIds } from './map-elements.ts';

/** A cluster's tiles and some opened namespaces: whoever goes back finds them drawn. Some kilobytes each. */
export const SHELF_ELEMENTS = 1_500;

type Part = SceneNode | SceneEdge;

/** What was taken off the canvas, as it was drawn for one part of a scene. */
export interface ShelvedPart {
  readonly elements: readonly CollectionReturnValue[];
  /** The classes of marks that each of them has, by id. */
  readonly marks: ReadonlyMap<string, string>;
}

interface Kept extends ShelvedPart {
  readonly ends: readonly (Part | undefined)[];
}

/**
 * Elements that left the canvas, to be put back where the very same part of a scene is shown again: most of the time of
 * a level goes into their style. The longest kept goes first.
 */
export class ElementShelf {
  readonly #kept = new Map<Part, Kept>();
  #size = 0;

  /** Keeps what of a scene does not stand any more; to be called before it is removed. */
  put(
    scene: Scene,
    isWanted: (id: string) => boolean,
    elementOf: (id: string) => CollectionReturnValue,
    markOf: (id: string) => string | undefined,
  ): void {
    const endsOf = endsIn(scene);
    for (const part of [...scene.nodes, ...scene.edges]) {
      if (isWanted(part.id)) continue;
      const elements = partIds(part).flatMap((id) => {
        const element = elementOf(id);
        return element.empty() ? [] : [element];
      });
      const marks = new Map(elements.map((element) => [element.id(), markOf(element.id()) ?? '']));
      this.#take(part); // it may lie here still, though it was drawn anew
      this.#kept.set(part, { elements, marks, ends: endsOf(part) });
      this.#size += elements.length;
    }
    for (const part of this.#kept.keys()) {
      if (this.#size <= SHELF_ELEMENTS) break;
      this.#take(part);
    }
  }

  /** Takes what was drawn for these parts of a scene, a line only between the same boxes; the worst line comes last. */
  take(scene: Scene, isFree: (id: string) => boolean): ReadonlyMap<Part, ShelvedPart> {
    const taken = new Map<Part, ShelvedPart>();
    const endsOf = endsIn(scene);
    for (const part of [...scene.nodes, ...scene.edges.toReversed()]) {
      const kept = this.#kept.get(part);
      if (kept === undefined || !partIds(part).every(isFree)) continue;
      this.#take(part);
      const ends = endsOf(part);
      if (kept.ends.every((end, index) => end === ends[index])) taken.set(part, kept);
    }
    return taken;
  }

  /** What is on it does not look as it would now. */
  clear(): void {
    this.#kept.clear();
    this.#size = 0;
  }

  #take(part: Part): void {
    this.#size -= this.#kept.get(part)?.elements.length ?? 0;
    this.#kept.delete(part);
  }
}

/** A line is led between two boxes: between others it is another line. */
function endsIn({ nodes }: Scene): (part: Part) => readonly (Part | undefined)[] {
  const at = new Map(nodes.map((node) => [node.id, node]));
  return (part) => ('from' in part ? [at.get(part.from), at.get(part.to)] : []);
}
