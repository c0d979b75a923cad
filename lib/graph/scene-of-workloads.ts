import type { Gap, WitnessHop } from '#lib/gdpr/types.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS, portsJson, subtractPorts } from '#lib/policy/port-set.ts';
import { edgesOmitted, foldedPodsNote, hostNetworkOmitted, ownNamespaceOmitted } from '#lib/text/en/scene.ts';
import { enteredWorkloads } from './entered-workloads.ts';
import { type NodeMapping, namespaceBox, nodeMapping } from './scene-boxes.ts';
import { SCENE_MAX_EDGES, SCENE_MAX_NODES } from './scene-budget.ts';
import { ANY_ADDRESS, EdgeDraft } from './scene-edges.ts';
import type { GroupRelation, SceneInput } from './scene-input.ts';
import { placeWorkloadScene } from './scene-placing.ts';
import { isOpenPost, type WorkloadFacts } from './scene-workloads.ts';
import type { Scene, SceneLevel } from './types.ts';
import { isPlatformNamespace } from './zones.ts';

interface WorkloadSceneOptions {
  readonly level: 'workloads' | 'pods';
  readonly restLevel: SceneLevel;
  /** What the page asked for, where that did not fit. */
  readonly asked: SceneLevel;
  readonly namespace?: string | undefined;
}

/** Namespaces as boxes with their workloads or pods, and the rule edges and gaps between them. */
export async function buildWorkloadScene(
  input: SceneInput,
  workloads: readonly WorkloadFacts[],
  options: WorkloadSceneOptions,
): Promise<Scene> {
  const { model } = input;
  const facts = new Map(workloads.map((each) => [each.key, each]));
  const entered = enteredWorkloads(model);
  const nodes = nodeMapping(model, facts, options);
  const draft = new EdgeDraft();

  let hostNetwork = 0;
  let ownNamespace = 0;
  const connections = connectionsOf(model);
  for (const edge of connections.edges) {
    const relation: GroupRelation = { from: edge.from, to: edge.to, ...connections.json(edge.relation) };
    if (!concerns(relation, options.namespace)) continue;
    if (facts.get(relation.from)?.hostNetwork === true || facts.get(relation.to)?.hostNetwork === true) hostNetwork++;
    else if (isFromOwnNamespace(relation, facts)) ownNamespace++;
    else if (isDrawn(relation, facts, entered)) addRelation(draft, relation, nodes, model);
  }
  for (const gap of input.gaps) {
    for (const hop of gap.witness) addHop(draft, gap, hop, nodes, facts, model);
  }
  foldWholeNamespaces(draft, workloads, nodes);

  const edges = draft.edges((id) => nodes.nameOf(id));
  const kept = edges.slice(0, SCENE_MAX_EDGES);
  const placed = await placeWorkloadScene(input, { workloads, edges: kept, nodes, entered, ...options });
  return {
    level: options.level,
    restLevel: options.restLevel,
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...placed,
    ...(options.asked === options.level ? {} : { note: foldedPodsNote(options.asked, options.level, SCENE_MAX_NODES) }),
    omitted: [
      ...omittedEdges(edges.length - kept.length, edgesOmitted),
      ...omittedEdges(ownNamespace, ownNamespaceOmitted),
      ...omittedEdges(hostNetwork, hostNetworkOmitted),
    ],
  };
}

const omittedEdges = (count: number, sentence: (count: number) => string): Scene['omitted'] =>
  count > 0 ? [{ what: 'edges', count, sentence: sentence(count) }] : [];

/** A rule for everybody in the own namespace: a line from a box to its own content says nothing to the eye. */
const isFromOwnNamespace = (relation: GroupRelation, facts: ReadonlyMap<string, WorkloadFacts>) =>
  relation.from === `any-pod@${facts.get(relation.to)?.namespace}` ||
  relation.to === `any-pod@${facts.get(relation.from)?.namespace}`;

const concerns = (relation: GroupRelation, namespace: string | undefined) =>
  namespace === undefined || inNamespace(relation.from, namespace) || inNamespace(relation.to, namespace);
const inNamespace = (end: string, namespace: string) =>
  end.startsWith(`${namespace}/`) || end === `any-pod@${namespace}`;

/**
 * An open side draws no edges, the dotted post says it: an edge is a rule at one of its two gates. Outside traffic is
 * drawn where a rule or a Service lets it in.
 */
function isDrawn(
  relation: GroupRelation,
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

function addRelation(draft: EdgeDraft, relation: GroupRelation, nodes: NodeMapping, model: PolicyModel): void {
  for (const from of boxesOfEnd(relation.from, 'from', nodes)) {
    for (const to of boxesOfEnd(relation.to, 'to', nodes)) {
      if (from === to && nodes.level === 'pods') continue;
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
  gap: Gap,
  hop: WitnessHop,
  nodes: NodeMapping,
  facts: ReadonlyMap<string, WorkloadFacts>,
  model: PolicyModel,
): void {
  const ends = isWay(gap) ? hop : everybody(hop, facts);
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

/** Whether the hops of a witness follow each other, and are not several connections of one workload. */
function isWay({ witness }: Gap): boolean {
  return witness.some(({ from }, index) => witness[index - 1]?.to === from);
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
