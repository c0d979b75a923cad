import type { Direction } from '#lib/kube/objects.ts';
import { relationJson } from '../explain.ts';
import { NO_PORTS, portsJson } from '../port-set.ts';
import type { PortsJson, RelationJson } from '../types.ts';
import { type PortTransitions, portTransitions } from './transition.ts';
import type { ChangedPeer, ChangeGroup, ConnectionGroup, ModelDiff, OneSidedWorkload } from './types.ts';

/** Ports by what became of them; what is empty is left out. */
export type TransitionsJson = Readonly<Partial<Record<keyof PortTransitions, PortsJson>>>;

export interface ChangeJson extends Omit<ChangeGroup, 'before' | 'after'> {
  readonly before: RelationJson;
  readonly after: RelationJson;
  readonly ports: TransitionsJson;
}

export interface ConnectionGroupJson {
  readonly direction: Direction;
  readonly relation: RelationJson;
  readonly pairs: number;
  readonly peers: readonly ChangedPeer[];
  readonly unlisted: number;
}

export interface OneSidedJson extends Omit<OneSidedWorkload, 'connections'> {
  readonly connections: readonly ConnectionGroupJson[];
}

/** A diff as machines read it. */
export interface DiffJson extends Omit<ModelDiff, 'changes' | 'added' | 'removed'> {
  readonly changes: readonly ChangeJson[];
  readonly added: readonly OneSidedJson[];
  readonly removed: readonly OneSidedJson[];
}

export function diffJson(diff: ModelDiff): DiffJson {
  return {
    ...diff,
    changes: diff.changes.map(changeJson),
    added: diff.added.map(oneSidedJson),
    removed: diff.removed.map(oneSidedJson),
  };
}

function changeJson(group: ChangeGroup): ChangeJson {
  return {
    ...group,
    before: relationJson(group.before),
    after: relationJson(group.after),
    ports: transitionsJson(portTransitions(group.before, group.after)),
  };
}

function transitionsJson(transitions: PortTransitions): TransitionsJson {
  return Object.fromEntries(
    Object.entries(transitions).flatMap(([name, set]) => (set === NO_PORTS ? [] : [[name, portsJson(set)]])),
  );
}

function oneSidedJson(workload: OneSidedWorkload): OneSidedJson {
  const connection = ({ direction, relation, pairs, peers, unlisted }: ConnectionGroup): ConnectionGroupJson => {
    return { direction, relation: relationJson(relation), pairs, peers, unlisted };
  };
  return { ...workload, connections: workload.connections.map(connection) };
}
