import type { Direction } from '#lib/kube/objects.ts';
import type { PolicyModel } from '../model.ts';
import type { JointUnit } from './joint-classes.ts';
import type { IsolationChange, OneSidedWorkload } from './types.ts';

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** Pods of a workload that are isolated for the first time, no longer, or for which that became (or ceased to be) open. */
export function isolationChanges(before: PolicyModel, after: PolicyModel, unit: JointUnit): IsolationChange[] {
  return DIRECTIONS.flatMap((direction) => {
    const found = new Map<
      string,
      { before: IsolationChange['before']; after: IsolationChange['after']; pods: number }
    >();
    for (const { joint, count } of unit.common) {
      if (!joint.gateChanged[direction] && joint.own === 'same') continue;
      const [was, is] = [stateOf(before, joint.before, direction), stateOf(after, joint.after, direction)];
      if (was === undefined || is === undefined || was === is) continue;
      const key = `${was} ${is}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { before: was, after: is, pods: count });
      else known.pods += count;
    }
    return [...found.values()].map((change) => ({ workload: unit.id, direction, of: unit.commonCount, ...change }));
  });
}

function stateOf(model: PolicyModel, id: number | undefined, direction: Direction) {
  return id === undefined ? undefined : model.gate({ type: 'class', class: id }, direction).isolated;
}

/** What all pods of a workload have in one state. */
export function gateOfParts(
  model: PolicyModel,
  { parts }: JointUnit,
  side: 'before' | 'after',
  direction: Direction,
): OneSidedWorkload['isolation'][Direction] {
  const states = new Set(parts.flatMap(({ joint }) => stateOf(model, joint[side], direction) ?? []));
  const [only] = states;
  return states.size === 1 && only !== undefined ? only : 'mixed';
}
