import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { type Connections, connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import {
  edgesOmitted,
  foldedNamespaces,
  foldedPodsNote,
  foldedSentence,
  formatCount,
  groupsNote,
  tileSentence,
  zoneLabels,
} from '#lib/text/en/scene.ts';
import { enteredWorkloads } from './entered-workloads.ts';
import { SCENE_MAX_NODES, TILE_SCENE_MAX_EDGES } from './scene-budget.ts';
import { EdgeDraft } from './scene-edges.ts';
import { frameScene } from './scene-frame.ts';
import type { SceneInput } from './scene-input.ts';
import { gapBadge, splitWorkload, type WorkloadFacts } from './scene-workloads.ts';
import type { FencePost, Scene, SceneEdge, SceneLevel, SceneNode } from './types.ts';
import { isPlatformNamespace, ZONES, type Zone, zoneOf } from './zones.ts';

const TILE = { width: 70, height: 31 };
const PITCH_X = 77.5;
const PITCH_Y = 38.4;
const TILES_IN_ROW = 12;
const HEADING_WIDTH = 68;
const ZONE_GAP = 5;
const NODES_FOR_FOLDED = 8; // one heading and one folded box for each zone
/** So many namespaces have a tile each, whatever gaps they have. */
export const TILES_SHOWN = SCENE_MAX_NODES - NODES_FOR_FOLDED;

export const tileBox = (namespace: string) => `ns:${namespace}`;

/** All namespaces as tiles in bands: a cluster of any size in one picture, gaps on every tile that has one. */
export function buildNamespaceScene(
  input: SceneInput,
  workloads: readonly WorkloadFacts[],
  restLevel: SceneLevel,
  asked?: SceneLevel,
): Scene {
  const facts = namespaceFacts(input, workloads);
  const { nodes, shown } = placeTiles(facts);
  const edges = tileEdges(input, shown);
  const kept = edges.slice(0, TILE_SCENE_MAX_EDGES);
  const pods = workloads.reduce((sum, each) => sum + each.pods, 0);
  const notes = [
    ...(asked === undefined ? [] : [foldedPodsNote(asked, 'namespaces', SCENE_MAX_NODES)]),
    groupsNote(facts.length, pods),
  ];
  return {
    level: 'namespaces',
    restLevel,
    ...frameScene(nodes, kept),
    note: notes.join(' '),
    omitted:
      edges.length > kept.length
        ? [{ what: 'edges', count: edges.length - kept.length, sentence: edgesOmitted(edges.length - kept.length) }]
        : [],
  };
}

export interface NamespaceFacts {
  readonly name: string;
  readonly zone: Zone;
  readonly pods: number;
  readonly ingress: number;
  readonly egress: number;
  readonly node: Pick<SceneNode, 'dataClass' | 'basis' | 'gaps'>;
}

/** Facts of every namespace, in the order of the model. */
export function namespaceFacts(input: SceneInput, workloads: readonly WorkloadFacts[]): NamespaceFacts[] {
  const entered = new Set([...enteredWorkloads(input.model)].map((key) => splitWorkload(key).namespace));
  const members = Map.groupBy(workloads, (each) => each.namespace);
  const gaps = Map.groupBy(input.gaps, (gap) => gap.subject.namespace);
  return input.model.namespaces.map((name) => {
    const own = members.get(name) ?? [];
    const counted = own.filter((each) => !each.hostNetwork);
    const isolated = (post: (each: WorkloadFacts) => FencePost) =>
      Math.round(counted.reduce((sum, each) => sum + post(each).isolated * each.pods, 0));
    const ownGaps = gaps.get(name);
    return {
      name,
      zone: zoneOf(name, {
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

function placeTiles(facts: readonly NamespaceFacts[]): { nodes: SceneNode[]; shown: Set<string> } {
  const shownFacts = facts.length <= TILES_SHOWN ? facts : worstFirst(facts).slice(0, TILES_SHOWN);
  const shown = new Set(shownFacts.map((each) => each.name));
  const nodes: SceneNode[] = [];
  let y = 0;
  for (const zone of ZONES) {
    const inZone = facts.filter((each) => each.zone === zone);
    if (inZone.length === 0) continue;
    const tiles = inZone.filter((each) => shown.has(each.name));
    const hidden = inZone.length - tiles.length;
    nodes.push(zoneHeading(zone, inZone.length, y));
    nodes.push(...tiles.map((each, position) => tileNode(each, position, y)));
    if (hidden > 0) nodes.push(foldedTile(zone, hidden, tiles.length, y));
    const places = tiles.length + (hidden > 0 ? 1 : 0);
    y += Math.ceil(places / TILES_IN_ROW) * PITCH_Y + ZONE_GAP;
  }
  return { nodes, shown };
}

/** What may not be left out comes first: namespaces with gaps, then the larger ones. */
function worstFirst(facts: readonly NamespaceFacts[]): readonly NamespaceFacts[] {
  const gaps = (each: NamespaceFacts) => each.node.gaps?.count ?? 0;
  return [...facts].sort((a, b) => gaps(b) - gaps(a) || b.pods - a.pods || (a.name < b.name ? -1 : 1));
}

const tilePlace = (position: number, y: number) => ({
  x: HEADING_WIDTH + (position % TILES_IN_ROW) * PITCH_X,
  y: y + Math.floor(position / TILES_IN_ROW) * PITCH_Y,
  ...TILE,
});

function zoneHeading(zone: Zone, count: number, y: number): SceneNode {
  const label = zoneLabels[zone];
  return {
    id: `zone:${zone}`,
    type: 'zone',
    x: 0,
    y,
    width: HEADING_WIDTH - 8,
    height: TILE.height,
    label,
    detail: `${count} ns`,
    sentence: `${label}: ${formatCount(count)} namespaces.`,
  };
}

function tileNode(each: NamespaceFacts, position: number, y: number): SceneNode {
  const share = (isolated: number): FencePost => ({ isolated: each.pods === 0 ? 0 : isolated / each.pods });
  return {
    id: tileBox(each.name),
    type: 'tile',
    ...tilePlace(position, y),
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

function foldedTile(zone: Zone, hidden: number, position: number, y: number): SceneNode {
  return {
    id: `group:${zone}`,
    type: 'group',
    ...tilePlace(position, y),
    label: `+${formatCount(hidden)}`,
    count: hidden,
    sentence: foldedSentence(foldedNamespaces(hidden), zoneLabels[zone]),
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

/** Connections between namespaces, and the gaps whose witness crosses from one to another. */
function tileEdges(input: SceneInput, shown: ReadonlySet<string>): SceneEdge[] {
  const draft = new EdgeDraft();
  const connections = namespaceConnections(input.model);
  for (const { from, to, relation } of connections.edges) {
    if (from === to || !shown.has(from) || !shown.has(to)) continue;
    draft.addRelation(tileBox(from), tileBox(to), { from, to, ...connections.json(relation) });
  }
  for (const gap of input.gaps) {
    for (const hop of gap.witness) {
      if (hop.from.includes('/?')) continue;
      const from = hop.from.split('/')[0] ?? '';
      const to = hop.to.split('/')[0] ?? '';
      if (from !== to && shown.has(from) && shown.has(to)) draft.addGap(tileBox(from), tileBox(to), gap, hop);
    }
  }
  return draft.edges((id) => id.slice('ns:'.length));
}
