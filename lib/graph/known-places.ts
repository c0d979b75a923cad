import type { SceneNode } from './types.ts';
import type { Zone } from './zones.ts';

/** A rectangle in scene pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a box stood in an earlier picture of the same view, and of a tile in which band. */
export interface KnownPlace extends Rectangle {
  readonly zone?: Zone;
}

/** By id of the box. What is old never moves: a picture with known places puts only what is new. */
export type KnownPlaces = ReadonlyMap<string, KnownPlace>;

export const NO_PLACES: KnownPlaces = new Map();

/** The pictures of one cluster as they stood last, by view. */
export interface PlaceBook {
  of(view: string): KnownPlaces;
  keep(view: string, places: KnownPlaces): void;
}

/** So many views are remembered: a person opens some dozens of namespaces, and 300 boxes are some 15 kB. */
export const VIEWS_KEPT = 64;

/**
 * A book in memory, of what `kept` says at first, the view that was drawn longest ago first; `onKeep` is told of each
 * picture that is different from the one before.
 */
export function createPlaceBook(
  kept: Iterable<readonly [string, KnownPlaces]> = [],
  onKeep: (view: string, places: KnownPlaces) => void = () => undefined,
): PlaceBook {
  const views = new Map(kept);
  return {
    of: (view) => views.get(view) ?? NO_PLACES,
    keep(view, places) {
      const before = views.get(view);
      views.delete(view); // the newest stands last
      views.set(view, places);
      const [oldest] = views.keys();
      if (views.size > VIEWS_KEPT && oldest !== undefined) views.delete(oldest);
      if (before === undefined || !areSamePlaces(before, places)) onKeep(view, places);
    },
  };
}

/** The places of a drawn picture; `zoneOfTile` gives the band that a tile stands in. */
export function placesOf(nodes: readonly SceneNode[], zoneOfTile: (id: string) => Zone | undefined): KnownPlaces {
  return new Map(
    nodes.map(({ id, x, y, width, height }) => {
      const zone = zoneOfTile(id);
      return [id, { x, y, width, height, ...(zone === undefined ? {} : { zone }) }];
    }),
  );
}

function areSamePlaces(a: KnownPlaces, b: KnownPlaces): boolean {
  if (a.size !== b.size) return false;
  for (const [id, place] of a) {
    const other = b.get(id);
    if (other === undefined || !isSamePlace(place, other)) return false;
  }
  return true;
}

const isSamePlace = (a: KnownPlace, b: KnownPlace) =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height && a.zone === b.zone;

/** Whether two rectangles lie nearer to each other than `apart` pixels. */
export function areNear(a: Rectangle, b: Rectangle, apart: number): boolean {
  return (
    a.x < b.x + b.width + apart &&
    b.x < a.x + a.width + apart &&
    a.y < b.y + b.height + apart &&
    b.y < a.y + a.height + apart
  );
}
