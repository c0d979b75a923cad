import { RingfenceError } from '#lib/api/errors.ts';
import { type FlowWindow, WINDOW_MOST_MS } from '#lib/flows/flow-row.ts';
import { MINUTE_MS } from '#lib/flows/flow-windows.ts';
import { type JoinContext, joinInSteps } from '#lib/flows/join/join-flows.ts';
import type { ModelInTime } from '#lib/flows/join/judges-in-time.ts';
import type { JoinedTraffic, ObservedTraffic } from '#lib/flows/observed.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import type { Analysis } from './analysis.ts';
import { policyChanges } from './policy-changes.ts';
import type { AskContext } from './questions.ts';
import { inTurns } from './stepwise.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

/** What was observed in a window, beside what a revision allows. */
export interface TrafficOfWindow {
  readonly observed: ObservedTraffic;
  readonly joined: JoinedTraffic;
}

export interface WindowQuery {
  /** RFC 3339 */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Joined once: list, lanes and map of one window ask for the same. What was observed is the key, and goes with it. */
const known = new WeakMap<ObservedTraffic, WeakMap<Analysis, JoinedTraffic>>();

/** Throws BAD_REQUEST, TIMED_OUT, and what the flows answer. */
export async function trafficOfWindow(
  analysis: Analysis,
  query: WindowQuery,
  { flows }: Pick<AskContext, 'flows'>,
): Promise<TrafficOfWindow> {
  const window = windowOf(query);
  const observed = flows === undefined ? nothingObserved(window) : await flows.observed(window);
  const ofObserved = known.get(observed) ?? new WeakMap<Analysis, JoinedTraffic>();
  known.set(observed, ofObserved);
  let joined = ofObserved.get(analysis);
  if (joined === undefined) {
    joined = await inTurns(joinInSteps(analysis.model, observed, contextOf(analysis, window)));
    ofObserved.set(analysis, joined);
  }
  return { observed, joined };
}

/** Whole minutes, since flows are kept by the minute; absent: the day that ends now. Throws BAD_REQUEST. */
export function windowOf(query: WindowQuery, now: number = Date.now()): FlowWindow {
  const to = Math.ceil((query.to === undefined ? now : Date.parse(query.to)) / MINUTE_MS) * MINUTE_MS;
  const from = query.from === undefined ? to - DAY_MS : Math.floor(Date.parse(query.from) / MINUTE_MS) * MINUTE_MS;
  if (from >= to) throw new RingfenceError('BAD_REQUEST', TRAFFIC.badWindow);
  if (to - from > WINDOW_MOST_MS) throw new RingfenceError('BAD_REQUEST', TRAFFIC.longWindow);
  return { from, to };
}

function contextOf(analysis: Analysis, window: FlowWindow): JoinContext {
  const changes = policyChanges(analysis, window);
  const epochs = analysis.history?.epochs;
  if (epochs === undefined) return { changes };
  const inTime = (each: Analysis, since: number): ModelInTime => {
    const asOf = epochs.asOf(each);
    return { since, model: each.model, ...(asOf === undefined ? {} : { asOf }) };
  };
  const all = epochs.until(analysis.revision.seq);
  const { model: _, ...now } = inTime(analysis, all.at(-1)?.since ?? Number.NEGATIVE_INFINITY);
  return {
    ...now,
    earlier: all.slice(0, -1).map((epoch) => inTime(epoch.analysis, epoch.since)),
    knownFrom: epochs.knownFrom,
    ends: epochs.ends,
    changes,
  };
}

function nothingObserved(window: FlowWindow): ObservedTraffic {
  return { window, edges: [], leftOut: 0, coverage: [], complete: [] };
}
