import { type EndChange, PLACE, placeOf } from '#lib/flows/join/end-changes.ts';
import { joinInSteps } from '#lib/flows/join/join-flows.ts';
import { changesTold } from '#lib/flows/join/policy-times.ts';
import type { JoinedEdge, JoinedTraffic, ObservedTraffic } from '#lib/flows/observed.ts';
import { packObserved, unpackObserved } from '#lib/flows/packed-observed.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type Steps, toTheEnd } from '#lib/policy/steps.ts';
import { lazily } from './lazily.ts';

/** What was observed, as the checks are given it. */
export interface ObservedFacts {
  readonly traffic: ObservedTraffic;
  /** What was in force when it was observed, where another state is checked: that of a proposal. */
  readonly under?: PolicyModel;
}

/** As evidence keeps it, so that the checks find the same in it; undefined where nobody observed anything. */
export function factsOf(traffic: ObservedTraffic): ObservedFacts | undefined {
  if (traffic.edges.length === 0 && traffic.coverage.length === 0) return undefined;
  return { traffic: unpackObserved(packObserved(traffic)) };
}

interface Known {
  readonly changed: readonly EndChange[];
  readonly policiesFrom: number | undefined;
  readonly facts: ObservedFacts;
}

const withPast = new WeakMap<ObservedTraffic, Known>();

/** What whoever watches a cluster knows of its past. */
export interface WatchedPast {
  /** When whom policies see differently changed last. */
  readonly changes: readonly EndChange[];
  /** From when on policies are known; absent: nobody watches it, and what was read holds for all times. */
  readonly policiesFrom?: number | undefined;
}

/**
 * The same with what changed of whoever was observed, and with when policies are known: what was seen before is not judged
 * by what is now. The same object as long as these are the same. What a source brings with its facts stays.
 */
export function factsWithPast(facts: ObservedFacts, past: WatchedPast): ObservedFacts {
  const { traffic } = facts;
  if (traffic.changed !== undefined || traffic.policiesFrom !== undefined) return facts;
  const changed = past.changes.length === 0 ? [] : changesOfObserved(traffic, past.changes);
  const { policiesFrom: from = Number.NEGATIVE_INFINITY } = past;
  const policiesFrom = from > traffic.window.from ? from : undefined;
  if (changed.length === 0 && policiesFrom === undefined) return facts;
  let known = withPast.get(traffic);
  if (known === undefined || !isSame(known.changed, changed) || known.policiesFrom !== policiesFrom) {
    const more = {
      ...(changed.length === 0 ? {} : { changed }),
      ...(policiesFrom === undefined ? {} : { policiesFrom }),
    };
    known = { changed, policiesFrom, facts: { ...facts, traffic: { ...traffic, ...more } } };
    withPast.set(traffic, known);
  }
  return known.facts;
}

/** Where a workload runs says something only of those that were seen with a node; pods move all the time. */
function changesOfObserved({ edges, window }: ObservedTraffic, all: readonly EndChange[]): readonly EndChange[] {
  const withNodes = new Set(
    edges.filter(({ from, to }) => isNode(from) || isNode(to)).flatMap(({ from, to }) => [placeOf(from), placeOf(to)]),
  );
  return all.filter(({ of, at }) => at >= window.from && (!of.startsWith(PLACE) || withNodes.has(of)));
}

const isNode = (end: string): boolean => end === 'host' || end.startsWith('host:');

function isSame(a: readonly EndChange[], b: readonly EndChange[]): boolean {
  return a.length === b.length && a.every(({ of, at }, index) => of === b[index]?.of && at === b[index]?.at);
}

/** The same beside the model that is checked. */
export interface ObservedContext extends ObservedFacts {
  /** Judged by the model that is checked. */
  readonly joined: () => JoinedTraffic;
  /** Judged by what was in force when it was observed. */
  readonly joinedThen: () => JoinedTraffic;
}

/** The checks of what really happens look back so far. */
export const RECENT_MS = 24 * 60 * 60 * 1000;

const joins = new WeakMap<PolicyModel, WeakMap<ObservedTraffic, JoinedTraffic>>();

/** The join of one model with what was observed, once for both. */
export function joinedWith(model: PolicyModel, facts: ObservedFacts): JoinedTraffic {
  return toTheEnd(joinedInSteps(model, facts));
}

/** The same in steps: afterwards it is known. */
export function* joinedInSteps(model: PolicyModel, { traffic }: ObservedFacts): Steps<JoinedTraffic> {
  const known = joins.get(model) ?? new WeakMap<ObservedTraffic, JoinedTraffic>();
  joins.set(model, known);
  let joined = known.get(traffic);
  if (joined === undefined) {
    // of the objects themselves, so that evidence gives the same
    joined = yield* joinInSteps(model, traffic, { changes: changesTold(model) });
    known.set(traffic, joined);
  }
  return joined;
}

export function observedContext(model: PolicyModel, facts: ObservedFacts): ObservedContext {
  return {
    ...facts,
    joined: lazily(() => joinedWith(model, facts)),
    joinedThen: lazily(() => joinedWith(facts.under ?? model, facts)),
  };
}

/** For the checks over another state of the same cluster: what was observed was observed under this one. */
export function observedUnder<Options extends { readonly observed?: ObservedFacts }>(
  model: PolicyModel,
  options: Options,
): Options {
  const { observed } = options;
  return observed === undefined ? options : { ...options, observed: { under: model, ...observed } };
}

/** Whether an edge was seen in the last day of the window. */
export function isRecent({ seen }: JoinedEdge, { window }: ObservedTraffic): boolean {
  return seen !== undefined && seen.last >= window.to - RECENT_MS;
}
