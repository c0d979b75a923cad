import type { ConnectionEdge, ConnectionsJson } from '#lib/api/connection-types.ts';
import { connectionNodes } from '#lib/policy/connection-nodes.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

export type RelationJson = Pick<ConnectionsJson, 'nodes' | 'edges' | 'omitted'>;

/** The allowed relation between workloads with its nodes: what `list`, the map's table and the evidence tell. */
export function relationJson(model: PolicyModel, expand: boolean): RelationJson {
  const connections = connectionsOf(model, { expand });
  const named = new Set<string>();
  const edges: ConnectionEdge[] = [];
  for (const { from, to, relation } of connections.edges) {
    named.add(from).add(to);
    edges.push({ from, to, ...connections.json(relation) });
  }
  return { nodes: connectionNodes(model, connections, named), edges, omitted: [] };
}
