import type { PolicyModel } from '#lib/policy/model.ts';
import {
  alikeSentence,
  dataSentence,
  foldedLabel,
  foldedSentence,
  namespaceSentence,
  podCount,
  workloadSentence,
} from '#lib/text/en/scene.ts';
import { restBox } from './fold-workloads.ts';
import { type KnownPlaces, NO_PLACES, type Rectangle } from './known-places.ts';
import { namespaceDepths } from './namespace-depths.ts';
import { type Neighbour, neighbourNodes, outerNodes } from './outer-nodes.ts';
import { placeSpaces, type Spaces, type WantedSpace } from './place-spaces.ts';
import { namespaceBox } from './scene-boxes.ts';
import { frameScene } from './scene-frame.ts';
import type { SceneInput } from './scene-input.ts';
import { gapBadge, joinBadges, postOf, postWord, type WorkloadFacts } from './scene-workloads.ts';
import type { FencePost, Scene, SceneEdge, SceneNode } from './types.ts';
import { unreadNamespaces } from './unread-namespaces.ts';
import { isPlatformNamespace, zoneLabelOf, zoneOf } from './zones.ts';

const WORKLOAD = { width: 130, height: 26 };
const POD = { width: 176, height: 26 }; // pod names carry hashes

/** What a picture shows, before it has places. */
export interface PlacingInput {
  readonly model: PolicyModel;
  readonly level: 'workloads' | 'pods';
  /** The workloads that are shown, by namespace. */
  readonly members: ReadonlyMap<string, readonly WorkloadFacts[]>;
  /** The boxes of a workload: itself, its pods, or the box that it stands in. */
  readonly boxesOf: (workload: string) => readonly string[];
  /** All workloads of a namespace, also where only some are shown. */
  readonly workloadsOf: (namespace: string) => readonly WorkloadFacts[];
  readonly neighbours: readonly Neighbour[];
  readonly edges: readonly SceneEdge[];
  readonly entered: ReadonlySet<string>;
}

/** The frames of the namespaces and the boxes in them, as `placeSpaces` put them. */
export async function placeMembers(placing: PlacingInput, known: KnownPlaces): Promise<Spaces> {
  const ends = new Set(placing.edges.flatMap((edge) => [edge.from, edge.to]));
  const depths = depthsOf(placing);
  const wanted = [...placing.members].map(([namespace, members]): WantedSpace => {
    const items = [...new Set(members.flatMap((member) => placing.boxesOf(member.key)))];
    const inside = new Set(items);
    return {
      namespace,
      frame: namespaceBox(namespace),
      items,
      size: placing.level === 'pods' ? POD : WORKLOAD,
      rest: restBox(namespace),
      inner: placing.edges.filter(({ from, to }) => inside.has(from) && inside.has(to) && from !== to),
      depth: depths.get(namespace),
      zone: zoneOf(namespace, {
        label: zoneLabelOf(placing.model, namespace),
        entered: members.some((member) => placing.entered.has(member.key)),
        workloads: members.length,
        stores: members.filter((member) => member.classification.dataAtRest).length,
      }),
    };
  });
  return placeSpaces(wanted, { hub: ends.has('any-pod'), internet: ends.has('internet') }, known);
}

/** The boxes of a picture: namespaces with what is in them, neighbours, hub and outside; lines are led round them. */
export function drawWorkloadScene(
  input: SceneInput,
  placing: PlacingInput,
  spaces: Spaces,
  known: KnownPlaces,
): Pick<Scene, 'width' | 'height' | 'left' | 'top' | 'nodes' | 'edges'> {
  const nodes: SceneNode[] = [];
  for (const [namespace, members] of placing.members) {
    const frame = spaces.frames.get(namespace);
    if (frame === undefined) continue;
    nodes.push(namespaceNode(input, namespace, placing.workloadsOf(namespace), frame));
    nodes.push(...memberNodes(input.model, members, spaces, placing));
  }
  nodes.push(...neighbourNodes(placing.neighbours, placing.edges, spaces, spaces.isKnown ? known : NO_PLACES));
  nodes.push(...outerNodes(input.model, placing.edges, nodes, spaces.mainBottom, spaces.isKnown ? known : NO_PLACES));
  nodes.push(...unreadNamespaces(input.model, nodes, spaces.isKnown ? known : NO_PLACES));
  const drawn = new Set(nodes.map((node) => node.id));
  const edges = placing.edges.filter((edge) => drawn.has(edge.from) && drawn.has(edge.to));
  return frameScene(nodes, edges, spaces.isKnown);
}

