import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { type Connections, connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import {
  edgesOmitted,
  foldedPodsNote,
  foldedTilesSentence,
  formatCount,
  groupsNote,
  tileSentence,
  zoneLabels,
} from '#lib/text/en/scene.ts';
import { enteredWorkloads } from './entered-workloads.ts';
import { type KnownPlaces, NO_PLACES, type PlaceBook, placesOf, type Rectangle } from './known-places.ts';
import { layoutPrintedTiles, layoutTiles, type Tiles } from './layout-tiles.ts';
import { SCENE_MAX_NODES, TILE_SCENE_MAX_EDGES } from './scene-budget.ts';
import { EdgeDraft } from './scene-edges.ts';
import { frameScene } from './scene-frame.ts';
import type { SceneInput } from './scene-input.ts';
import { gapBadge, joinBadges, splitWorkload, type WorkloadFacts } from './scene-workloads.ts';
import type { FencePost, Scene, SceneEdge, SceneLevel, SceneNode } from './types.ts';
import { unreadNamespaces } from './unread-namespaces.ts';
import { isPlatformNamespace, ZONES, type Zone, zoneLabelOf, zoneOf } from './zones.ts';

const NODES_FOR_FOLDED = 13; // one heading and one folded box for each zone, and one for what may not be read
/** So many namespaces have a tile each, whatever gaps they have. */
export const TILES_SHOWN = SCENE_MAX_NODES - NODES_FOR_FOLDED;

export const tileBox = (namespace: string) => `ns:${namespace}`;

export interface NamespaceSceneOptions {
  /** What the page asked for, where that did not fit. */
  readonly asked?: SceneLevel | undefined;
  readonly book?: PlaceBook | undefined;
  /** Tiles are as wide as their names, where they have room. */
  readonly printed?: boolean | undefined;
}

/** All namespaces as tiles in bands: a cluster of any size in one picture, gaps on every tile that has one. */
export function buildNamespaceScene(
  input: SceneInput,
  workloads: readonly WorkloadFacts[],
  restLevel: SceneLevel,
  { asked, book, printed = false }: NamespaceSceneOptions = {},
): Scene {
  const facts = namespaceFacts(input, workloads);
  const known = book?.of(NAMESPACES_VIEW) ?? NO_PLACES;
  const tiles = placeTiles(facts, known, printed);
  const edges = tileEdges(input).filter(({ from, to }) => tiles.places.has(from) && tiles.places.has(to));
  const kept = edges.slice(0, TILE_SCENE_MAX_EDGES);
  const pods = workloads.reduce((sum, each) => sum + each.pods, 0);
  const notes = [
    ...(asked === undefined ? [] : [foldedPodsNote(asked, 'namespaces', SCENE_MAX_NODES)]),
    groupsNote(facts.length, pods),
  ];
  const placed = tileNodes(facts, tiles);
  const unread = unreadNamespaces(input.model, placed, tiles.isKnown ? known : NO_PLACES);
  const frame = frameScene([...placed, ...unread], kept, tiles.isKnown);
  book?.keep(
    NAMESPACES_VIEW,
    placesOf(frame.nodes, (id) => tiles.places.get(id)?.zone),
  );
  return {
    level: 'namespaces',
    restLevel,
    ...frame,
    note: notes.join(' '),
    omitted:
      edges.length > kept.length
        ? [{ what: 'edges', count: edges.length - kept.length, sentence: edgesOmitted(edges.length - kept.length) }]
        : [],
  };
}

const NAMESPACES_VIEW = 'namespaces';

/** So many lines of one tile are told, the worst first. */
export const LINES_MAX = 200;

/** All lines of one namespace's tile, the worst first, and how many lead in and out; undefined for a stranger. */
export function linesOfNamespace(
  input: SceneInput,
  namespace: string,
): { readonly edges: readonly SceneEdge[]; readonly in: number; readonly out: number } | undefined {
  if (!input.model.namespaces.includes(namespace)) return undefined;
  const tile = tileBox(namespace);
  const own = tileEdges(input).filter(({ from, to }) => from === tile || to === tile);
  const into = own.filter(({ to }) => to === tile).length;
  return { edges: own.slice(0, LINES_MAX), in: into, out: own.length - into };
}

export interface NamespaceFacts {
  readonly name: string;
  readonly zone: Zone;
  readonly pods: number;
  readonly ingress: number;
  readonly egress: number;
  readonly node: Pick<SceneNode, 'dataClass' | 'basis' | 'gaps'>;
}

/** Facts of every namespace, in the order of their names. */
export function namespaceFacts(input: SceneInput, workloads: readonly WorkloadFacts[]): NamespaceFacts[] {
  const entered = new Set([...enteredWorkloads(input.model)].map((key) => splitWorkload(key).namespace));
  const members = Map.groupBy(workloads, (each) => each.namespace);
  const gaps = Map.groupBy(input.gaps, (gap) => gap.subject.namespace);
  return input.model.namespaces.toSorted(compareNames).map((name) => {
    const own = members.get(name) ?? [];
    const counted = own.filter((each) => !each.hostNetwork);
    const isolated = (post: (each: WorkloadFacts) => FencePost) =>
      Math.round(counted.reduce((sum, each) => sum + post(each).isolated * each.pods, 0));
    const ownGaps = gaps.get(name);
    return {
      name,
      zone: zoneOf(name, {
        label: zoneLabelOf(input.model, name),
        entered: entered.has(name),
        workloads: own.length,
        stores: own.filter((each) => each.classification.dataAtRest).length,
      }),
      pods: own.reduce((sum, each) => sum + each.pods, 0),
      ingress: isolated((each) => each.ingress),
      egress: isolated((each) => each.egress),
      node: { ...mostSensitive(own), ...gapBadge(ownGaps) },
    };
  });
}

/** The most sensitive class among the workloads; a class that is merely unknown shows only where nothing else does. */
function mostSensitive(workloads: readonly WorkloadFacts[]): Pick<SceneNode, 'dataClass' | 'basis'> {
  for (const dataClass of SENSITIVITY) {
    const found = workloads.find((each) => each.classification.dataClass === dataClass);
    if (found !== undefined) return { dataClass, basis: found.classification.basis };
  }
  return {};
}

/** Namespaces that have a tile of their own: what had one keeps it, then those with gaps, then the larger ones. */
function shownFirst(facts: readonly NamespaceFacts[], known: KnownPlaces): ReadonlySet<string> {
  const gaps = (each: NamespaceFacts) => each.node.gaps?.count ?? 0;
  const had = (each: NamespaceFacts) => (known.has(tileBox(each.name)) ? 1 : 0);
  const first = [...facts].sort(
    (a, b) => had(b) - had(a) || gaps(b) - gaps(a) || b.pods - a.pods || compareNames(a.name, b.name),
  );
  return new Set(first.slice(0, TILES_SHOWN).map(({ name }) => name));
}

function placeTiles(
  facts: readonly NamespaceFacts[],
  known: KnownPlaces,
  printed: boolean,
): Tiles & { readonly folded: FoldedTiles } {
  const shown = facts.length <= TILES_SHOWN ? new Set(facts.map(({ name }) => name)) : shownFirst(facts, known);
  const folded = Map.groupBy(
    facts.filter(({ name }) => !shown.has(name)),
    ({ zone }) => zone,
  );
  const wanted = facts
    .filter(({ name }) => shown.has(name))
    .map(({ name, zone }) => ({ id: tileBox(name), zone, name }));
  const groups = [...folded.keys()].map((zone) => ({ id: foldedTileBox(zone), zone, name: '' }));
  const all = [...wanted, ...groups];
  return { ...(printed ? layoutPrintedTiles(all) : layoutTiles(all, known)), folded };
}

type FoldedTiles = ReadonlyMap<Zone, readonly NamespaceFacts[]>;
const foldedTileBox = (zone: Zone) => `group:${zone}`;

function tileNodes(facts: readonly NamespaceFacts[], tiles: ReturnType<typeof placeTiles>): SceneNode[] {
  const inZone = Map.groupBy(facts, ({ name, zone }) => tiles.places.get(tileBox(name))?.zone ?? zone);
  return ZONES.flatMap((zone) => {
    const heading = tiles.headings.get(zone);
    if (heading === undefined) return [];
    const own = inZone.get(zone) ?? [];
    const folded = tiles.folded.get(zone);
    const place = tiles.places.get(foldedTileBox(zone));
    return [
      zoneHeading(zone, own.length, heading),
      ...own.flatMap((each) => {
        const at = tiles.places.get(tileBox(each.name));
        return at === undefined ? [] : [tileNode(each, at)];
      }),
      ...(folded === undefined || place === undefined ? [] : [foldedTile(zone, folded, place)]),
    ];
  });
}

function zoneHeading(zone: Zone, count: number, place: Rectangle): SceneNode {
  const label = zoneLabels[zone];
  return {
    id: `zone:${zone}`,
    type: 'zone',
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    label,
    detail: `${count} ns`,
    sentence: `${label}: ${formatCount(count)} namespaces.`,
  };
}

function tileNode(each: NamespaceFacts, { x, y, width, height }: Rectangle): SceneNode {
  const share = (isolated: number): FencePost => ({ isolated: each.pods === 0 ? 0 : isolated / each.pods });
  return {
    id: tileBox(each.name),
    type: 'tile',
    ...{ x, y, width, height },
    label: each.name,
    detail: formatCount(each.pods),
    namespace: each.name,
    name: each.name,
    count: each.pods,
    ...each.node,
    fence: { ingress: share(each.ingress), egress: share(each.egress) },
    ...(isPlatformNamespace(each.name) ? { platform: true } : {}),
    sentence: tileSentence(each.name, each.pods, each.ingress, each.egress),
  };
}

/** The badge of what is folded counts all that is in it: no gap is hidden. */
function foldedTile(zone: Zone, hidden: readonly NamespaceFacts[], { x, y, width, height }: Rectangle): SceneNode {
  return {
    id: foldedTileBox(zone),
    type: 'group',
    ...{ x, y, width, height },
    label: `+${formatCount(hidden.length)}`,
    count: hidden.length,
    ...joinBadges(hidden.map(({ node }) => node.gaps)),
    sentence: foldedTilesSentence(hidden.length, zoneLabels[zone]),
  };
}

/** The same before and after the gaps are known. */
const connectionsOfModel = new WeakMap<PolicyModel, Connections>();

/** Connections between namespaces and inside of each. */
export function namespaceConnections(model: PolicyModel): Connections {
  let connections = connectionsOfModel.get(model);
  if (connections === undefined) {
    connections = connectionsOf(model, { groupOf: (workload) => splitWorkload(workload).namespace });
    connectionsOfModel.set(model, connections);
  }
  return connections;
}

/** All lines between tiles of one set of gaps: asked once for the picture and once for each chosen tile. */
const edgesOfGaps = new WeakMap<SceneInput['gaps'], readonly SceneEdge[]>();

/** Connections between namespaces, and the gaps whose witness crosses from one to another; the worst first. */
function tileEdges(input: SceneInput): readonly SceneEdge[] {
  const known = edgesOfGaps.get(input.gaps);
  if (known !== undefined) return known;
  const draft = new EdgeDraft();
  const connections = namespaceConnections(input.model);
  for (const { from, to, relation } of connections.edges) {
    if (from === to) continue;
    draft.addRelation(tileBox(from), tileBox(to), { from, to, ...connections.json(relation) });
  }
  for (const gap of input.gaps) {
    for (const hop of gap.witness) {
      if (hop.from.includes('/?')) continue;
      const from = hop.from.split('/')[0] ?? '';
      const to = hop.to.split('/')[0] ?? '';
      if (from !== to) draft.addGap(tileBox(from), tileBox(to), gap, hop);
    }
  }
  const tiles = new Set(input.model.namespaces.map(tileBox));
  const edges = draft.edges((id) => id.slice('ns:'.length)).filter(({ from, to }) => tiles.has(from) && tiles.has(to));
  edgesOfGaps.set(input.gaps, edges);
  return edges;
}
