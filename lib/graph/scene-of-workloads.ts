import type { Gap, WitnessHop } from '#lib/gdpr/types.ts';
import type { Connection } from '#lib/policy/connections.ts';
import { keptConnections } from '#lib/policy/kept-connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS, portsJson, subtractPorts } from '#lib/policy/port-set.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import {
  edgesOmitted,
  foldedPodsNote,
  hostNetworkOmitted,
  openedNote,
  ownNamespaceOmitted,
  unconnectedOmitted,
} from '#lib/text/en/scene.ts';
import { enteredWorkloads } from './entered-workloads.ts';
import { NO_PLACES, type PlaceBook, placesOf } from './known-places.ts';
import { isWay, PairsOfGaps } from './pairs-of-gaps.ts';
import { type NodeMapping, namespaceBox, nodeMapping } from './scene-boxes.ts';
import { BLOCKS_MAX, SCENE_MAX_EDGES, SCENE_MAX_NODES } from './scene-budget.ts';
import { ANY_ADDRESS, EdgeDraft } from './scene-edges.ts';
import { foldBlocks, foldBoxes, foldNeighbours, roomForBlocks, type Standing } from './scene-folding.ts';
import type { GroupRelation, SceneInput } from './scene-input.ts';
import { drawWorkloadScene, type PlacingInput, placeMembers } from './scene-placing.ts';
import { isOpenPost, type WorkloadFacts } from './scene-workloads.ts';
import type { Scene, SceneEdge, SceneLevel } from './types.ts';
import { isPlatformNamespace } from './zones.ts';

export interface WorkloadSceneOptions {
  readonly level: 'workloads' | 'pods';
  readonly restLevel: SceneLevel;
  /** What the page asked for, where that did not fit. */
  readonly asked: SceneLevel;
  /** One namespace is opened: all others are one box each. */
  readonly namespace?: string | undefined;
  /** One workload of it is opened: its pods, and what has a line with it. */
  readonly workload?: string | undefined;
  /** A group of alike workloads whose members are wanted one by one. */
  readonly unfold?: string | undefined;
}

/** Namespaces as boxes with their workloads or pods, and the rule edges and gaps between them. */
export async function buildWorkloadScene(
  input: SceneInput,
  workloads: readonly WorkloadFacts[],
  options: WorkloadSceneOptions,
  book?: PlaceBook,
): Promise<Scene> {
  const { model } = input;
  const view = viewOf(options);
  const known = book?.of(view) ?? NO_PLACES;
  const facts = new Map(workloads.map((each) => [each.key, each]));
  const entered = enteredWorkloads(model);
  const nodes = nodeMapping(model, facts, options);
  const { draft, hostNetwork, ownNamespace } = draftLines(input, facts, entered, nodes, options);
  foldWholeNamespaces(draft, workloads, nodes);

  const own = Map.groupBy(
    workloads.filter(({ namespace }) => nodes.isShown(namespace)).sort((a, b) => compareNames(a.key, b.key)),
    ({ namespace }) => namespace,
  );
  const standing = foldBoxes(model, own, nodes, options);
  const neighbours = foldNeighbours(draft, workloads, nodes, standing);
  foldBlocks(draft, standing, options.namespace === undefined ? roomForBlocks(own, nodes, standing) : BLOCKS_MAX);
  draft.gather(standing.boxOf, standing.sizeOf);

  const linesNow = () => draft.edges((id) => nodes.nameOf(id));
  let edges = linesNow();
  const members = connected(own, edges, nodes, standing, options);
  const placing = (): PlacingInput => ({
    ...{ model, level: options.level, members, neighbours, entered },
    boxesOf: (workload) => standing.drawn(nodes.boxesOf(workload)),
    workloadsOf: (namespace) => own.get(namespace) ?? [],
    edges: edges.slice(0, SCENE_MAX_EDGES),
  });
  const spaces = await placeMembers(placing(), known);
  if (spaces.without.size > 0) {
    for (const [box, rest] of spaces.without) standing.stand(box, rest);
    draft.gather(standing.boxOf, standing.sizeOf);
    edges = linesNow();
  }
  const frame = drawWorkloadScene(input, placing(), spaces, known);
  book?.keep(
    view,
    placesOf(frame.nodes, () => undefined),
  );
  const unconnected =
    options.workload === undefined
      ? 0
      : (own.get(options.namespace ?? '')?.length ?? 0) - (members.get(options.namespace ?? '')?.length ?? 0);
  return {
    level: options.level,
    restLevel: options.restLevel,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.workload === undefined ? {} : { workload: options.workload }),
    ...frame,
    ...noteOf(options, own, standing),
    omitted: [
      ...omittedEdges(edges.length - Math.min(edges.length, SCENE_MAX_EDGES), edgesOmitted),
      ...omittedEdges(ownNamespace, ownNamespaceOmitted),
      ...omittedEdges(hostNetwork, hostNetworkOmitted),
      ...(unconnected > 0
        ? [
            {
              what: 'nodes' as const,
              count: unconnected,
              sentence: unconnectedOmitted(unconnected, options.namespace ?? ''),
            },
          ]
        : []),
    ],
  };
}

