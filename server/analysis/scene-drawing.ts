import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { connectionLabel, type Drawing, type DrawnNode } from '#server/cli/list-drawing.ts';

/** What an end of a line is called in a file: as `list` calls it, `shop/Deployment/cart`, a namespace, a block. */
export function sceneEndName({ nodes }: Scene): (id: string) => string {
  const at = new Map(nodes.map((node) => [node.id, node]));
  return (id) => {
    const node = at.get(id);
    if (node?.type === 'tile' || node?.type === 'namespace') return node.namespace ?? node.label;
    return id.replace(/^(pod|addr):/, '');
  };
}

/** The map's boxes and lines as the writers of DOT and Mermaid take them. */
export function sceneDrawing(scene: Scene): Drawing {
  const ends = new Set(scene.edges.flatMap(({ from, to }) => [from, to]));
  // A namespace's frame is a node of its own only where a line ends at it.
  const nodes = scene.nodes.filter(({ type, id }) => type !== 'zone' && (type !== 'namespace' || ends.has(id)));
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const drawn = nodes.map((node) => ({ ...drawnNode(node, ids.get(node.id) ?? ''), namespace: frameOf(node) }));
  const byNamespace = Map.groupBy(drawn, ({ namespace }) => namespace);
  const outside = byNamespace.get(undefined) ?? [];
  byNamespace.delete(undefined);
  return {
    namespaces: [...byNamespace].map(([name = '', members], index) => ({ id: `ns${index}`, name, nodes: members })),
    outside,
    edges: scene.edges.map(({ from, to, allow, some, depends }) => ({
      from: ids.get(from) ?? '',
      to: ids.get(to) ?? '',
      label: connectionLabel(allow, some, depends),
      depends: isNoPort(allow) && (some === undefined || isNoPort(some)),
    })),
  };
}

/** A tile is a namespace itself, and stands in none. */
const frameOf = ({ type, namespace }: SceneNode) => (type === 'tile' ? undefined : namespace);

function drawnNode({ type, kind, label, count }: SceneNode, id: string): DrawnNode {
  const times = type === 'workload' && count !== undefined && count !== 1 ? ` ×${count}` : '';
  const shape = {
    'any-pod': 'hub',
    internet: 'outside',
    address: 'outside',
    unreadable: 'outside',
    zone: 'outside',
    namespace: 'hub',
    tile: 'workload',
    workload: 'workload',
    pod: 'workload',
    group: 'workload',
  } as const;
  return { id, label: `${kind === undefined ? '' : `${kind} `}${label}${times}`, type: shape[type] };
}
