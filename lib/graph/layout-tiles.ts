import type { KnownPlace, KnownPlaces, Rectangle } from './known-places.ts';
import { textWidth } from './svg-text.ts';
import { ZONES, type Zone } from './zones.ts';

const TILE = { width: 70, height: 31 };
const BETWEEN_X = 7.5;
const PITCH_X = TILE.width + BETWEEN_X;
const PITCH_Y = 38.4;
const TILES_IN_ROW = 12;
const HEADING_WIDTH = 68;
const ZONE_GAP = 5;
const NAME_SIZE = 11;
const NAME_PADDING = 14;

export interface Tiles {
  /** Of each tile, with the band that it stands in. */
  readonly places: ReadonlyMap<string, KnownPlace & { readonly zone: Zone }>;
  readonly headings: ReadonlyMap<Zone, Rectangle>;
  /** Places of an earlier picture were kept: this one must not be moved as a whole. */
  readonly isKnown: boolean;
}

interface Tile {
  readonly id: string;
  readonly zone: Zone;
  readonly name: string;
}

/**
 * Bands of tiles, twelve in a row, in the order given. Tiles with known places stay, in the band where they were; new ones
 * take what is free in the last row of their band, then places to the right of it, then a band of their own at the lower
 * end where there is none yet. Where more than half is new everything is laid out anew.
 */
export function layoutTiles(tiles: readonly Tile[], known: KnownPlaces): Tiles {
  const old = tiles.filter(({ id }) => known.get(id)?.zone !== undefined);
  return old.length * 2 < tiles.length || old.length === 0 ? fresh(tiles) : beside(tiles, known);
}

/** On paper nothing comes later: where bands are short, tiles are as wide as their names, and the picture no wider than it may be. */
export function layoutPrintedTiles(tiles: readonly Tile[]): Tiles {
  const longest = Math.max(0, ...[...Map.groupBy(tiles, ({ zone }) => zone).values()].map((own) => own.length));
  const room = (TILES_IN_ROW * PITCH_X) / Math.min(TILES_IN_ROW, Math.max(1, longest)) - BETWEEN_X;
  const wanted = Math.max(0, ...tiles.map(({ name }) => Math.ceil(textWidth(name, NAME_SIZE)) + NAME_PADDING));
  return fresh(tiles, Math.max(TILE.width, Math.min(wanted, room)));
}

function fresh(tiles: readonly Tile[], width = TILE.width): Tiles {
  const places = new Map<string, KnownPlace & { readonly zone: Zone }>();
  const headings = new Map<Zone, Rectangle>();
  let y = 0;
  for (const zone of ZONES) {
    const own = tiles.filter((tile) => tile.zone === zone);
    if (own.length === 0) continue;
    headings.set(zone, headingAt(0, y));
    for (const [position, { id }] of own.entries())
      places.set(id, { ...tileAt(HEADING_WIDTH, y, position, width), zone });
    y += Math.ceil(own.length / TILES_IN_ROW) * PITCH_Y + ZONE_GAP;
  }
  return { places, headings, isKnown: false };
}

function beside(tiles: readonly Tile[], known: KnownPlaces): Tiles {
  const places = new Map<string, KnownPlace & { readonly zone: Zone }>();
  const added: Tile[] = [];
  for (const tile of tiles) {
    const place = known.get(tile.id);
    if (place?.zone === undefined) added.push(tile);
    else places.set(tile.id, { ...place, zone: place.zone });
  }
  const left = Math.min(...[...places.values()].map(({ x }) => x)); // some band begins at its heading
  const headings = new Map<Zone, Rectangle>();
  for (const zone of ZONES) {
    const heading = known.get(`zone:${zone}`);
    if (heading !== undefined && [...places.values()].some((place) => place.zone === zone)) headings.set(zone, heading);
  }
  const x = [...headings.values()][0]?.x ?? left - HEADING_WIDTH;
  for (const { id, zone } of added) {
    const own = [...places.values()].filter((place) => place.zone === zone);
    const heading = headings.get(zone) ?? known.get(`zone:${zone}`) ?? headingAt(x, below(places));
    headings.set(zone, heading);
    places.set(id, { ...freeTile(x + HEADING_WIDTH, heading.y, own), zone });
  }
  return { places, headings, isKnown: true };
}

/** The first free place of a band: in its rows, then to the right of them. */
function freeTile(left: number, top: number, own: readonly Rectangle[]): Rectangle {
  const rows = Math.max(1, ...own.map(({ y }) => Math.round((y - top) / PITCH_Y) + 1));
  const isFree = (place: Rectangle) => own.every(({ x, y }) => Math.abs(x - place.x) > 1 || Math.abs(y - place.y) > 1);
  for (let position = 0; position < rows * TILES_IN_ROW; position++) {
    const place = tileAt(left, top, position);
    if (isFree(place)) return place;
  }
  for (let column = TILES_IN_ROW; ; column++) {
    for (let row = 0; row < rows; row++) {
      const place = { x: left + column * PITCH_X, y: top + row * PITCH_Y, ...TILE };
      if (isFree(place)) return place;
    }
  }
}

const below = (places: ReadonlyMap<string, Rectangle>) =>
  Math.max(...[...places.values()].map(({ y }) => y)) + PITCH_Y + ZONE_GAP;

const headingAt = (x: number, y: number): Rectangle => ({ x, y, width: HEADING_WIDTH - 8, height: TILE.height });

const tileAt = (left: number, top: number, position: number, width = TILE.width): Rectangle => ({
  x: left + (position % TILES_IN_ROW) * (width + BETWEEN_X),
  y: top + Math.floor(position / TILES_IN_ROW) * PITCH_Y,
  ...{ width, height: TILE.height },
});
