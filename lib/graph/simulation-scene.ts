import { portTransitions } from '#lib/policy/diff/transition.ts';
import type { ChangedPeer, ChangeKind, ModelDiff } from '#lib/policy/diff/types.ts';
import type { Relation } from '#lib/policy/model.ts';
import { NO_PORTS, type PortSet, portsJson, unitePorts } from '#lib/policy/port-set.ts';
import { changedEdgeSentence, changesOmitted, statesOmitted } from '#lib/text/en/simulate.ts';
import { placePlates } from './place-plates.ts';
import { edgeLabel } from './port-label.ts';
import { routeEdges } from './route-edges.ts';
import { foldedBox, namespaceBox } from './scene-boxes.ts';
import { ANY_ADDRESS } from './scene-edges.ts';
import { placeNewNodes } from './simulation-places.ts';
import type { Scene, SceneChange, SceneEdge, SceneNode } from './types.ts';

/** Lines that a person can follow; the table beside the map has all. */
const MAX_CHANGES = 120;
/** From so many on, lines of one namespace that tell the same are one. */
const FOLDED_FROM = 25;
const FOLDED_MEMBERS = 3;
/** With the lines of the two states themselves; the answer stays under 200 kB. */
const MAX_EDGES = 150;

/** What a box says in the first of the two states, where that is something else. */
export interface FormerBox extends Pick<SceneNode, 'fence' | 'gaps' | 'detail' | 'sentence'> {
  readonly id: string;
}

export interface SimulationScene {
  /** Both states in one picture. What `only` is set for is drawn in one of them; what `change` is set for, between them. */
  readonly scene: Scene;
  readonly former: readonly FormerBox[];
}

/**
 * One picture of two states of a cluster and of what the second changes. Whatever is in the first stands where it stands
 * there, whatever the second may be, so that nothing moves while somebody tries; what is new stands beside and below.
 * @param before and `after`: scenes of the two states at one level.
 */
export function simulationScene(before: Scene, after: Scene, diff: ModelDiff): SimulationScene {
  const { nodes: placed, former } = uniteNodes(before, after);
  const states = uniteEdges(before.edges, after.edges);
  const boxes = new Map(placed.map((node) => [node.id, node]));
  const all = changedEdges(diff, (end, side) => boxOf(end, side, boxes));
  const changes = all.slice(0, MAX_CHANGES);
  const context = states.slice(0, MAX_EDGES - changes.length);
  const outer = new Set([...context, ...changes].flatMap(({ from, to }) => [from, to]).filter((id) => !boxes.has(id)));
  const nodes = [...placed, ...placeNewNodes(placed, outer, after, [...context, ...changes])];
  const known = new Set(nodes.map(({ id }) => id));
  const drawn = [...changes, ...context].filter(({ from, to }) => known.has(from) && known.has(to));
  const edges = placePlates(nodes, routeEdges(nodes, drawn));
  return {
    scene: {
      level: after.level,
      restLevel: after.restLevel,
      ...(after.namespace === undefined ? {} : { namespace: after.namespace }),
      width: Math.max(0, ...nodes.map(({ x, width }) => x + width)),
      height: Math.max(0, ...nodes.map(({ y, height }) => y + height)),
      nodes,
      edges,
      ...(after.note === undefined ? {} : { note: after.note }),
      omitted: [
        ...omitted(all.length - changes.length, changesOmitted),
        ...omitted(states.length - context.length, statesOmitted),
      ],
    },
    former,
  };
}

const omitted = (count: number, sentence: (count: number) => string): Scene['omitted'] =>
  count === 0 ? [] : [{ what: 'edges', count, sentence: sentence(count) }];

function uniteNodes(before: Scene, after: Scene): { nodes: SceneNode[]; former: FormerBox[] } {
  const later = new Map(after.nodes.map((node) => [node.id, node]));
  const former: FormerBox[] = [];
  const nodes = before.nodes.map((node): SceneNode => {
    const next = later.get(node.id);
    if (next === undefined) return { ...node, only: 'before' };
    if (said(node) !== said(next)) former.push(formerBox(node));
    const { x, y, width, height } = node;
    return { ...next, x, y, width, height };
  });
  return { nodes, former };
}

function formerBox({ id, fence, gaps, detail, sentence }: SceneNode): FormerBox {
  return {
    id,
    sentence,
    ...(fence === undefined ? {} : { fence }),
    ...(gaps === undefined ? {} : { gaps }),
    ...(detail === undefined ? {} : { detail }),
  };
}

const said = ({ fence, gaps, detail, sentence }: SceneNode) => JSON.stringify([fence, gaps, detail, sentence]);

/** Lines of both states; one that says something else in each is there twice, under two names. */
function uniteEdges(before: readonly SceneEdge[], after: readonly SceneEdge[]): SceneEdge[] {
  const later = new Map(after.map((edge) => [edge.id, edge]));
  const earlier = new Map(before.map((edge) => [edge.id, edge]));
  const isSame = (a: SceneEdge, b: SceneEdge | undefined) => b !== undefined && content(a) === content(b);
  return [
    ...after.map((edge) => plain(edge, isSame(edge, earlier.get(edge.id)) ? undefined : 'after')),
    ...before.flatMap((edge) => (isSame(edge, later.get(edge.id)) ? [] : [plain(edge, 'before')])),
  ];
}

const content = ({ state, severity, label, sentence }: SceneEdge) => JSON.stringify([state, severity, label, sentence]);

/** Without the way it had in its own picture. */
function plain(
  { via: _, plate: __, dashOffset: ___, ...edge }: SceneEdge,
  only: 'before' | 'after' | undefined,
): SceneEdge {
  return only === undefined ? edge : { ...edge, id: `${only}:${edge.id}`, only };
}

