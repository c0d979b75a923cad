import type { PolicyModel } from '#lib/policy/model.ts';
import type { FlowEdge } from '../flow-row.ts';
import { type EndChange, type EndChanges, endChangesOf, POLICIES, restsOn } from './end-changes.ts';
import { type Allowed, type Judge, judgeOf } from './judge-pair.ts';

/** A model that was in force. */
export interface ModelInTime {
  /** Since when its policies are, milliseconds since 1970. */
  readonly since: number;
  /** When its objects were read: labels and pods are those of then. Absent: nothing of it is older. */
  readonly asOf?: number;
  readonly model: PolicyModel;
}

/** With its judge. */
export interface JudgeInTime extends ModelInTime {
  readonly judge: Judge;
}

type Asked = Pick<FlowEdge, 'from' | 'to' | 'port' | 'protocol'>;

/** The policies that were in force one after the other, and what changed beside them. */
export interface JudgesInTime {
  /** The oldest first; the last are those that are in force. */
  readonly all: readonly JudgeInTime[];
  /** Whose policies were in force at a time; of times before the first, that one. */
  at(time: number): JudgeInTime;
  /** What changed between a time and what is known of the policies of then: nobody can say what was allowed at that time. */
  notKept(edge: Asked, time: number): EndChange | undefined;
  /** What the policies, labels and pods of a time said; `undefined` also where these were not kept. */
  allowed(edge: Asked, time: number): Allowed;
  /** From when on policies are known, though the first of them may not be kept; what was in force before, nobody knows. */
  readonly knownFrom: number;
  /**
   * Whether the policies of all known times at which it was seen let each pod of it through for certain; `before-known`:
   * the first do, and it was seen before they are known to be in force only.
   */
  alwaysAllowed(edge: Asked & Pick<FlowEdge, 'first' | 'last'>): 'allowed' | 'before-known' | 'no';
  /** When it was last something else who two ends are; `-Infinity` where no change is known. */
  changedAt(from: string, to: string): number;
}

/**
 * @param changes of labels, pods and policies; absent: none is known.
 * @param from from when on policies are known; absent: from the first model on.
 */
export function judgesInTime(
  models: readonly ModelInTime[],
  changes: EndChanges = endChangesOf([]),
  from?: number,
): JudgesInTime {
  const knownFrom = from ?? models[0]?.since ?? Number.NEGATIVE_INFINITY;
  const all = models.map((each): JudgeInTime => ({ ...each, judge: judgeOf(each.model) }));
  const at = (time: number) => all.findLast(({ since }) => since <= time) ?? (all[0] as JudgeInTime);
  const notKept = ({ from, to }: Asked, time: number): EndChange | undefined => {
    const { model, asOf = Number.POSITIVE_INFINITY } = at(time);
    const after = Math.min(time, asOf);
    if (changes.newest <= after) return undefined; // most of the time, and asked for every edge
    return changes.firstAfter(restsOn(model, from, to), after, Math.max(time, asOf));
  };
  return {
    all,
    at,
    notKept,
    knownFrom,
    allowed(edge, time) {
      const { from, to, port, protocol } = edge;
      const allowed = at(time).judge.allowed(from, to, port, protocol);
      return allowed === undefined || notKept(edge, time) !== undefined ? undefined : allowed;
    },
    alwaysAllowed(edge) {
      const { from, to, port, protocol } = edge;
      if (edge.last < knownFrom) {
        const { judge } = all[0] as JudgeInTime;
        const isAllowed = judge.allowedToAll(from, to, port, protocol) && notKept(edge, edge.last) === undefined;
        return isAllowed ? 'before-known' : 'no';
      }
      const isAllowed = all.every(({ since, judge }, index) => {
        const begin = Math.max(edge.first, index === 0 ? knownFrom : since);
        const end = Math.min(edge.last, (all[index + 1]?.since ?? Number.POSITIVE_INFINITY) - 1);
        if (end < begin) return true; // not in force while it was seen
        return (
          judge.allowedToAll(from, to, port, protocol) &&
          notKept(edge, begin) === undefined &&
          notKept(edge, end) === undefined
        );
      });
      return isAllowed ? 'allowed' : 'no';
    },
    changedAt(from, to) {
      if (changes.newest === Number.NEGATIVE_INFINITY) return changes.newest;
      const { model } = all.at(-1) as JudgeInTime;
      return changes.lastOf(restsOn(model, from, to).filter((of) => !of.startsWith(POLICIES)));
    },
  };
}
