import type { PolicyModel } from '#lib/policy/model.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { moreNamespacesLabel } from '#lib/text/en/scene.ts';
import { foldAlike, restBox } from './fold-workloads.ts';
import { MORE_BLOCKS } from './more-blocks.ts';
import type { Neighbour } from './outer-nodes.ts';
import { foldedBox, type NodeMapping } from './scene-boxes.ts';
import { NEIGHBOURS_MAX, OPENED_MAX_BOXES, SCENE_MAX_NODES } from './scene-budget.ts';
import type { EdgeDraft } from './scene-edges.ts';
import { joinBadges, type WorkloadFacts } from './scene-workloads.ts';

/** Which box each box stands in, where it does not stand for itself. */
export interface Standing {
  readonly boxOf: ReadonlyMap<string, string>;
  readonly sizeOf: (box: string) => number;
  /** The boxes that are drawn for these. */
  readonly drawn: (boxes: readonly string[]) => readonly string[];
  /** From now on the first box stands in the second. */
  readonly stand: (box: string, inBox: string) => void;
  /** Boxes in others; boxes that are drawn; boxes in all: of the opened namespace. */
  readonly folded: number;
  readonly shown: number;
  readonly of: number;
}

/** Folds the boxes of an opened namespace, or the pods of an opened workload, to what fits. */
export function foldBoxes(
  model: PolicyModel,
  own: ReadonlyMap<string, readonly WorkloadFacts[]>,
  nodes: NodeMapping,
  options: {
    readonly namespace?: string | undefined;
    readonly workload?: string | undefined;
    readonly unfold?: string | undefined;
  },
): Standing {
  const boxOf = new Map<string, string>();
  const sizes = new Map<string, number>();
  const stand = (box: string, inBox: string): void => {
    if (boxOf.get(box) === inBox) return;
    boxOf.set(box, inBox);
    sizes.set(inBox, (sizes.get(inBox) ?? 0) + 1);
  };
  let of = 0;
  for (const [namespace, members] of options.namespace === undefined ? [] : own) {
    if (options.workload !== undefined) {
      const pods = nodes.boxesOf(options.workload);
      of += pods.length;
      const room = Math.floor(OPENED_MAX_BOXES / 2);
      if (pods.length > room) for (const pod of pods.slice(room - 1)) stand(pod, restBox(namespace));
      for (const [id, alike] of foldAlike(model, members, room, options.unfold)) {
        for (const { key } of alike) if (key !== options.workload) stand(key, id);
      }
    } else if (nodes.level === 'workloads') {
      of += members.length;
      for (const [id, alike] of foldAlike(model, members, OPENED_MAX_BOXES, options.unfold)) {
        for (const { key } of alike) stand(key, id);
      }
    }
  }
  return {
    boxOf,
    stand,
    sizeOf: (box) => sizes.get(box) ?? 1,
    drawn: (boxes) => [...new Set(boxes.map((box) => boxOf.get(box) ?? box))],
    folded: boxOf.size,
    shown: of - boxOf.size + sizes.size,
    of,
  };
}

/** The namespaces beside an opened one: one box each for those with most lines, and one for the rest. */
export function foldNeighbours(
  draft: EdgeDraft,
  workloads: readonly WorkloadFacts[],
  nodes: NodeMapping,
  standing: Standing,
): Neighbour[] {
  const hidden = Map.groupBy(
    workloads.filter(({ namespace }) => !nodes.isShown(namespace)),
    ({ namespace }) => namespace,
  );
  const lines = draft.linesOf();
  const wanted = [...hidden.keys()]
    .filter((namespace) => lines.has(foldedBox(namespace)))
    .sort((a, b) => (lines.get(foldedBox(b)) ?? 0) - (lines.get(foldedBox(a)) ?? 0) || compareNames(a, b));
  const apart = new Set(wanted.length <= NEIGHBOURS_MAX ? wanted : wanted.slice(0, NEIGHBOURS_MAX - 1));
  const rest = wanted.filter((namespace) => !apart.has(namespace));
  for (const namespace of rest) standing.stand(foldedBox(namespace), MORE_NAMESPACES);
  const badge = (namespaces: readonly string[]) =>
    joinBadges(namespaces.flatMap((namespace) => (hidden.get(namespace) ?? []).map(({ gaps }) => gaps)));
  const count = (namespaces: readonly string[]) =>
    namespaces.reduce((sum, namespace) => sum + (hidden.get(namespace)?.length ?? 0), 0);
  return [
    ...[...apart].sort(compareNames).map((namespace) => ({
      id: foldedBox(namespace),
      label: namespace,
      namespace,
      workloads: count([namespace]),
      ...badge([namespace]),
    })),
    ...(rest.length === 0
      ? []
      : [{ id: MORE_NAMESPACES, label: moreNamespacesLabel, workloads: count(rest), ...badge(rest) }]),
  ];
}

const MORE_NAMESPACES = 'more:namespaces';

/** Blocks that rules name: those with most lines have a box of their own. */
export function foldBlocks(draft: EdgeDraft, standing: Standing, room: number): void {
  const blocks = [...draft.linesOf()].filter(([id]) => id.startsWith('addr:'));
  if (blocks.length <= room) return;
  blocks.sort(([a, lines], [b, others]) => others - lines || compareNames(a, b));
  for (const [id] of blocks.slice(Math.max(0, room - 1))) standing.stand(id, MORE_BLOCKS);
}

/** How many blocks fit beside all namespaces and their boxes; hub, internet and any address have theirs. */
export function roomForBlocks(
  own: ReadonlyMap<string, readonly WorkloadFacts[]>,
  nodes: NodeMapping,
  standing: Standing,
): number {
  const boxes = [...own.values()].flat().reduce((sum, { key }) => sum + standing.drawn(nodes.boxesOf(key)).length, 0);
  return Math.max(1, SCENE_MAX_NODES - own.size - boxes - 4);
}
