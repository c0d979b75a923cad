import { joinFlows } from '#lib/flows/join/join-flows.ts';
import { changesTold } from '#lib/flows/join/policy-times.ts';
import type { JoinedEdge, JoinedTraffic, ObservedTraffic } from '#lib/flows/observed.ts';
import { packObserved, unpackObserved } from '#lib/flows/packed-observed.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
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
export function joinedWith(model: PolicyModel, { traffic }: ObservedFacts): JoinedTraffic {
  const known = joins.get(model) ?? new WeakMap<ObservedTraffic, JoinedTraffic>();
  joins.set(model, known);
  let joined = known.get(traffic);
  if (joined === undefined) {
    // of the objects themselves, so that evidence gives the same
    joined = joinFlows(model, traffic, { changes: changesTold(model) });
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