/** What a picture is remembered under: the same view has the same places. */
function viewOf({ level, namespace, workload, unfold }: WorkloadSceneOptions): string {
  return JSON.stringify([level, namespace, workload, unfold]);
}

function noteOf(
  { asked, level, namespace, workload }: WorkloadSceneOptions,
  own: ReadonlyMap<string, readonly WorkloadFacts[]>,
  standing: Standing,
): { readonly note?: string } {
  const folded = namespace !== undefined && standing.folded > 0;
  const notes = [
    ...(asked === level || workload !== undefined ? [] : [foldedPodsNote(asked, level, SCENE_MAX_NODES)]),
    ...(folded
      ? [openedNote(standing.shown, standing.of, level === 'pods' && workload !== undefined ? 'pod' : 'workload')]
      : []),
  ];
  return notes.length === 0 || own.size === 0 ? {} : { note: notes.join(' ') };
}

/** All lines of the picture, before anything of it stands for several. */
function draftLines(
  { model, gaps }: SceneInput,
  facts: ReadonlyMap<string, WorkloadFacts>,
  entered: ReadonlySet<string>,
  nodes: NodeMapping,
  options: WorkloadSceneOptions,
): { readonly draft: EdgeDraft; readonly hostNetwork: number; readonly ownNamespace: number } {
  const draft = new EdgeDraft();
  let hostNetwork = 0;
  let ownNamespace = 0;
  const connections = keptConnections(model);
  const silent: Connection[] = [];
  const hops = gaps.flatMap((gap) => hopsShown(gap, facts, options, model));
  const pairs = pairsOf(hops, facts, model);
  const relationOf = ({ from, to, relation }: Connection): GroupRelation => ({
    ...{ from, to },
    ...connections.json(relation),
  });
  for (const edge of connections.touching(endsWanted(options))) {
    const isHost = facts.get(edge.from)?.hostNetwork === true || facts.get(edge.to)?.hostNetwork === true;
    const isOwn = !isHost && isFromOwnNamespace(edge, facts);
    if (isHost) hostNetwork++;
    if (isOwn) ownNamespace++;
    pairs.told(edge);
    if (!isHost && !isOwn && isDrawn(edge, facts, entered)) addRelation(draft, relationOf(edge), nodes, model);
    else silent.push(edge);
  }
  for (const each of hops) addHop(draft, each, nodes, facts, model);
  // A line that a gap draws still says all that its ends may do, also where only a hub tells of it.
  const isLine = (from: string, to: string): boolean => draft.has(from, to);
  for (const edge of silent) addRelation(draft, relationOf(edge), nodes, model, isLine);
  for (const edge of pairs.untold(model)) addRelation(draft, relationOf(edge), nodes, model, isLine);
  return { draft, hostNetwork, ownNamespace };
}

/** A hop of a gap, and between whom it is drawn. */
interface ShownHop {
  readonly gap: Gap;
  readonly hop: WitnessHop;
  readonly from: string;
  readonly to: string;
}

function hopsShown(
  gap: Gap,
  facts: ReadonlyMap<string, WorkloadFacts>,
  options: WorkloadSceneOptions,
  model: PolicyModel,
): readonly ShownHop[] {
  const isOwn = isSubject(gap, options);
  const hops = gap.witness.filter((hop) => isOwn || touches(hop, options, model));
  const way = isWay(gap);
  return hops.map((hop) => ({ gap, hop, ...(way ? { from: hop.from, to: hop.to } : everybody(hop, facts)) }));
}

function pairsOf(
  hops: readonly ShownHop[],
  facts: ReadonlyMap<string, WorkloadFacts>,
  model: PolicyModel,
): PairsOfGaps {
  const pairs = new PairsOfGaps();
  const workloadOf = (end: string): string | undefined =>
    facts.has(end) ? end : model.classOf(end) === undefined ? undefined : model.workloadOfPod(end);
  for (const hop of hops) {
    const [from, to] = [workloadOf(hop.from), workloadOf(hop.to)];
    if (from !== undefined && to !== undefined) pairs.add(from, to);
  }
  return pairs;
}

