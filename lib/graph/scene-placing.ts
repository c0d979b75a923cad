import { parseCidr } from '#lib/policy/address.ts';
import { intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { ROUTABLE_SPACE } from '#lib/policy/routable-space.ts';
import {
  addressSentence,
  anyAddressLabel,
  anyAddressSentence,
  anyPodLabel,
  anyPodSentence,
  dataSentence,
  foldedLabel,
  foldedSentence,
  internetLabel,
  internetSentence,
  namespaceSentence,
  podCount,
  workloadSentence,
} from '#lib/text/en/scene.ts';
import { type Grid, layoutGrid } from './layout-grid.ts';
import { layoutNamespace, type PlacedGroup } from './layout-namespace.ts';
import { namespaceDepths } from './namespace-depths.ts';
import { foldedBox, type NodeMapping, namespaceBox } from './scene-boxes.ts';
import { ANY_ADDRESS } from './scene-edges.ts';
import { frameScene } from './scene-frame.ts';
import type { SceneInput } from './scene-input.ts';
import { gapBadge, postOf, postWord, type WorkloadFacts } from './scene-workloads.ts';
import type { FencePost, Scene, SceneEdge, SceneNode } from './types.ts';
import { isPlatformNamespace, zoneOf } from './zones.ts';

const WORKLOAD = { width: 130, height: 26 };
const POD = { width: 176, height: 26 }; // pod names carry hashes
const PADDING = 12;
const HEAD = 28;
const MIN_BOX_WIDTH = 154;
const HUB = { width: 140, height: 30 };
const INTERNET = { width: 86, height: 30 };
const ADDRESS = { width: 116, height: 38 };
const OUTER_GAP = 48;
/** Room between the namespaces and the platform, for the hub and the labels on its lines. */
const HUB_BAND = 96;

interface PlacingInput {
  readonly workloads: readonly WorkloadFacts[];
  readonly edges: readonly SceneEdge[];
  readonly nodes: NodeMapping;
  readonly entered: ReadonlySet<string>;
  readonly namespace?: string | undefined;
}

/** Gives every box its place: boxes inside a namespace by ELK, namespaces in a grid, the outside at the sides. */
export async function placeWorkloadScene(
  input: SceneInput,
  placing: PlacingInput,
): Promise<Pick<Scene, 'width' | 'height' | 'nodes' | 'edges'>> {
  const byNamespace = groupShown(placing);
  const ends = new Set(placing.edges.flatMap((edge) => [edge.from, edge.to]));
  const inside = new Map<string, PlacedGroup>();
  const boxes = [];
  const depths = depthsOf(placing, byNamespace);
  for (const [namespace, members] of byNamespace) {
    const items = members.flatMap((member) => itemsOf(member, placing.nodes));
    const ids = new Set(items.map((item) => item.id));
    const inner = placing.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to) && edge.from !== edge.to);
    const zone = zoneOf(namespace, {
      entered: members.some((member) => placing.entered.has(member.key)),
      workloads: members.length,
      stores: members.filter((member) => member.classification.dataAtRest).length,
    });
    const group = await layoutNamespace(items, inner, zone === 'edge' ? 1 : 2);
    inside.set(namespace, group);
    boxes.push({
      id: namespace,
      depth: depths.get(namespace),
      zone,
      width: Math.max(MIN_BOX_WIDTH, group.width + 2 * PADDING),
      height: HEAD + Math.max(group.height, WORKLOAD.height) + PADDING,
    });
  }
  const hub = ends.has('any-pod');
  const grid = layoutGrid(boxes, hub ? HUB_BAND : 0);
  const left = ends.has('internet') ? INTERNET.width + OUTER_GAP : 0;

  const nodes: SceneNode[] = [];
  for (const box of boxes) {
    const place = grid.places.get(box.id) ?? { x: 0, y: 0 };
    const members = byNamespace.get(box.id) ?? [];
    nodes.push(namespaceNode(input, box.id, members, { ...box, x: left + place.x, y: place.y }));
    nodes.push(...memberNodes(input.model, members, inside.get(box.id), placing.nodes, left + place.x, place.y));
  }
  nodes.push(...foldedNodes(placing, ends, grid, left));
  const right = Math.max(0, ...nodes.map((node) => node.x + node.width));
  nodes.push(...outerNodes(input.model, ends, placing.edges, nodes, grid, right));

  const drawn = new Set(nodes.map((node) => node.id));
  const edges = placing.edges.filter((edge) => drawn.has(edge.from) && drawn.has(edge.to));
  return frameScene(nodes, edges);
}

