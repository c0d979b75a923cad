import { LOST } from '#lib/text/en/flow-sources.ts';
import { DnsAnswers } from './dns-answers.ts';
import type { FlowCoverage, FlowObs } from './flow-obs.ts';
import { EVENT, type HubbleEvent, type HubbleLostEvents, hubbleMillis, hubbleNode, LOST_AT } from './hubble-flow.ts';
import { readHubbleFlow } from './read-hubble-flow.ts';
import { RecentConnections } from './recent-connections.ts';

/** What one event says; nothing at all is what most say that only repeat another. */
export interface HubbleReading {
  readonly flow?: FlowObs;
  readonly lost?: FlowCoverage;
  readonly problem?: string;
}

const NOTHING: HubbleReading = {};

/** Reads a stream of events: each connection once, with the names that its client asked for. */
export class HubbleReader {
  readonly #source: string;
  readonly #answers = new DnsAnswers();
  readonly #recent = new RecentConnections();

  constructor(source: string) {
    this.#source = source;
  }

  /** `now`: milliseconds, of whatever clock goes on while events come. */
  read(event: HubbleEvent, now: number): HubbleReading {
    if (event.lost_events) return { lost: lostOf(event.lost_events, event, this.#source, now) };
    const { flow } = event;
    if (!flow || this.#answers.learn(flow)) return NOTHING;
    const read = readHubbleFlow(flow, this.#source, event.node_name);
    if (read === undefined) return NOTHING;
    if ('problem' in read) return read;
    const told = this.#named(read);
    const weak = (flow.event_type?.type ?? EVENT.trace) === EVENT.trace;
    return this.#recent.isNew(told, weak, now) ? { flow: told } : NOTHING;
  }

  #named(flow: FlowObs): FlowObs {
    if (flow.to.names !== undefined || flow.to.outside !== true) return flow;
    const names = this.#answers.namesOf(flow.from.ip, flow.to.ip);
    return names === undefined ? flow : { ...flow, to: { ...flow.to, names } };
  }
}

/** Of a number that cannot be counted it is known that there was one. */
function atLeast(lost: number): number {
  return Number.isSafeInteger(lost) ? lost : 1;
}

const WHERE: Readonly<Record<number, string>> = {
  [LOST_AT.PERF_EVENT_RING_BUFFER]: LOST.kernel,
  [LOST_AT.OBSERVER_EVENTS_QUEUE]: LOST.agent,
  [LOST_AT.HUBBLE_RING_BUFFER]: LOST.ring,
};

function lostOf(lost: HubbleLostEvents, event: HubbleEvent, source: string, now: number): FlowCoverage {
  const told = hubbleMillis(event.time) ?? now;
  const last = hubbleMillis(lost.last) ?? told;
  const node = hubbleNode(event.node_name);
  return {
    type: 'lost',
    source,
    ...(node === undefined ? {} : { node }),
    t0: Math.min(hubbleMillis(lost.first) ?? last, last),
    t1: last,
    records: atLeast(lost.num_events_lost ?? 0),
    why: WHERE[lost.source ?? 0] ?? LOST.somewhere,
  };
}