/** The gap is of what is opened: its whole way is shown. */
function isSubject({ subject }: Gap, { namespace, workload }: WorkloadSceneOptions): boolean {
  if (workload !== undefined) return `${subject.namespace}/${subject.kind}/${subject.name}` === workload;
  return namespace === undefined || subject.namespace === namespace;
}

function touches(hop: WitnessHop, { namespace, workload }: WorkloadSceneOptions, model: PolicyModel): boolean {
  return [hop.from, hop.to].some((end) => {
    if (workload === undefined) return namespace !== undefined && inNamespace(end, namespace);
    return end === workload || (model.classOf(end) !== undefined && model.workloadOfPod(end) === workload);
  });
}

/** In an opened workload's picture, what has no line with it is left out. */
function connected(
  own: ReadonlyMap<string, readonly WorkloadFacts[]>,
  edges: readonly SceneEdge[],
  nodes: NodeMapping,
  standing: Standing,
  { workload }: WorkloadSceneOptions,
): ReadonlyMap<string, readonly WorkloadFacts[]> {
  if (workload === undefined) return own;
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return new Map(
    [...own].map(([namespace, members]) => [
      namespace,
      members.filter(({ key }) => key === workload || standing.drawn(nodes.boxesOf(key)).some((box) => ends.has(box))),
    ]),
  );
}

const omittedEdges = (count: number, sentence: (count: number) => string): Scene['omitted'] =>
  count > 0 ? [{ what: 'edges', count, sentence: sentence(count) }] : [];

/** A rule for everybody in the own namespace: a line from a box to its own content says nothing to the eye. */
const isFromOwnNamespace = (relation: Pick<GroupRelation, 'from' | 'to'>, facts: ReadonlyMap<string, WorkloadFacts>) =>
  relation.from === `any-pod@${facts.get(relation.to)?.namespace}` ||
  relation.to === `any-pod@${facts.get(relation.from)?.namespace}`;

/** The ends whose lines are looked at. */
function endsWanted({ namespace, workload }: WorkloadSceneOptions): (end: string) => boolean {
  if (workload !== undefined) return (end) => end === workload;
  return (end) => namespace === undefined || inNamespace(end, namespace);
}
const inNamespace = (end: string, namespace: string) =>
  end.startsWith(`${namespace}/`) || end === `any-pod@${namespace}`;

/**
 * An open side draws no edges, the dotted post says it: an edge is a rule at one of its two gates. Outside traffic is
 * drawn where a rule or a Service lets it in.
 */
function isDrawn(
  relation: Pick<GroupRelation, 'from' | 'to'>,
  facts: ReadonlyMap<string, WorkloadFacts>,
  entered: ReadonlySet<string>,
): boolean {
  const from = facts.get(relation.from);
  const to = facts.get(relation.to);
  const guardedIn = to !== undefined && !isOpenPost(to.ingress);
  const guardedOut = from !== undefined && !isOpenPost(from.egress);
  if (from === undefined && to !== undefined)
    return guardedIn || (relation.from === 'internet' && entered.has(relation.to));
  return guardedIn || guardedOut;
}

function addRelation(
  draft: EdgeDraft,
  relation: GroupRelation,
  nodes: NodeMapping,
  model: PolicyModel,
  isWanted: (from: string, to: string) => boolean = () => true,
): void {
  for (const from of boxesOfEnd(relation.from, 'from', nodes)) {
    for (const to of boxesOfEnd(relation.to, 'to', nodes)) {
      if ((from === to && nodes.level === 'pods') || !isWanted(from, to)) continue;
      const own = nodes.level === 'pods' ? podRelation(model, from, to) : undefined;
      if (own !== null) draft.addRelation(from, to, own === undefined ? relation : { ...relation, ...own });
    }
  }
}

/** The relation of two single pods; undefined where an end is no pod, null where nothing is allowed. */
function podRelation(model: PolicyModel, from: string, to: string): Partial<GroupRelation> | null | undefined {
  if (!from.startsWith('pod:') || !to.startsWith('pod:')) return undefined;
  const source = from.slice('pod:'.length);
  const target = to.slice('pod:'.length);
  const sourceClass = model.classOf(source);
  const targetClass = model.classOf(target);
  if (sourceClass === undefined || targetClass === undefined) return null;
  const relation = model.relation(
    { type: 'class', class: sourceClass, pod: source },
    { type: 'class', class: targetClass, pod: target },
  );
  if (relation.may === NO_PORTS) return null;
  const depends = portsJson(subtractPorts(relation.may, relation.must));
  return { allow: portsJson(relation.must), depends, reasons: relation.reasons, some: undefined };
}

