import type { FlowCoverage } from '#lib/flows/flow-obs.ts';

interface NodeSpan {
  /** From when on it is observed and not told yet; undefined while the relay has no connection to it. */
  since: number | undefined;
  /** When it was last observed before the stream broke, until it is known whether anything was lost since. */
  gapFrom: number | undefined;
}

/**
 * Which nodes were observed when, by our clock. Silence is only covered once something comes again on the same stream;
 * the time without a stream only where the new one begins with an event that was seen before, so that none is missing.
 */
export class HubbleCoverage {
  readonly #source: string;
  readonly #tell: (coverage: FlowCoverage) => void;
  readonly #nodes = new Map<string, NodeSpan>();
  #openedAt = 0;
  #heardAt = 0;

  constructor(source: string, tell: (coverage: FlowCoverage) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  opened(now: number): void {
    this.#openedAt = now;
    this.#heardAt = now;
  }

  /** Any message: up to here the stream has told everything. */
  heard(now: number): void {
    this.#heardAt = now;
  }

  connected(node: string, now: number): void {
    const span = this.#span(node);
    span.since ??= now;
  }

  /** The relay lost the node: no evidence is not "unused". */
  lost(node: string, now: number): void {
    const span = this.#span(node);
    this.#tellSpan(node, span, now);
    span.since = undefined;
    span.gapFrom = undefined;
  }

  /** A flow of the node; servers without a relay tell of no nodes. */
  flow(node: string): void {
    const span = this.#span(node);
    span.since ??= this.#openedAt;
  }

  /** An event that was seen before the stream broke: the node's buffer reached back so far. */
  repeated(node: string): void {
    const span = this.#span(node);
    span.since ??= this.#openedAt;
    if (span.gapFrom === undefined) return;
    this.#cover(node, span.gapFrom, span.since);
    span.gapFrom = undefined;
  }

  /** Tells what was observed since the last time. */
  tell(): void {
    for (const [node, span] of this.#nodes) this.#tellSpan(node, span, this.#heardAt);
  }

  closed(): void {
    for (const [node, span] of this.#nodes) {
      if (span.since === undefined) continue;
      this.#tellSpan(node, span, this.#heardAt);
      span.gapFrom ??= span.since;
      span.since = undefined;
    }
  }

  #tellSpan(node: string, span: NodeSpan, until: number): void {
    if (span.since === undefined || until <= span.since) return;
    this.#cover(node, span.since, until);
    span.since = until;
  }

  #cover(node: string, t0: number, t1: number): void {
    if (t1 > t0) this.#tell({ type: 'connected', source: this.#source, node, t0, t1 });
  }

  #span(node: string): NodeSpan {
    let span = this.#nodes.get(node);
    if (span === undefined) {
      span = { since: undefined, gapFrom: undefined };
      this.#nodes.set(node, span);
    }
    return span;
  }
}