/** Steps from the namespaces that outside traffic enters; what the platform reaches or is reached by says nothing. */
function depthsOf(placing: PlacingInput, members: ReadonlyMap<string, readonly WorkloadFacts[]>) {
  const namespaceOfBox = new Map<string, string>();
  const entries: string[] = [];
  for (const [namespace, workloads] of members) {
    if (isPlatformNamespace(namespace)) continue;
    for (const each of workloads) for (const box of placing.nodes.boxesOf(each.key)) namespaceOfBox.set(box, namespace);
    if (workloads.some((each) => placing.entered.has(each.key))) entries.push(namespace);
  }
  return namespaceDepths(placing.edges, (end) => namespaceOfBox.get(end), entries);
}

function groupShown(placing: PlacingInput): Map<string, WorkloadFacts[]> {
  const byNamespace = new Map<string, WorkloadFacts[]>();
  for (const each of placing.workloads) {
    if (!placing.nodes.isShown(each.namespace)) continue;
    const list = byNamespace.get(each.namespace);
    if (list === undefined) byNamespace.set(each.namespace, [each]);
    else list.push(each);
  }
  return byNamespace;
}

function itemsOf(workload: WorkloadFacts, nodes: NodeMapping) {
  const size = nodes.level === 'pods' ? POD : WORKLOAD;
  return nodes.boxesOf(workload.key).map((id) => ({ id, ...size }));
}

function namespaceNode(
  input: SceneInput,
  namespace: string,
  members: readonly WorkloadFacts[],
  place: { x: number; y: number; width: number; height: number },
): SceneNode {
  const phantom = { type: 'hypothetical', namespace, labels: {} } as const;
  const ingress = gatePost(input.model, phantom, 'ingress');
  const egress = gatePost(input.model, phantom, 'egress');
  const pods = members.reduce((sum, member) => sum + member.pods, 0);
  const gaps = input.gaps.filter((gap) => gap.subject.namespace === namespace);
  return {
    id: namespaceBox(namespace),
    type: 'namespace',
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    label: namespace,
    detail: podCount(pods),
    namespace,
    name: namespace,
    count: pods,
    fence: { ingress, egress },
    ...gapBadge(gaps),
    ...(isPlatformNamespace(namespace) ? { platform: true } : {}),
    sentence: namespaceSentence(namespace, podCount(pods), members.length, postWord(ingress), postWord(egress)),
  };
}

/** The post of a namespace is that of the phantom pod: solid only if a new pod without labels would be isolated. */
function gatePost(
  model: PolicyModel,
  end: { readonly type: 'hypothetical'; readonly namespace: string; readonly labels: Record<string, never> },
  direction: 'ingress' | 'egress',
): FencePost {
  return postOf(model.gate(end, direction).isolated);
}

function memberNodes(
  model: PolicyModel,
  members: readonly WorkloadFacts[],
  group: PlacedGroup | undefined,
  nodes: NodeMapping,
  x: number,
  y: number,
): SceneNode[] {
  const places = new Map(group?.items.map((item) => [item.id, item]));
  return members.flatMap((member) =>
    nodes.boxesOf(member.key).map((id): SceneNode => {
      const place = places.get(id) ?? { x: 0, y: 0 };
      const pod = id.startsWith('pod:') ? id.slice('pod:'.length) : undefined;
      const single = pod === undefined ? member : podFacts(model, member, pod);
      return {
        id,
        type: pod === undefined ? 'workload' : 'pod',
        parent: namespaceBox(member.namespace),
        x: x + PADDING + place.x,
        y: y + HEAD + place.y,
        ...(nodes.level === 'pods' ? POD : WORKLOAD),
        label: single.name,
        namespace: member.namespace,
        kind: pod === undefined ? member.kind : 'Pod',
        name: single.name,
        count: single.pods,
        dataClass: member.classification.dataClass,
        basis: member.classification.basis,
        dataAtRest: member.classification.dataAtRest,
        ...(member.hostNetwork ? { hostNetwork: true } : { fence: { ingress: single.ingress, egress: single.egress } }),
        ...(member.gaps === undefined ? {} : { gaps: member.gaps }),
        ...(isPlatformNamespace(member.namespace) ? { platform: true } : {}),
        sentence: memberSentence(single),
      };
    }),
  );
}

function podFacts(model: PolicyModel, workload: WorkloadFacts, pod: string): WorkloadFacts {
  const id = model.classOf(pod);
  const post = (direction: 'ingress' | 'egress'): FencePost => {
    if (id === undefined) return { isolated: 0 };
    return postOf(model.gate({ type: 'class', class: id, pod }, direction).isolated);
  };
  return {
    ...workload,
    name: pod.slice(pod.indexOf('/') + 1),
    kind: 'Pod',
    pods: 1,
    ingress: post('ingress'),
    egress: post('egress'),
  };
}

function memberSentence(member: WorkloadFacts): string {
  return workloadSentence({
    name: member.name,
    kind: member.kind,
    namespace: member.namespace,
    pods: podCount(member.pods),
    ...(member.hostNetwork ? {} : { gates: { ingress: postWord(member.ingress), egress: postWord(member.egress) } }),
    data: dataSentence(member.classification.dataClass, member.classification.basis),
  });
}