/** Boxes for an end of a relation. Blocks keep their CIDR; the whole space is one box. */
function boxesOfEnd(end: string, side: 'from' | 'to', nodes: NodeMapping): readonly string[] {
  if (end === 'any-pod') return ['any-pod'];
  if (end.startsWith('any-pod@')) return [namespaceBox(end.slice('any-pod@'.length))];
  if (end === 'internet' || end === '0.0.0.0/0' || end === '::/0') return [side === 'from' ? 'internet' : ANY_ADDRESS];
  if (!end.includes('/') || /^[0-9a-f.:]+\/\d+$/i.test(end)) return [`addr:${end}`];
  return nodes.boxesOf(end);
}

function addHop(
  draft: EdgeDraft,
  { gap, hop, ...ends }: ShownHop,
  nodes: NodeMapping,
  facts: ReadonlyMap<string, WorkloadFacts>,
  model: PolicyModel,
): void {
  for (const from of boxesOfHop(ends.from, 'from', nodes, facts, model)) {
    for (const to of boxesOfHop(ends.to, 'to', nodes, facts, model)) {
      const shown = [from, to].some((box) => !box.startsWith('group:') && box.includes('/'));
      if (shown && from !== to) draft.addGap(from, to, gap, hop);
    }
  }
}

/**
 * A connection that two open sides allow is one of everybody's: its gap stands on the line from any pod, or to any
 * address, which says as much with fewer lines. A way of several hops keeps its own, or it could not be followed.
 */
function everybody(
  { from, to, verdict }: WitnessHop,
  facts: ReadonlyMap<string, WorkloadFacts>,
): { readonly from: string; readonly to: string } {
  const [source, target] = [facts.get(from), facts.get(to)];
  if (verdict !== 'allow' || source === undefined || source.hostNetwork || !isOpenPost(source.egress))
    return { from, to };
  if (target === undefined) return to.includes('/?') || !isOutside(to) ? { from, to } : { from, to: '0.0.0.0/0' };
  return target.hostNetwork || !isOpenPost(target.ingress) ? { from, to } : { from: ANY_POD, to };
}

/** Any namespace's pod without labels, as a witness writes it. */
const ANY_POD = '/?';

/** An address, a block or a node: whatever is no pod and no workload. */
function isOutside(end: string): boolean {
  return !end.includes('/') || /^[0-9a-f.:]+\/\d+$/i.test(end);
}

/** A witness names ends as the command line does; a pod without labels in any namespace is the hub. */
function boxesOfHop(
  end: string,
  side: 'from' | 'to',
  nodes: NodeMapping,
  facts: ReadonlyMap<string, WorkloadFacts>,
  model: PolicyModel,
): readonly string[] {
  if (end.includes('/?')) return ['any-pod'];
  if (facts.has(end)) return nodes.boxesOf(end);
  if (model.classOf(end) !== undefined) return nodes.boxesOf(model.workloadOfPod(end));
  return boxesOfEnd(end, side, nodes);
}

/** One line to a box instead of one to each of its members, where all of them are open on that side. */
function foldWholeNamespaces(draft: EdgeDraft, workloads: readonly WorkloadFacts[], nodes: NodeMapping): void {
  const counted = workloads.filter((each) => !each.hostNetwork && nodes.isShown(each.namespace));
  const members = new Map<string, string[]>();
  for (const [namespace, own] of Map.groupBy(counted, (each) => each.namespace)) {
    const boxes = own.flatMap((each) => nodes.boxesOf(each.key));
    members.set(namespace, boxes);
    if (own.every((each) => isOpenPost(each.ingress))) draft.foldTargets('any-pod', boxes, namespaceBox(namespace));
    if (own.every((each) => isOpenPost(each.egress))) draft.foldSources(boxes, ANY_ADDRESS, namespaceBox(namespace));
  }
  for (const target of workloads) {
    // Everybody asks the platform (DNS, metrics): a line from each namespace says as much as one from each pod.
    if (!isPlatformNamespace(target.namespace)) continue;
    for (const box of nodes.boxesOf(target.key)) {
      for (const [namespace, boxes] of members) {
        if (namespace !== target.namespace) draft.foldAnySources(boxes, box, namespaceBox(namespace));
      }
    }
  }
}
