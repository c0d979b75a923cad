import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { isNoPort } from '#lib/text/en/ports.ts';

/** The map as rows: the same boxes, the same lines. */
export type TableRow =
  | { readonly type: 'group'; readonly key: string; readonly node: SceneNode | undefined; readonly rows: number }
  | {
      readonly type: 'edge';
      readonly key: string;
      readonly edge: SceneEdge;
      readonly from: SceneNode;
      readonly to: SceneNode;
    }
  /** A box that no line touches. */
  | { readonly type: 'box'; readonly key: string; readonly node: SceneNode };

export const OUTSIDE = '';

interface Group {
  readonly node: SceneNode | undefined;
  readonly edges: Extract<TableRow, { type: 'edge' }>[];
  readonly boxes: Extract<TableRow, { type: 'box' }>[];
  worst: number;
}

/**
 * Rows by the namespace that is reached, groups with the worst gap first, then by name; inside a group the worst line
 * first. Folded groups show their head only. `keep` leaves out what the filter drops.
 */
export function tableRows(
  scene: Scene,
  folded: ReadonlySet<string>,
  keep: { readonly nodes: ReadonlySet<string>; readonly edges: ReadonlySet<string> } | undefined,
): readonly TableRow[] {
  const at = new Map(scene.nodes.map((node) => [node.id, node]));
  const groups = new Map<string, Group>();
  const groupOf = (node: SceneNode): Group => {
    const key = node.namespace ?? OUTSIDE;
    const known = groups.get(key);
    if (known !== undefined) return known;
    const heading = scene.nodes.find(({ type, namespace }) => type === 'namespace' && namespace === node.namespace);
    const group: Group = { node: heading, edges: [], boxes: [], worst: SEVERITIES.length };
    groups.set(key, group);
    return group;
  };
  const touched = new Set<string>();
  for (const edge of scene.edges) {
    touched.add(edge.from).add(edge.to);
    const from = at.get(edge.from);
    const to = at.get(edge.to);
    if (from === undefined || to === undefined || keep?.edges.has(edge.id) === false) continue;
    const group = groupOf(to);
    group.edges.push({ type: 'edge', key: edge.id, edge, from, to });
    group.worst = Math.min(group.worst, rank(edge));
  }
  for (const node of scene.nodes) {
    if (node.type === 'zone' || node.type === 'namespace' || touched.has(node.id)) continue;
    if (keep?.nodes.has(node.id) === false) continue;
    groupOf(node).boxes.push({ type: 'box', key: node.id, node });
  }
  return [...groups]
    .sort(([a, { worst: x }], [b, { worst: y }]) => x - y || compareNames(a, b))
    .flatMap(([key, group]): TableRow[] => {
      const rows = [...group.edges].sort((a, b) => rank(a.edge) - rank(b.edge) || byName(a, b));
      const head: TableRow = { type: 'group', key, node: group.node, rows: rows.length + group.boxes.length };
      return folded.has(key) ? [head] : [head, ...rows, ...group.boxes];
    });
}

function rank(edge: SceneEdge): number {
  return edge.severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(edge.severity);
}

function byName(a: { from: SceneNode; to: SceneNode }, b: { from: SceneNode; to: SceneNode }): number {
  return compareNames(a.to.label, b.to.label) || compareNames(a.from.label, b.from.label);
}

/** The parts of a line that hold for all, for some, and that depend: never mixed. */
export function verdictParts(edge: SceneEdge) {
  return {
    allow: isNoPort(edge.allow) ? undefined : edge.allow,
    some: edge.some === undefined || isNoPort(edge.some) ? undefined : edge.some,
    depends: isNoPort(edge.depends) ? undefined : edge.depends,
  };
}
