/** Observed traffic over HTTP: edges and counts of a window, what was seen of it, where it comes from. */
import { z } from 'zod';
import { FLOW_VERDICTS, type FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowEdge, FlowWindow } from '#lib/flows/flow-row.ts';
import type { StepOfTime } from '#lib/flows/steps-of-time.ts';
import { count, list } from './basic-schemas.ts';

z.config({ jitless: true });

const END_MAX = 2048;
const EDGES_MOST = 5_000; // about 1.5 MB of JSON
const STEPS_MOST = 2_000;
const time = z.iso.datetime({ offset: true });
const measured = z.number().nonnegative().nullable();
const text = z.string();

/** From when to when, RFC 3339; absent: the last hour. */
export const windowQuery = { from: time.optional(), to: time.optional() };
/** `end` and `verdict` may name several, with commas. */
export const filterQuery = {
  end: z.string().max(END_MAX).optional(),
  verdict: z.string().max(200).optional(),
};
export const edgesQuery = z.object({
  ...windowQuery,
  ...filterQuery,
  limit: z.coerce.number().int().min(1).max(EDGES_MOST).default(1_000),
});
export const timelineQuery = z.object({
  ...windowQuery,
  ...filterQuery,
  steps: z.coerce.number().int().min(1).max(STEPS_MOST).default(60),
});
export const coverageQuery = z.object(windowQuery);
export const ingestQuery = z.object({ source: z.string().min(1).max(100).default('http') });

/** Times in milliseconds since 1970. */
export interface TrafficEdges {
  readonly window: FlowWindow;
  readonly edges: readonly FlowEdge[];
  /** Without the limit. */
  readonly total: number;
}

export interface TrafficTimeline {
  readonly window: FlowWindow;
  readonly stepMs: number;
  /** Steps in which something was seen, and those that nobody observed. */
  readonly steps: readonly StepOfTime<Readonly<Partial<Record<FlowVerdict, number>>>>[];
}

export interface TrafficCoverage {
  readonly window: FlowWindow;
  readonly hours: readonly CoverageRow[];
}

export interface UnreadableLine {
  readonly place: string;
  readonly message: string;
}

export interface SourceState {
  readonly source: string;
  readonly label: string;
  readonly state: 'connecting' | 'observing' | 'waiting' | 'ended' | 'failed';
  readonly since: string;
  readonly newest?: string | undefined;
  readonly error?: string | undefined;
  readonly retryAt?: string | undefined;
  /** Flows that were taken in, as `accepted` counts them. */
  readonly records: number;
  readonly unreadable: number;
  /** What was read and tells of no connection of its own. */
  readonly withoutFlow: number;
  readonly lost: number;
  /** The first of what could not be read. */
  readonly examples: readonly UnreadableLine[];
}

export interface TrafficSources {
  readonly sources: readonly SourceState[];
  /** How many that were sent are not remembered any more; their flows are. Absent: none. */
  readonly forgotten?: number | undefined;
  /** How many sendings were kept under one name, `others`, since there is no room for more names. Absent: none. */
  readonly keptTogether?: number | undefined;
  readonly store: {
    /** `memory`: it lasts as long as the process. */
    readonly kept: 'file' | 'memory';
    readonly waitingRows: number;
    readonly error?: string | undefined;
  };
}

export interface IngestAnswer {
  /** Lines with something in them. */
  readonly lines: number;
  /** Flows that were taken in. */
  readonly accepted: number;
  /** Lines that could not be read; the first are named. */
  readonly unreadable: number;
  /**
   * Lines that were read and tell of no connection of their own: of something else, or of one that is told already.
   * Nothing is lost with them.
   */
  readonly withoutFlow: number;
  /** Flows that the source says were lost, those for which there was no room, and those that are too old. */
  readonly lost: number;
  /** Of these, flows from before the time of which minutes are kept. */
  readonly tooOld: number;
  readonly examples: readonly UnreadableLine[];
  /** The name under which they are kept, with others, where there is no room for more names. Absent: their own. */
  readonly keptAs?: string | undefined;
}

const window = z.object({ from: z.number(), to: z.number() });
export const flowEdge = z.object({
  from: text,
  to: text,
  port: z.int().nullable(),
  protocol: z.int(),
  verdict: z.enum(FLOW_VERDICTS),
  decidedAt: z.enum(['ingress', 'egress']).nullable(),
  trust: z.enum(['datapath', 'reported', 'inferred']),
  policies: text,
  seenAt: z.int(),
  directionUnknown: z.boolean(),
  connections: measured,
  bytesOut: measured,
  bytesIn: measured,
  sampling: z.number(),
  first: z.number(),
  last: z.number(),
  minutes: count,
});
const unreadable = z.object({ place: text, message: text });

const edges = z.object({ window, edges: list(flowEdge), total: count });
export const trafficEdges: z.ZodType<TrafficEdges> = edges;
export const flowsDocument = edges.extend({ schema: z.literal('ringfence.dev/flows/v1') });
export const trafficTimeline: z.ZodType<TrafficTimeline> = z.object({
  window,
  stepMs: z.number(),
  steps: list(
    z.object({
      at: z.number(),
      counts: z.partialRecord(z.enum(FLOW_VERDICTS), z.number()).nullable(),
      partly: z.literal(true).optional(),
    }),
  ),
});
const coverage = z.object({
  window,
  hours: list(
    z.object({
      hour: z.number(),
      source: text,
      node: text,
      connectedMs: z.number(),
      records: z.number(),
      lost: z.number(),
    }),
  ),
});
export const trafficCoverage: z.ZodType<TrafficCoverage> = coverage;
export const flowCoverageDocument = coverage.extend({ schema: z.literal('ringfence.dev/flow-coverage/v1') });
export const trafficSources: z.ZodType<TrafficSources> = z.object({
  sources: list(
    z.object({
      source: text,
      label: text,
      state: z.enum(['connecting', 'observing', 'waiting', 'ended', 'failed']),
      since: text,
      newest: text.optional(),
      error: text.optional(),
      retryAt: text.optional(),
      records: count,
      unreadable: count,
      withoutFlow: count,
      lost: count,
      examples: list(unreadable),
    }),
  ),
  forgotten: count.optional(),
  keptTogether: count.optional(),
  store: z.object({ kept: z.enum(['file', 'memory']), waitingRows: count, error: text.optional() }),
});
const ingested = z.object({
  lines: count,
  accepted: count,
  unreadable: count,
  withoutFlow: count,
  lost: count,
  tooOld: count,
  examples: list(unreadable),
  keptAs: text.optional(),
});
export const ingestAnswer: z.ZodType<IngestAnswer> = ingested;
export const flowImportDocument = z.object({
  schema: z.literal('ringfence.dev/flow-import/v1'),
  files: list(ingested.extend({ file: text })),
});
