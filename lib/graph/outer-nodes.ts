import type { Severity } from '#lib/gdpr/types.ts';
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
  foldedLabel,
  foldedSentence,
  internetLabel,
  internetSentence,
  moreBlocksLabel,
  moreBlocksSentence,
  podCount,
  unnamedAddressSentence,
} from '#lib/text/en/scene.ts';
import type { KnownPlaces, Rectangle } from './known-places.ts';
import { MORE_BLOCKS } from './more-blocks.ts';
import { freeBelow } from './place-beside.ts';
import type { Spaces } from './place-spaces.ts';
import { ANY_ADDRESS } from './scene-edges.ts';
import type { SceneEdge, SceneNode } from './types.ts';
import { isPlatformNamespace } from './zones.ts';

const HUB = { width: 156, height: 30 };
export const INTERNET = { width: 86, height: 30 };
const ADDRESS = { width: 116, height: 38 };
const NEIGHBOUR = { width: 130, height: 38 };
export const OUTER_GAP = 48;
const OUTER_APART = 14;
/** From the lower end of the namespaces to the hub: one row more fits between them. */
const HUB_BELOW = 54;

/** A namespace beside the opened one, or all for which there is no room. */
export interface Neighbour {
  readonly id: string;
  readonly label: string;
  readonly namespace?: string;
  readonly workloads: number;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
}

/** The neighbours of an opened namespace, one box each: sources at its left, targets at its right. */
export function neighbourNodes(
  neighbours: readonly Neighbour[],
  edges: readonly SceneEdge[],
  spaces: Pick<Spaces, 'left' | 'right'>,
  known: KnownPlaces,
): SceneNode[] {
  const ends = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const targets = new Set(edges.map((edge) => edge.to));
  const nodes: SceneNode[] = [];
  const drawn = neighbours.filter(({ id }) => ends.has(id));
  const taken = drawn.flatMap(({ id }) => known.get(id) ?? []);
  for (const each of drawn) {
    const isTarget = targets.has(each.id);
    const wanted = {
      x: isTarget ? spaces.right + OUTER_GAP : spaces.left - NEIGHBOUR.width - OUTER_GAP,
      y: 0,
      ...NEIGHBOUR,
    };
    const { x, y } = known.get(each.id) ?? freeBelow(wanted, taken, 12);
    taken.push({ x, y, ...NEIGHBOUR });
    nodes.push({
      id: each.id,
      type: 'group',
      ...{ x, y, ...NEIGHBOUR },
      label: each.label,
      detail: foldedLabel(each.workloads),
      ...(each.namespace === undefined ? {} : { namespace: each.namespace }),
      count: each.workloads,
      ...(each.gaps === undefined ? {} : { gaps: each.gaps }),
      ...(each.namespace !== undefined && isPlatformNamespace(each.namespace) ? { platform: true } : {}),
      sentence: foldedSentence(foldedLabel(each.workloads), each.label),
    });
  }
  return nodes;
}

/** The hub in its gutter, the internet at the left, what rules name outside at the right; each near its lines. */
export function outerNodes(
  model: PolicyModel,
  edges: readonly SceneEdge[],
  placed: readonly SceneNode[],
  mainBottom: number,
  known: KnownPlaces,
): SceneNode[] {
  const ends = new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const right = Math.max(0, ...placed.map((node) => node.x + node.width));
  const centre = neighbourCentres(edges, placed);
  const nodes: SceneNode[] = [];
  const frames = placed.filter(({ parent }) => parent === undefined);
  /** What stood here before keeps its place; what is new gives way to what stands. */
  const place = (id: string, wanted: Rectangle): Rectangle => {
    const before = known.get(id);
    if (before !== undefined) return { ...wanted, x: before.x, y: before.y };
    const others = [
      ...frames,
      ...nodes,
      ...[...ends].flatMap((end) => (end === id ? [] : (outerPlace(known, end) ?? []))),
    ];
    return known.size === 0 ? wanted : freeBelow(wanted, others, OUTER_APART);
  };
  if (ends.has('any-pod')) {
    nodes.push({
      id: 'any-pod',
      type: 'any-pod',
      ...place('any-pod', { x: Math.round(centre('any-pod').x - HUB.width / 2), y: mainBottom + HUB_BELOW, ...HUB }),
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
      ...place('internet', {
        x: Math.min(0, ...placed.map((node) => node.x - OUTER_GAP - INTERNET.width)),
        y: Math.round(centre('internet').y - INTERNET.height / 2),
        ...INTERNET,
      }),
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
      ...place(id, { x: right + OUTER_GAP, y, ...ADDRESS }),
      label: id === ANY_ADDRESS ? anyAddressLabel : id === MORE_BLOCKS ? moreBlocksLabel : block,
      ...(id === ANY_ADDRESS || (id !== MORE_BLOCKS && isRoutable(block)) ? { routable: true } : {}),
      ...(id === ANY_ADDRESS ? { detail: '0.0.0.0/0' } : {}),
      sentence:
        id === ANY_ADDRESS
          ? anyAddressSentence
          : id === MORE_BLOCKS
            ? moreBlocksSentence
            : isNamed(model, block)
              ? addressSentence(block)
              : unnamedAddressSentence(block),
    });
  }
  return nodes;
}

function outerPlace(known: KnownPlaces, end: string): Rectangle | undefined {
  return end === 'any-pod' || end === 'internet' || end === ANY_ADDRESS || end.startsWith('addr:')
    ? known.get(end)
    : undefined;
}

const namedRanges = new WeakMap<PolicyModel, ReadonlySet<string>>();

/** Whether a rule names just this block, or takes it out of one; a single address may be written either way. */
function isNamed(model: PolicyModel, block: string): boolean {
  const known =
    namedRanges.get(model) ??
    new Set(
      model.policies.flatMap(({ rules }) =>
        rules.flatMap(({ blocks }) => blocks.flatMap(({ cidr, except }) => [cidr, ...except].map(rangeText))),
      ),
    );
  namedRanges.set(model, known);
  return known.has(rangeText(block));
}

/** The same for every spelling of a block, and for an address alone. */
function rangeText(block: string): string {
  const range = parseCidr(block) ?? parseCidr(`${block}/32`) ?? parseCidr(`${block}/128`);
  return range === undefined ? block : `${range.family} ${range.first} ${range.last}`;
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
