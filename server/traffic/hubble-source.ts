import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import {
  type HubbleEvent,
  type HubbleFlow,
  type HubbleNodeStatus,
  hubbleMillis,
  hubbleNode,
  NODE_STATE,
} from '#lib/flows/hubble-flow.ts';
import { HubbleReader } from '#lib/flows/hubble-reader.ts';
import { HUBBLE, LOST, problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { type BackOff, createBackOff } from '#server/cluster/live/back-off.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';
import { HubbleCoverage } from './hubble-coverage.ts';
import { flowsRequest } from './hubble-request.ts';
import { type HubbleStream, openHubbleStream, type StreamEnd, UNREADABLE } from './hubble-stream.ts';
import type { HubbleTarget } from './hubble-target.ts';
import { SeenEvents } from './seen-events.ts';

export interface HubbleOptions {
  readonly id: string;
  readonly label: string;
  /** Asked for at each attempt. A sentence that says what is missing where there is none yet. */
  readonly target: () => HubbleTarget | { readonly missing: string };
  /** What else to say where nothing answers; as a sentence. */
  readonly advice?: () => string | undefined;
  /** A stream that says nothing for so long is opened anew. Default 60 s. */
  readonly stallMs?: number;
  /** How often coverage and counts are told. Default 1 s. */
  readonly tellEveryMs?: number;
  readonly backOff?: BackOff;
}

const STALL_MS = 60_000;
const TELL_EVERY_MS = 1_000;
/** Observations that are handed over at once. */
const BATCH = 500;
/** A stream that held so long was no accident: the next attempt is made at once. */
const STEADY_MS = 10_000;

/** Observes the flows of a cluster through Hubble Relay, or those of one node through its agent. */
export function createHubbleSource(options: HubbleOptions): FlowSource {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  return {
    id: options.id,
    label: options.label,
    start(sink) {
      running ??= new HubbleObservation(options, sink, stopping.signal).run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

class HubbleObservation {
  readonly #options: HubbleOptions;
  readonly #sink: FlowSink;
  readonly #stopping: AbortSignal;
  readonly #reader: HubbleReader;
  readonly #seen = new SeenEvents();
  readonly #coverage: HubbleCoverage;
  readonly #backOff: BackOff;
  readonly #status: Mutable<FlowSourceStatus>;
  #pending: FlowObs[] = [];
  #flushing = false;
  #newest = 0;
  #told = '';
  /** Cut to what is read; false once a relay has refused that. */
  #masked = true;

  constructor(options: HubbleOptions, sink: FlowSink, stopping: AbortSignal) {
    this.#options = options;
    this.#sink = sink;
    this.#stopping = stopping;
    this.#reader = new HubbleReader(options.id);
    this.#coverage = new HubbleCoverage(options.id, (coverage) => sink.cover(coverage));
    this.#backOff = options.backOff ?? createBackOff();
    this.#status = {
      source: options.id,
      state: 'connecting',
      since: new Date().toISOString(),
      records: 0,
      unreadable: 0,
      withoutFlow: 0,
      lost: 0,
    };
  }

  /** Observes until it is stopped; whatever ends a stream, the next attempt follows. */
  async run(): Promise<void> {
    while (!this.#stopping.aborted) {
      this.#enter('connecting');
      const problem = await this.#attempt();
      if (this.#stopping.aborted) break;
      if (problem === undefined) continue;
      const wait = this.#backOff.next();
      this.#enter(problem.state, problem.error, new Date(Date.now() + wait).toISOString());
      await sleep(wait, undefined, { signal: this.#stopping }).catch(() => {});
    }
    this.#enter('ended');
  }

  /** Undefined where the next attempt can be made at once. */
  async #attempt(): Promise<{ readonly state: 'waiting' | 'failed'; readonly error: string } | undefined> {
    const target = this.#options.target();
    if ('missing' in target) return { state: 'waiting', error: target.missing };
    const started = Date.now();
    const end = await this.#observe(target);
    this.#coverage.closed();
    if (end === 'stopped') return undefined;
    if (Date.now() - started >= STEADY_MS) this.#backOff.reset();
    if (end === 'stalled') return undefined;
    if (end.code === status.INVALID_ARGUMENT && this.#masked) {
      this.#masked = false;
      return undefined;
    }
    return { state: 'failed', error: this.#explain(target, end) };
  }

  /** One stream, from its opening to its end. */
  #observe(target: HubbleTarget): Promise<StreamEnd | 'stalled' | 'stopped'> {
    const { stallMs = STALL_MS, tellEveryMs = TELL_EVERY_MS } = this.#options;
    return new Promise((resolve) => {
      let stream: HubbleStream | undefined;
      let heard = Date.now();
      let opened = false;
      let paused = false;
      const finish = (end: StreamEnd | 'stalled' | 'stopped'): void => {
        clearInterval(timer);
        this.#stopping.removeEventListener('abort', stop);
        stream?.close();
        this.#flush();
        this.#coverage.tell();
        resolve(end);
      };
      const stop = (): void => finish('stopped');
      const timer = setInterval(
        () => {
          if (opened) this.#enter('observing');
          this.#coverage.tell();
          if (paused || Date.now() - heard < stallMs) return;
          finish(opened ? 'stalled' : { code: status.UNAVAILABLE, message: HUBBLE.silent(stallMs) });
        },
        Math.min(tellEveryMs, stallMs),
      );
      this.#stopping.addEventListener('abort', stop, { once: true });
      const flush = (): void => {
        this.#flushing = false;
        if (this.#flush() || paused) return;
        paused = true;
        stream?.pause();
        void this.#sink.drained().then(() => {
          paused = false;
          heard = Date.now();
          stream?.resume();
        });
      };
      try {
        stream = openHubbleStream(target, flowsRequest(this.#seen.since(), this.#masked), {
          open: () => {
            opened = true;
            heard = Date.now();
            this.#coverage.opened(heard);
          },
          event: (event) => {
            heard = Date.now();
            if (this.#status.state === 'connecting') this.#enter('observing');
            this.#coverage.heard(heard);
            this.#take(event, heard);
            if (this.#pending.length >= BATCH) flush();
            else if (!this.#flushing) {
              this.#flushing = true;
              setImmediate(flush);
            }
          },
          end: finish,
        });
      } catch (error) {
        finish({ code: status.UNAVAILABLE, message: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  #take(event: HubbleEvent, now: number): void {
    if (event === UNREADABLE) this.#unreadable(problemsOfFlows.noMessage, '', now);
    else if (event.node_status) this.#takeStatus(event.node_status, now);
    else this.#takeFlow(event, now);
  }

  #takeStatus({ state_change, node_names = [] }: HubbleNodeStatus, now: number): void {
    for (const name of node_names) {
      const node = hubbleNode(name);
      if (node === undefined) continue;
      if (state_change === NODE_STATE.NODE_CONNECTED) this.#coverage.connected(node, now);
      else this.#coverage.lost(node, now);
    }
  }

  #takeFlow(event: HubbleEvent, now: number): void {
    const flow = event.flow;
    if (flow && !this.#isNew(flow, hubbleNode(event.node_name) ?? hubbleNode(flow.node_name), now)) {
      this.#status.withoutFlow++;
      return;
    }
    const { flow: observed, lost, problem } = this.#reader.read(event, now);
    if (problem !== undefined) this.#unreadable(problem, event.node_name ?? '', now);
    if (lost?.type === 'lost') {
      if (this.#sink.cover(lost)) this.#status.lost += lost.records;
    }
    if (observed === undefined) {
      if (problem === undefined && lost === undefined) this.#status.withoutFlow++;
      return;
    }
    this.#status.records++;
    this.#newest = Math.max(this.#newest, observed.t1);
    this.#pending.push(observed);
  }

  #isNew(flow: HubbleFlow, node: string | undefined, now: number): boolean {
    if (node !== undefined) this.#coverage.flow(node);
    const isNew = this.#seen.take(flow, node ?? '', hubbleMillis(flow.time) ?? now);
    if (!isNew && node !== undefined) this.#coverage.repeated(node);
    return isNew;
  }

  /** False where the sink takes no more for now. */
  #flush(): boolean {
    if (this.#pending.length === 0) return true;
    const flows = this.#pending;
    this.#pending = [];
    return this.#sink.observe(flows);
  }

  /** What nobody can read may have used a permission; what is between nobody is no connection. */
  #unreadable(message: string, place: string, now: number): void {
    this.#status.unreadable++;
    if (message !== problemsOfFlows.noEnds) {
      const node = hubbleNode(place);
      const of = { source: this.#options.id, ...(node === undefined ? {} : { node }) };
      this.#sink.cover({ type: 'lost', ...of, t0: now, t1: now, records: 1, why: LOST.unreadable });
    }
    this.#sink.unreadable({ source: this.#options.id, place, message });
  }

  #enter(state: FlowSourceStatus['state'], error?: string, retryAt?: string): void {
    if (this.#status.state !== state) this.#status.since = new Date().toISOString();
    this.#status.state = state;
    // What went wrong stands there until something goes right.
    if (error !== undefined || state === 'observing') this.#status.error = error;
    this.#status.retryAt = retryAt;
    this.#tellStatus();
  }

  #tellStatus(): void {
    if (this.#newest > 0) this.#status.newest = new Date(this.#newest).toISOString();
    const told = JSON.stringify(this.#status);
    if (told === this.#told) return;
    this.#told = told;
    this.#sink.status({ ...this.#status });
  }

  #explain(target: HubbleTarget, end: StreamEnd): string {
    switch (end.code) {
      case status.OK:
        return HUBBLE.ended(target.address);
      case status.UNAVAILABLE:
        return HUBBLE.unreachable(target.address, end.message, this.#options.advice?.());
      case status.UNIMPLEMENTED:
        return HUBBLE.notHubble(target.address);
      case status.UNAUTHENTICATED:
      case status.PERMISSION_DENIED:
        return HUBBLE.refused(target.address, end.message);
      default:
        return HUBBLE.broke(target.address, end.message);
    }
  }
}
