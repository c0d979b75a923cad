import type { ConnectionNode } from '#lib/api/connection-types.ts';
import type { Isolation } from '#lib/api/pod-types.ts';
import { ANY_POD, anyPodOf, type ConnectionUnit, compareNodeIds, INTERNET } from './connection-units.ts';
import type { Connections } from './connections.ts';
import type { PolicyModel } from './model.ts';

/**
 * The nodes of a connection list, sorted: every workload, `internet`, the blocks that edges name, and (where not
 * expanded) the hubs in use.
 */
export function connectionNodes(
  model: PolicyModel,
  connections: Connections,
  hubs: ReadonlySet<string>,
): ConnectionNode[] {
  const nodes: ConnectionNode[] = [{ id: INTERNET, type: 'internet', name: INTERNET }];
  for (const cidr of connections.blocks) nodes.push({ id: cidr, type: 'address', name: cidr });
  for (const unit of connections.units) nodes.push(workloadNode(model, unit));
  if (hubs.has(ANY_POD)) nodes.push({ id: ANY_POD, type: 'any-pod', name: ANY_POD });
  for (const namespace of model.namespaces) {
    const id = anyPodOf(namespace);
    if (hubs.has(id)) nodes.push({ id, type: 'any-pod', namespace, name: ANY_POD });
  }
  return nodes.sort((a, b) => compareNodeIds(a.id, b.id));
}

function workloadNode(model: PolicyModel, unit: ConnectionUnit): ConnectionNode {
  const [namespace = '', kind = '', ...name] = unit.id.split('/');
  const isolation: Isolation = {
    ingress: unitIsolation(model, unit, 'ingress'),
    egress: unitIsolation(model, unit, 'egress'),
  };
  return {
    id: unit.id,
    type: 'workload',
    namespace,
    kind,
    name: name.join('/'),
    // A DaemonSet without pods: nobody knows how many there will be.
    ...(unit.countUnknown ? {} : { count: unit.count }),
    isolation,
  };
}

/** What all pods of the unit have; `depends` where it is undecided, or differs between them. */
export function unitIsolation(
  model: PolicyModel,
  unit: Pick<ConnectionUnit, 'classes'>,
  direction: 'ingress' | 'egress',
): Isolation['ingress'] {
  const states = new Set(
    Array.from(unit.classes.keys(), (id) => model.gate({ type: 'class', class: id }, direction).isolated),
  );
  const [only] = states;
  return states.size === 1 && only !== undefined ? only : 'depends';
}
