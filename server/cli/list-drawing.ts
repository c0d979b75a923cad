import type { ConnectionNode } from '#lib/api/connection-types.ts';
import type { Connection, Connections } from '#lib/policy/connections.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';

/** The connection list as a figure: what the writers of DOT and Mermaid share. Names are still as strangers wrote them. */
export interface Drawing {
  /** Sorted; nodes inside are sorted. */
  readonly namespaces: readonly { readonly id: string; readonly name: string; readonly nodes: readonly DrawnNode[] }[];
  /** The internet, blocks, and the hub of all pods. */
  readonly outside: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

export interface DrawnNode {
  /** A word of our own: a name may hold anything. */
  readonly id: string;
  readonly label: string;
  /** A hub stands for many pods, and is no workload. */
  readonly type: 'workload' | 'hub' | 'outside';
}

export interface DrawnEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Nothing of it is certain. */
  readonly depends: boolean;
}

/** @param nodes sorted, and with every end of an edge among them. */
export function drawingOf(
  nodes: readonly ConnectionNode[],
  edges: Iterable<Connection>,
  connections: Connections,
): Drawing {
  const drawn = nodes.map((node, index): DrawnNode & { readonly namespace: string | undefined } => ({
    id: `n${index}`,
    label: labelOf(node),
    type: node.type === 'workload' ? 'workload' : node.type === 'any-pod' ? 'hub' : 'outside',
    namespace: node.namespace,
  }));
  const ids = new Map(nodes.map(({ id }, index) => [id, drawn[index]?.id ?? '']));
  const byNamespace = Map.groupBy(drawn, ({ namespace }) => namespace);
  const outside = byNamespace.get(undefined) ?? [];
  byNamespace.delete(undefined);
  return {
    namespaces: [...byNamespace].map(([name = '', members], index) => ({ id: `ns${index}`, name, nodes: members })),
    outside,
    edges: Array.from(edges, ({ from, to, relation }) => {
      const { allow, some, depends } = connections.json(relation);
      return {
        from: ids.get(from) ?? '',
        to: ids.get(to) ?? '',
        label: connectionLabel(allow, some, depends),
        depends: isNoPort(allow) && (some === undefined || isNoPort(some)),
      };
    }),
  };
}

function labelOf({ type, kind, name, count }: ConnectionNode): string {
  if (type !== 'workload') return name;
  return count === undefined || count === 1 ? `${kind} ${name}` : `${kind} ${name} ×${count}`;
}

/** "TCP 5432; some pods: any; depends: UDP 53" */
export function connectionLabel(allow: PortsJson, some: PortsJson | undefined, depends: PortsJson): string {
  const words = (ports: PortsJson | undefined) => (ports === undefined ? '' : portWords(ports).join(', '));
  const parts = [
    words(allow),
    words(some) === '' ? '' : CLI.drawnSome(words(some)),
    words(depends) === '' ? '' : CLI.drawnDepends(words(depends)),
  ];
  return parts.filter((part) => part !== '').join('; ');
}
