import type { ConnectionEdge, ConnectionNode } from '#lib/api/connection-types.ts';

/** The allowed relation between workloads, as `list` tells it. */
export interface WorkloadRelation {
  readonly nodes: readonly ConnectionNode[];
  readonly edges: readonly ConnectionEdge[];
  readonly omitted: readonly string[];
}

/** What connections of the same kind have in common. */
export type EdgeKind = Omit<ConnectionEdge, 'from' | 'to'>;

/** Connections by numbers: a large cluster has more than a million between workloads, of some hundred kinds. */
export interface PackedRelation extends Omit<WorkloadRelation, 'edges'> {
  readonly edgeKinds: readonly EdgeKind[];
  /** For each source, by its place in `nodes`: destination, kind, destination, kind, …; in the order of `list`. */
  readonly edges: readonly { readonly from: number; readonly to: readonly number[] }[];
}

/** @param relation whose edges have their ends among its nodes. */
export function packRelation({ nodes, edges, omitted }: WorkloadRelation): PackedRelation {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const edgeKinds: EdgeKind[] = [];
  const numbers = new Map<string, number>();
  const packed: { from: number; to: number[] }[] = [];
  for (const { from, to, ...kind } of edges) {
    const text = JSON.stringify(kind);
    const number = numbers.get(text) ?? edgeKinds.push(kind) - 1;
    numbers.set(text, number);
    const [source, target] = [places.get(from) as number, places.get(to) as number];
    const last = packed.at(-1);
    if (last?.from === source) last.to.push(target, number);
    else packed.push({ from: source, to: [target, number] });
  }
  return { nodes, edgeKinds, edges: packed, omitted };
}

/** The connections in their order. */
export function* edgesOfRelation({ nodes, edgeKinds, edges }: PackedRelation): Generator<ConnectionEdge> {
  for (const { from, to } of edges) {
    for (let at = 0; at + 1 < to.length; at += 2) {
      const [source, target] = [nodes[from], nodes[to[at] as number]];
      const kind = edgeKinds[to[at + 1] as number];
      if (source !== undefined && target !== undefined && kind !== undefined)
        yield { from: source.id, to: target.id, ...kind };
    }
  }
}

/** How many there are. */
export function edgesIn({ edges }: Pick<PackedRelation, 'edges'>): number {
  return edges.reduce((sum, { to }) => sum + to.length / 2, 0);
}