const DRAWN_AS: Readonly<Record<ChangeKind, SceneChange>> = {
  opened: 'opens',
  'possibly-opened': 'depends',
  closed: 'closes',
  'ruled-out': 'closes',
  'ports-changed': 'changes',
  'certainty-changed': 'depends',
};

interface Draft {
  readonly from: string;
  readonly to: string;
  change: SceneChange;
  ports: PortSet;
  /** Connections between workloads that it stands for. */
  count: number;
}

type Side = 'from' | 'to';
type BoxOf = (end: string, side: Side) => string | undefined;

function changedEdges(diff: ModelDiff, boxOfEnd: BoxOf): SceneEdge[] {
  const drafts = new Map<string, Draft>();
  const add = (source: string, target: string, change: SceneChange, ports: PortSet): void => {
    const from = boxOfEnd(source, 'from');
    const to = boxOfEnd(target, 'to');
    if (from === undefined || to === undefined || from === to) return;
    const key = JSON.stringify([from, to]);
    const known = drafts.get(key);
    if (known === undefined) {
      drafts.set(key, { from, to, change, ports, count: 1 });
      return;
    }
    known.count++;
    known.ports = unitePorts(known.ports, ports);
    if (known.change !== change) known.change = 'changes';
  };
  for (const { subject, direction, change, before, after, peers } of diff.changes) {
    const ports = changedPorts(before, after);
    for (const { id } of peers) add(...ends(subject, direction, id), DRAWN_AS[change], ports);
  }
  for (const [one, change] of [...oneSided(diff.added, 'opens'), ...oneSided(diff.removed, 'closes')]) {
    for (const { subject, direction, relation, peers } of one.connections) {
      for (const { id } of peers) add(...ends(subject, direction, id), change, relation.may);
    }
  }
  return foldNamespaces([...drafts.values()])
    .map(finish)
    .sort(inOrder);
}

const oneSided = (list: ModelDiff['added'], change: SceneChange) => list.map((each) => [each, change] as const);
const ends = (subject: string, direction: 'ingress' | 'egress', peer: ChangedPeer['id']): [string, string] =>
  direction === 'ingress' ? [peer, subject] : [subject, peer];

function changedPorts(before: Relation, after: Relation): PortSet {
  return Object.values(portTransitions(before, after)).reduce((all, ports) => unitePorts(all, ports), NO_PORTS);
}

/** Many lines from one namespace to one box, or the other way round, that tell the same, are one line to its box. */
function foldNamespaces(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.length < FOLDED_FROM) return drafts;
  return foldSide(foldSide(drafts, 'from', 'to'), 'to', 'from');
}

function foldSide(drafts: readonly Draft[], side: Side, other: Side): readonly Draft[] {
  const groups = Map.groupBy(drafts, (draft) => {
    const namespace = namespaceOf(draft[side]);
    const isOwn = namespace === undefined || draft[other] === namespaceBox(namespace);
    return isOwn ? draft : JSON.stringify([namespace, draft[other], draft.change]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const namespace = first === undefined ? undefined : namespaceOf(first[side]);
    if (first === undefined || namespace === undefined || group.length < FOLDED_MEMBERS) return group;
    const ports = group.reduce((all, draft) => unitePorts(all, draft.ports), NO_PORTS);
    const count = group.reduce((sum, draft) => sum + draft.count, 0);
    return [{ ...first, [side]: namespaceBox(namespace), ports, count }];
  });
}

/** Of a workload's box. */
function namespaceOf(box: string): string | undefined {
  const [namespace, ...rest] = box.split('/');
  return rest.length === 2 && !box.startsWith('addr:') ? namespace : undefined;
}

function finish({ from, to, change, ports, count }: Draft): SceneEdge {
  const label = edgeLabel(portsJson(ports));
  return {
    id: `change:${from}→${to}`,
    from,
    to,
    state: 'allowed',
    change,
    gaps: [],
    allow: portsJson(change === 'depends' ? NO_PORTS : ports),
    depends: portsJson(change === 'depends' ? ports : NO_PORTS),
    reasons: [],
    label,
    count,
    sentence: changedEdgeSentence(change, nameOf(from), nameOf(to), label, count),
  };
}

function nameOf(box: string): string {
  if (box === 'internet') return 'the internet';
  if (box === ANY_ADDRESS) return 'any address';
  const workload = namespaceOf(box) === undefined ? undefined : box.split('/')[2];
  return workload ?? box.replace(/^(ns|group|addr):/, '');
}

const RANK: readonly SceneChange[] = ['opens', 'depends', 'changes', 'closes'];

/** What opens first: it must never be what is left out. */
function inOrder(a: SceneEdge, b: SceneEdge): number {
  const rank = (edge: SceneEdge) => RANK.indexOf(edge.change ?? 'closes');
  return rank(a) - rank(b) || b.count - a.count || (a.id < b.id ? -1 : 1);
}

/** The box for an end of a diff: the workload, what it is folded into, or what is outside. */
function boxOf(end: string, side: Side, boxes: ReadonlyMap<string, SceneNode>): string | undefined {
  if (boxes.has(end)) return end;
  if (end === 'internet' || end === '0.0.0.0/0' || end === '::/0') return side === 'from' ? 'internet' : ANY_ADDRESS;
  const parts = end.split('/');
  if (parts.length < 3) return `addr:${end}`;
  const [namespace = ''] = parts;
  if (boxes.has(foldedBox(namespace))) return foldedBox(namespace);
  if (boxes.get(namespaceBox(namespace))?.type === 'tile') return namespaceBox(namespace);
  // Of the second state only: it gets a place of its own where the picture shows workloads.
  return [...boxes.values()].some(({ type }) => type === 'workload') ? end : undefined;
}
