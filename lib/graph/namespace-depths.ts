import type { SceneEdge } from './types.ts';

/**
 * How many namespaces lie between the outside and each namespace, along the drawn edges: 0 for those that outside traffic
 * enters. `namespaceOf` gives the namespace of an edge's end. Namespaces that nothing leads to are left out, and
 * `entries` where nobody is entered from outside.
 */
export function namespaceDepths(
  edges: readonly SceneEdge[],
  namespaceOf: (end: string) => string | undefined,
  entries: Iterable<string>,
): ReadonlyMap<string, number> {
  const next = new Map<string, Set<string>>();
  for (const edge of edges) {
    const from = namespaceOf(edge.from);
    const to = namespaceOf(edge.to);
    if (from === undefined || to === undefined || from === to) continue;
    const targets = next.get(from);
    if (targets === undefined) next.set(from, new Set([to]));
    else targets.add(to);
  }
  const depths = new Map<string, number>([...entries].map((entry) => [entry, 0]));
  for (const [namespace, depth] of depths) {
    // A Map's iteration reaches what is added on the way: breadth first.
    for (const target of next.get(namespace) ?? []) if (!depths.has(target)) depths.set(target, depth + 1);
  }
  return depths;
}
