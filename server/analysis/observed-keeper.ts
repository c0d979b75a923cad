import { createHash } from 'node:crypto';
import { type FlowWindow, WINDOW_MOST_MS } from '#lib/flows/flow-row.ts';
import { MINUTE_MS } from '#lib/flows/flow-windows.ts';
import type { JoinedEdge } from '#lib/flows/observed.ts';
import {
  factsOf,
  factsWithPast,
  isRecent,
  joinedInSteps,
  joinedWith,
  type ObservedFacts,
  type WatchedPast,
} from '#lib/gdpr/observed-facts.ts';
import { unobservedNodes } from '#lib/gdpr/observed-nodes.ts';
import { isUnseen, observedSince, UNUSED_DAYS } from '#lib/gdpr/unused-permissions.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { FlowsPort } from './flows-port.ts';
import { inTurns } from './stepwise.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;
/** So often, once something is observed. */
export const REFRESH_MS = 5 * MINUTE_MS;
/** Until something is: a source has just begun. */
const FIRST_MS = 1_000;
const WAITING_MS = 15_000;
/** So many times in short order, then now and then. */
const FIRST_TRIES = 10;

/** What the checks know of what was observed. */
export interface ObservedKeeper {
  /** The same object as long as the checks conclude the same from it. */
  readonly facts: ObservedFacts | undefined;
  /** The source knows what was observed: nobody is asked any more. */
  bring(facts: ObservedFacts): void;
  /** The flows can be asked from now on. */
  connected(): void;
  stop(): void;
}

export interface ObservedKeeping {
  readonly flows: Pick<FlowsPort, 'observed'>;
  /** The newest; undefined before the first revision. */
  readonly model: () => PolicyModel | undefined;
  /** When labels, pods and policies changed, and from when on policies are known; absent: nobody watches. */
  readonly past?: () => WatchedPast;
  /** How far MIN-001 looks back. */
  readonly days: () => number | undefined;
  /** Told that `facts` are others. */
  readonly changed: () => void;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Asks what was observed every five minutes, and takes it over where the checks conclude something else from it. */
export function createObservedKeeper({
  flows,
  model,
  past = () => ({ changes: [] }),
  days,
  changed,
  clock = Date.now,
}: ObservedKeeping): ObservedKeeper {
  let facts: ObservedFacts | undefined;
  let digest = '';
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let stopped = false;
  let isBrought = false;

  const next = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped && !isBrought) timer = setTimeout(() => void refresh(), ms).unref();
  };
  const refresh = async (): Promise<void> => {
    const observed = await ask();
    const asked = model();
    if (stopped || isBrought) return;
    if (observed === undefined || asked === undefined) {
      next(++tries < FIRST_TRIES ? FIRST_MS : WAITING_MS);
      return;
    }
    next(REFRESH_MS);
    const now = factsWithPast(observed, past());
    await inTurns(joinedInSteps(asked, now));
    if (stopped || isBrought) return;
    const seen = digestOf(asked, now, days() ?? UNUSED_DAYS);
    if (seen === digest) return;
    digest = seen;
    facts = observed;
    changed();
  };
  /** Undefined where nothing was, or the flows do not answer: what was known stays. */
  const ask = async (): Promise<ObservedFacts | undefined> => {
    try {
      return factsOf(await flows.observed(windowOf(clock(), days() ?? UNUSED_DAYS)));
    } catch {
      return undefined; // whoever asks on the page is told why
    }
  };
  return {
    get facts() {
      return facts;
    },
    bring(brought) {
      isBrought = true;
      clearTimeout(timer);
      facts = brought;
    },
    connected() {
      tries = 0;
      next(FIRST_MS);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function windowOf(now: number, days: number): FlowWindow {
  const to = Math.ceil(now / MINUTE_MS) * MINUTE_MS;
  return { from: Math.max(to - days * DAY_MS, to - WINDOW_MOST_MS), to };
}

/** It passed though nothing allows it, which is no contradiction where nobody kept what was in force. */
function isExcused(edge: JoinedEdge): boolean {
  return edge.state === 'seen-denied' && edge.reasons.some(({ reason }) => reason === 'not-kept');
}

/**
 * Of what the checks conclude, without counts and times: edges with their states, what was seen in the last day apart, and
 * of what was not seen and of each node whether enough was observed, with the figure in tenths.
 */
function digestOf(model: PolicyModel, facts: ObservedFacts, days: number): string {
  const { traffic } = facts;
  const observedOf = observedSince(model, traffic, days);
  const tenths = (share: number) => Math.floor(share * 10);
  const edges = joinedWith(model, facts).edges.map((edge) => {
    if (!isUnseen(edge))
      return `${edge.key} ${isRecent(edge, traffic)} ${edge.refusedThoughAllowed} ${isExcused(edge)}`;
    const { isEnough, share } = observedOf(edge);
    return `${edge.key} ${edge.perhapsUsed} ${isEnough} ${tenths(share)}`;
  });
  const nodes = unobservedNodes(model, facts)?.map(({ node, share }) => `node ${node} ${tenths(share)}`);
  const hash = createHash('sha256');
  for (const key of [...edges, ...(nodes ?? ['no node'])].sort()) hash.update(key).update('\n');
  return hash.digest('hex');
}