/** The neighbours of an opened namespace, one box each: sources at its left, targets at its right. */
function foldedNodes(placing: PlacingInput, ends: ReadonlySet<string>, grid: Grid, left: number): SceneNode[] {
  if (placing.namespace === undefined) return [];
  const counts = new Map<string, number>();
  for (const each of placing.workloads) {
    if (!placing.nodes.isShown(each.namespace)) counts.set(each.namespace, (counts.get(each.namespace) ?? 0) + 1);
  }
  const targets = new Set(placing.edges.map((edge) => edge.to));
  let above = 0;
  let below = 0;
  return [...counts].flatMap(([namespace, workloads]) => {
    const id = foldedBox(namespace);
    if (!ends.has(id)) return [];
    const isTarget = targets.has(id);
    const position = isTarget ? below++ : above++;
    return [
      {
        id,
        type: 'group' as const,
        x: isTarget ? left + grid.width + OUTER_GAP : left - WORKLOAD.width - OUTER_GAP,
        y: position * (ADDRESS.height + 12),
        ...ADDRESS,
        label: namespace,
        detail: foldedLabel(workloads),
        namespace,
        count: workloads,
        sentence: foldedSentence(foldedLabel(workloads), namespace),
      },
    ];
  });
}

/** The hub in its gutter, the internet at the left, what rules name outside at the right; each near its lines. */
function outerNodes(
  model: PolicyModel,
  ends: ReadonlySet<string>,
  edges: readonly SceneEdge[],
  placed: readonly SceneNode[],
  grid: Grid,
  right: number,
): SceneNode[] {
  const centre = neighbourCentres(edges, placed);
  const nodes: SceneNode[] = [];
  if (ends.has('any-pod')) {
    nodes.push({
      id: 'any-pod',
      type: 'any-pod',
      x: Math.round(centre('any-pod').x - HUB.width / 2),
      y: grid.mainBottom + Math.round((HUB_BAND - HUB.height) / 2),
      ...HUB,
      label: anyPodLabel,
      detail: podCount(podsWithOpenEgress(model)),
      count: podsWithOpenEgress(model),
      sentence: anyPodSentence(podsWithOpenEgress(model)),
    });
  }
  if (ends.has('internet')) {
    nodes.push({
      id: 'internet',
      type: 'internet',
      x: Math.min(0, ...placed.map((node) => node.x - OUTER_GAP - INTERNET.width)),
      y: Math.round(centre('internet').y - INTERNET.height / 2),
      ...INTERNET,
      label: internetLabel,
      sentence: internetSentence,
    });
  }
  const outside = [...ends].filter((end) => end === ANY_ADDRESS || end.startsWith('addr:'));
  outside.sort((a, b) => centre(a).y - centre(b).y || (a < b ? -1 : 1));
  let y = Number.NEGATIVE_INFINITY;
  for (const id of outside) {
    y = Math.max(Math.round(centre(id).y - ADDRESS.height / 2), y + ADDRESS.height + 14);
    const block = id.slice('addr:'.length);
    nodes.push({
      id,
      type: 'address',
      x: right + OUTER_GAP,
      y,
      ...ADDRESS,
      label: id === ANY_ADDRESS ? anyAddressLabel : block,
      ...(id === ANY_ADDRESS || isRoutable(block) ? { routable: true } : {}),
      ...(id === ANY_ADDRESS ? { detail: '0.0.0.0/0' } : {}),
      sentence: id === ANY_ADDRESS ? anyAddressSentence : addressSentence(block),
    });
  }
  return nodes;
}

function isRoutable(block: string): boolean {
  const cidr = parseCidr(block);
  return cidr !== undefined && intersectRanges(normaliseRanges([cidr]), ROUTABLE_SPACE[cidr.family]).length > 0;
}

/** The middle of what an outer node is connected with. */
function neighbourCentres(edges: readonly SceneEdge[], placed: readonly SceneNode[]) {
  const at = new Map(placed.map((node) => [node.id, node]));
  return (id: string) => {
    const neighbours = edges.flatMap((edge) => {
      const other = edge.from === id ? at.get(edge.to) : edge.to === id ? at.get(edge.from) : undefined;
      return other === undefined ? [] : [other];
    });
    if (neighbours.length === 0) return { x: 0, y: 0 };
    const mean = (of: (node: SceneNode) => number) =>
      neighbours.reduce((sum, node) => sum + of(node), 0) / neighbours.length;
    return { x: mean((node) => node.x + node.width / 2), y: mean((node) => node.y + node.height / 2) };
  };
}

/** How many real pods stand behind "any pod" today. */
function podsWithOpenEgress(model: PolicyModel): number {
  let pods = 0;
  for (const each of model.classes) {
    if (!each.hostNetwork && model.gate({ type: 'class', class: each.id }, 'egress').isolated === 'no')
      pods += each.count;
  }
  return pods;
}
