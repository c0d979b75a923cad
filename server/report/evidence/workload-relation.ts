import type { ConnectionEdge, ConnectionNode } from '#lib/api/connection-types.ts';
import { getOr } from '#lib/get-or.ts';

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
  const kinds = new EdgeKinds();
  const packed: { from: number; to: number[] }[] = [];
  for (const edge of edges) {
    const number = kinds.numberOf(edge);
    const [source, target] = [places.get(edge.from) as number, places.get(edge.to) as number];
    const last = packed.at(-1);
    if (last?.from === source) last.to.push(target, number);
    else packed.push({ from: source, to: [target, number] });
  }
  return { nodes, edgeKinds: kinds.list, edges: packed, omitted };
}

/** Kinds of edges, each once, in the order in which they come. */
class EdgeKinds {
  readonly list: EdgeKind[] = [];
  readonly #byText = new Map<string, number>();
  /** By what they allow: a million edges hold a few hundred objects between them, and writing each down takes long. */
  readonly #seen = new Map<unknown, { readonly edge: ConnectionEdge; readonly number: number }[]>();

  numberOf(edge: ConnectionEdge): number {
    const seen = getOr(this.#seen, edge.allow, () => []);
    const alike = seen.find((each) => isOfSameObjects(each.edge, edge));
    if (alike !== undefined) return alike.number;
    const { from: _, to: __, ...kind } = edge;
    const text = JSON.stringify(kind);
    const number = getOr(this.#byText, text, () => this.list.push(kind) - 1);
    seen.push({ edge, number });
    return number;
  }
}

/** All but the ends. */
function isOfSameObjects(a: ConnectionEdge, b: ConnectionEdge): boolean {
  const names = Object.keys(a) as (keyof ConnectionEdge)[];
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => name === 'from' || name === 'to' || a[name] === b[name]);
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
