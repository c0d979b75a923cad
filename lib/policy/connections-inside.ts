import { type ClassRelations, classRelationsOf } from './class-relations.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit } from './connection-units.ts';
import { type Connection, type Connections, connectionsOf, sortEdges } from './connections.ts';
import { openShare } from './hub-connections.ts';
import type { PolicyModel } from './model.ts';

/** Lines. A million of them took 370 MB. */
const MOST_STORED = 500_000;

/**
 * The connections with an end in one of some namespaces. What a hub tells of workloads in them is written out line by
 * line: without the hub's own lines, which have no end there, silence would read as denied.
 */
export function connectionsInside(
  model: PolicyModel,
  connections: Connections,
  namespaces: ReadonlySet<string>,
  most = MOST_STORED,
): Connections {
  const isInside = insideOf(namespaces);
  const inside = connections.units.filter(({ id }) => isInside(id));
  const hubs = hubMembers(inside, classRelationsOf(model).relations);
  function* kept(): Generator<Connection> {
    for (const edge of connections.edges) if (isInside(edge.from) || isInside(edge.to)) yield edge;
  }
  if (!isStored(connections.edges)) return { ...connections, edges: { [Symbol.iterator]: kept } };
  if (inside.length * connections.units.length > most) {
    return connectionsInside(model, connectionsOf(model, { expand: true }), namespaces);
  }
  return { ...connections, edges: sortEdges([...kept(), ...writtenOut(connections, hubs, isInside)]) };
}

/** Where every pair is written out there is no hub, and the edges are more than memory should hold. */
const isStored = (edges: Iterable<Connection>): boolean => Array.isArray(edges);

/** Whether an end of a connection is in one of the namespaces: a workload, or the hub of one. */
export function insideOf(namespaces: ReadonlySet<string>): (id: string) => boolean {
  return (id) => {
    if (id.startsWith(`${ANY_POD}@`)) return namespaces.has(id.slice(ANY_POD.length + 1));
    const slash = id.indexOf('/');
    return slash > 0 && id.indexOf('/', slash + 1) > 0 && namespaces.has(id.slice(0, slash));
  };
}

interface HubMembers {
  readonly openOut: readonly ConnectionUnit[];
  readonly openIn: readonly ConnectionUnit[];
}

function hubMembers(units: readonly ConnectionUnit[], { openOut, openIn }: ClassRelations): HubMembers {
  return {
    openOut: units.filter((unit) => openShare(unit, openOut) === 'all'),
    openIn: units.filter((unit) => openShare(unit, openIn) === 'all'),
  };
}

/** What `any-pod` tells of its members, but for those pairs of which a narrower edge tells (rules 1 to 3 of `Connections`). */
function* writtenOut(
  { edges }: Connections,
  { openOut, openIn }: HubMembers,
  isInside: (id: string) => boolean,
): Generator<Connection> {
  const told = new Set<string>();
  const key = (from: string, to: string) => `${from} ${to}`;
  for (const { from, to } of edges) if (isInside(from) || isInside(to)) told.add(key(from, to));
  const narrower = (unit: ConnectionUnit) => anyPodOf(unit.namespace ?? '');
  for (const { from, to, relation } of edges) {
    if (from === ANY_POD && !isInside(to)) {
      for (const unit of openOut) {
        if (told.has(key(unit.id, to)) || told.has(key(narrower(unit), to))) continue;
        yield { from: unit.id, to, relation };
      }
    }
    if (to === ANY_POD && !isInside(from)) {
      for (const unit of openIn) {
        if (told.has(key(from, unit.id)) || told.has(key(from, narrower(unit)))) continue;
        yield { from, to: unit.id, relation };
      }
    }
  }
}
