import type { PolicyModel } from '#lib/policy/model.ts';
import { type JoinEnd, parseEnd } from './end-of-flow.ts';
import { workloadsBehind } from './workloads-behind.ts';

/**
 * What is said of somebody may be something else since then. `of` is an end as `FlowRow` writes it (what policies see of
 * it), `on:` with a workload (the nodes that it is on), `namespace:NAME` (its labels), `policies:NAME` and `removed:NAME`
 * (policies of a namespace, and policies that are gone; without a name those of the cluster). Empty: anybody, until then.
 */
export interface EndChange {
  readonly of: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export const POLICIES = 'policies:';
export const REMOVED = 'removed:';
export const PLACE = 'on:';
const ANYBODY = '';

export function placeOf(workload: string): string {
  return PLACE + workload;
}

/** When what changed. */
export interface EndChanges {
  /** Nothing changed after it; `-Infinity`: no change is known. */
  readonly newest: number;
  /** The first change of one of these after a time, up to another; undefined: there was none. */
  firstAfter(of: readonly string[], after: number, until: number): EndChange | undefined;
  /** The last change of one of these; `-Infinity`: none is known. */
  lastOf(of: readonly string[]): number;
}

export interface EndChangeLog extends EndChanges {
  note(of: readonly string[], at: number): void;
  /** What changed up to a time is not known any more: of times before it, anything may have. */
  forget(at: number): void;
  /** The last change of each that has one, sorted, but for those of policies, which say themselves when they changed. */
  latest(): readonly EndChange[];
}

/** So many changes of one are kept. What was before them counts as changed up to the first of them. */
const EACH_KEPT = 8;
const ALL_KEPT = 50_000;

export function createEndChangeLog(): EndChangeLog {
  /** Ascending; the least recently changed first. */
  const times = new Map<string, number[]>();
  let forgotten = Number.NEGATIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  return {
    get newest() {
      return newest;
    },
    note(of, at) {
      if (of.length > 0) newest = Math.max(newest, at);
      for (const one of of) {
        const known = times.get(one) ?? [];
        times.delete(one);
        times.set(one, [...known, at].slice(-EACH_KEPT));
      }
      for (const [one, [first = at]] of times) {
        if (times.size <= ALL_KEPT) break;
        times.delete(one);
        forgotten = Math.max(forgotten, first);
      }
    },
    forget(at) {
      newest = Math.max(newest, at);
      forgotten = Math.max(forgotten, at);
    },
    firstAfter(of, after, until) {
      let found: EndChange | undefined;
      for (const one of of) {
        const all = times.get(one);
        if (all === undefined) continue;
        // of a full list nobody knows what was before
        const at =
          all.length === EACH_KEPT && after < (all[0] as number)
            ? (all[0] as number)
            : all.find((each) => each > after && each <= until);
        if (at !== undefined && (found === undefined || at < found.at)) found = { of: one, at };
      }
      return found ?? (after < forgotten ? { of: ANYBODY, at: forgotten } : undefined);
    },
    lastOf: (of) => Math.max(forgotten, ...of.map((one) => times.get(one)?.at(-1) ?? Number.NEGATIVE_INFINITY)),
    latest: () =>
      [...(forgotten === Number.NEGATIVE_INFINITY ? [] : [[ANYBODY, [forgotten]] as const]), ...times]
        .filter(([of]) => !of.startsWith(POLICIES))
        .map(([of, all]) => ({ of, at: all.at(-1) as number }))
        .sort((a, b) => (a.of < b.of ? -1 : 1)),
  };
}

/** The same of what evidence keeps: the last change of each. */
export function endChangesOf(changes: readonly EndChange[]): EndChanges {
  const log = createEndChangeLog();
  for (const { of, at } of changes) {
    if (of === ANYBODY) log.forget(at);
    else log.note([of], at);
  }
  return log;
}

/** What the answer about two ends rests on, as changes name it. */
export function restsOn(model: PolicyModel, from: string, to: string): readonly string[] {
  const [source, target] = [parseEnd(from), parseEnd(to)];
  return [
    POLICIES,
    REMOVED,
    ...restsOnEnd(model, from, source, isNode(model, target)),
    ...restsOnEnd(model, to, target, isNode(model, source)),
  ];
}

function restsOnEnd(model: PolicyModel, text: string, end: JoinEnd, withNode: boolean): readonly string[] {
  switch (end.type) {
    case 'workload':
      return restsOnWorkload(end.key, withNode);
    case 'service':
      return [text, ...[...workloadsBehind(model, end.key)].flatMap((key) => restsOnWorkload(key, withNode))];
    case 'host':
      return end.node === undefined ? [...model.objects.nodes.keys()].map((name) => `host:${name}`) : [text];
    default:
      return [];
  }
}

/** With a node as the other end it counts who shares it (rows 58, 59). */
function restsOnWorkload(key: string, withNode: boolean): readonly string[] {
  const namespace = key.slice(0, key.indexOf('/'));
  const own = [key, `namespace:${namespace}`, POLICIES + namespace, REMOVED + namespace];
  return withNode ? [...own, placeOf(key)] : own;
}

function isNode(model: PolicyModel, end: JoinEnd): boolean {
  if (end.type === 'host') return true;
  if (end.type !== 'workload') return false;
  return [...model.classesOfWorkload(end.key).keys()].some((id) => model.classes[id]?.hostNetwork === true);
}
