import type { FlowCoverage, FlowObs } from '#lib/flows/flow-obs.ts';

/** Where a source puts what it observes. Answers false while nothing more can be taken: the source pauses until `drained`. */
export interface FlowSink {
  observe(flows: readonly FlowObs[]): boolean;
  drained(): Promise<void>;
  /** Resolves when all that was observed so far is kept; rejects where it cannot be. */
  kept(): Promise<void>;
  /** Answers false of what was lost at a time that has not come: it counts as unreadable, and not as lost by its source. */
  cover(coverage: FlowCoverage): boolean;
  /** A line or message that could not be read: counted, the first few are kept as examples. */
  unreadable(problem: { readonly source: string; readonly place: string; readonly message: string }): void;
  status(status: FlowSourceStatus): void;
}

export interface FlowSourceStatus {
  readonly source: string;
  readonly state: 'connecting' | 'observing' | 'waiting' | 'ended' | 'failed';
  /** RFC 3339: since when it is in this state. */
  readonly since: string;
  /** RFC 3339: of the newest record. */
  readonly newest?: string;
  readonly error?: string;
  /** RFC 3339: when it is tried again. */
  readonly retryAt?: string;
  /** Flows that it told; of those that were handed over the ones count that were taken in, as in the answer to an upload. */
  readonly records: number;
  readonly unreadable: number;
  /** Lines or messages that were read and tell of no connection of their own: of something else, or of one told already. */
  readonly withoutFlow: number;
  readonly lost: number;
}

/** One source of observed traffic: one file each. It never throws once started; it tells its state and tries again. */
export interface FlowSource {
  readonly id: string;
  /** "Hubble Relay kube-system/hubble-relay" */
  readonly label: string;
  start(sink: FlowSink): void;
  stop(): Promise<void>;
}