/** Steps from the namespaces that outside traffic enters; what the platform reaches or is reached by says nothing. */
function depthsOf({ members, boxesOf, entered, edges }: PlacingInput): ReadonlyMap<string, number> {
  const namespaceOfBox = new Map<string, string>();
  const entries: string[] = [];
  for (const [namespace, workloads] of members) {
    if (isPlatformNamespace(namespace)) continue;
    for (const each of workloads) for (const box of boxesOf(each.key)) namespaceOfBox.set(box, namespace);
    if (workloads.some((each) => entered.has(each.key))) entries.push(namespace);
  }
  return namespaceDepths(edges, (end) => namespaceOfBox.get(end), entries);
}

/** It tells of the whole namespace, also where only some of it is shown. */
function namespaceNode(
  input: SceneInput,
  namespace: string,
  members: readonly WorkloadFacts[],
  place: Rectangle,
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
  { items }: Spaces,
  { boxesOf, level }: PlacingInput,
): SceneNode[] {
  const standsFor = new Map<string, WorkloadFacts[]>();
  for (const member of members) {
    for (const id of boxesOf(member.key)) {
      const list = standsFor.get(id);
      if (list === undefined) standsFor.set(id, [member]);
      else list.push(member);
    }
  }
  return [...standsFor].flatMap(([id, own]) => {
    const place = items.get(id);
    const [member] = own;
    if (place === undefined || member === undefined) return [];
    return isFoldedBox(id) ? [groupNode(id, own, place, level)] : [memberNode(model, id, member, place)];
  });
}

const isFoldedBox = (id: string) => id.startsWith('same:') || id.startsWith('more:');

function memberNode(
  model: PolicyModel,
  id: string,
  member: WorkloadFacts,
  { x, y, width, height }: Rectangle,
): SceneNode {
  const pod = id.startsWith('pod:') ? id.slice('pod:'.length) : undefined;
  const single = pod === undefined ? member : podFacts(model, member, pod);
  return {
    id,
    type: pod === undefined ? 'workload' : 'pod',
    parent: namespaceBox(member.namespace),
    ...{ x, y, width, height },
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
}

/** Several workloads, or pods of some, in one box; its badge counts the gaps of all. */
function groupNode(
  id: string,
  members: readonly WorkloadFacts[],
  { x, y, width, height }: Rectangle,
  level: 'workloads' | 'pods',
): SceneNode {
  const [first] = members;
  const namespace = first?.namespace ?? '';
  const alike = id.startsWith('same:') && first !== undefined;
  const boxes = level === 'pods' ? members.reduce((sum, { pods }) => sum + pods, 0) : members.length;
  const label = level === 'pods' ? podCount(boxes) : foldedLabel(boxes);
  return {
    id,
    type: 'group',
    parent: namespaceBox(namespace),
    ...{ x, y, width, height },
    label,
    namespace,
    count: members.length,
    ...(alike
      ? { dataClass: first.classification.dataClass, fence: { ingress: first.ingress, egress: first.egress } }
      : {}),
    ...joinBadges(members.map(({ gaps }) => gaps)),
    ...(isPlatformNamespace(namespace) ? { platform: true } : {}),
    sentence: alike ? alikeSentence(label, namespace) : foldedSentence(label, namespace),
  };
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
