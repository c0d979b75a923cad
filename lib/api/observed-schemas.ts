/** Observed traffic beside what is allowed, over HTTP. Times in milliseconds since 1970, unless they say otherwise. */
import { z } from 'zod';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import {
  CONTRADICTION_REASONS,
  type JoinedEdge,
  type PolicyChange,
  TRAFFIC_STATES,
  type TrafficState,
} from '#lib/flows/observed.ts';
import type { StepOfTime } from '#lib/flows/steps-of-time.ts';
import type { Basis, DataClass, Severity } from '#lib/gdpr/types.ts';
import type { SceneLevel } from '#lib/graph/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { dataClass, severity } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { ports } from './engine-schemas.ts';
import { flowEdge } from './traffic-schemas.ts';

z.config({ jitless: true });

/** A list of more edges would be more than 200 kB. */
export const EDGES_MOST = 150;
const FILTER_MAX = 2000;
const time = z.iso.datetime({ offset: true });
const text = z.string();

/** One end of an edge, for people. */
export interface JoinedEndView {
  readonly type: 'workload' | 'host' | 'address' | 'name' | 'service' | 'unknown';
  /** "orders", "smtp.mailgate.example", "203.0.113.0/24", "w1" */
  readonly label: string;
  readonly namespace?: string | undefined;
  /** Of a workload: `Deployment`. */
  readonly kind?: string | undefined;
  readonly dataClass?: DataClass | undefined;
  readonly basis?: Basis | undefined;
  /** It was there when the flow was, and is no more. */
  readonly gone?: true | undefined;
  /** The recipient that the DataMap declares for an end outside. */
  readonly recipient?: { readonly id: string; readonly name: string } | undefined;
}

export interface JoinedEdgeView extends JoinedEdge {
  readonly fromEnd: JoinedEndView;
  readonly toEnd: JoinedEndView;
  /** Open gaps that this connection is part of, and the worst of them. */
  readonly gaps: readonly string[];
  readonly severity?: Severity | undefined;
  /** The DataMap declares this flow; absent where there is no DataMap. */
  readonly declared?: boolean | undefined;
  /** First seen ever in this window, though flows were observed before it. */
  readonly isNew?: true | undefined;
}

export interface ObservedCoverage {
  /** Observed of the window at all nodes together, and all that there was to observe, in node-milliseconds. */
  readonly observedMs: number;
  readonly windowMs: number;
  readonly nodes: { readonly observed: number; readonly all: number };
  readonly lost: number;
  readonly sources: readonly {
    readonly source: string;
    /** Its silence says something. */
    readonly complete: boolean;
    readonly records: number;
    readonly lost: number;
  }[];
}

export interface ObservedView {
  readonly revision: Revision;
  readonly window: FlowWindow;
  /** Over all edges, whatever the filter. */
  readonly counts: Readonly<Record<TrafficState, number>>;
  /** Those of them that were refused though policies allow them. */
  readonly refusedThoughAllowed: number;
  readonly permitted: number;
  readonly permittedUsed: number;
  readonly open: { readonly out: number; readonly in: number };
  /** A page of those that the filter leaves. */
  readonly edges: readonly JoinedEdgeView[];
  /** Those that the filter leaves. */
  readonly total: number;
  readonly coverage: ObservedCoverage;
  /** What qualifies the answer, in sentences. */
  readonly notes: readonly string[];
}

export interface ObservedTimeline {
  readonly revision: Revision;
  readonly window: FlowWindow;
  readonly stepMs: number;
  /** Steps in which something was counted, its connections by state, and those in which nobody counted. */
  readonly steps: readonly StepOfTime<Readonly<Partial<Record<TrafficState, number>>>>[];
  /** Changes of policies in the window, the oldest first. */
  readonly changes: readonly PolicyChange[];
  readonly notes: readonly string[];
}

/** Observed traffic between two boxes of the map. */
export interface LayerEdge {
  /** As the scene writes the line between them. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** That of its edges which asks for attention most. */
  readonly state: TrafficState;
  /** Its edges by state. */
  readonly counts: Readonly<Partial<Record<TrafficState, number>>>;
  /** Connections in the window by state; where nobody counted it is absent. */
  readonly connections: Readonly<Partial<Record<TrafficState, number>>>;
  /** Of those that passed, an hour of the window; null: not measured. */
  readonly perHour: number | null;
  /** "41/h", "seen, denied 38", "2 dropped", "?" */
  readonly label: string;
  /** What a person would say aloud. */
  readonly sentence: string;
  readonly severity?: Severity | undefined;
}

export interface ObservedLayer {
  readonly revision: Revision;
  readonly window: FlowWindow;
  readonly level: SceneLevel;
  /** What asks for attention first; at most as many as a picture has lines. */
  readonly edges: readonly LayerEdge[];
  readonly counts: Readonly<Record<TrafficState, number>>;
  /** Those of them that were refused though policies allow them. */
  readonly refusedThoughAllowed: number;
  readonly permitted: number;
  readonly permittedUsed: number;
  readonly coverage: ObservedCoverage;
  readonly notes: readonly string[];
}

const state = z.enum(TRAFFIC_STATES);
export const EDGE_SORTS = ['attention', 'connections', 'newest', 'first', 'from', 'to'] as const;

const windowQuery = {
  rev: z.coerce.number().int().nonnegative().optional(),
  /** From when to when, RFC 3339; absent: the last day. */
  from: time.optional(),
  to: time.optional(),
};
const chosen = {
  /** Several with commas. */
  state: z.string().max(200).optional(),
  /** In the language of filters. */
  filter: z.string().max(FILTER_MAX).default(''),
};

export const observedQuery = z.object({
  ...windowQuery,
  ...chosen,
  sort: z.enum(EDGE_SORTS).default('attention'),
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(EDGES_MOST).default(100),
});

export const observedTimelineQuery = z.object({
  ...windowQuery,
  steps: z.coerce.number().int().min(1).max(500).default(96),
});
/** Which picture of the map. */
export const observedLayerQuery = z.object({
  ...windowQuery,
  level: z.enum(['namespaces', 'workloads', 'pods']).optional(),
  namespace: z.string().min(1).max(253).optional(),
  workload: z.string().min(1).max(1024).optional(),
  unfold: z.string().min(1).max(2048).optional(),
});
export const observedListQuery = z.object({ ...windowQuery, ...chosen, format: z.enum(['csv', 'json']) });

const end: z.ZodType<JoinedEndView> = z.object({
  type: z.enum(['workload', 'host', 'address', 'name', 'service', 'unknown']),
  label: text,
  namespace: text.optional(),
  kind: text.optional(),
  dataClass: dataClass.optional(),
  basis: z.enum(['declared', 'inherited', 'inferred', 'unknown']).optional(),
  gone: z.literal(true).optional(),
  recipient: z.object({ id: text, name: text }).optional(),
});
const decision = z.object({
  at: z.enum(['ingress', 'egress']),
  allowed: z.union([z.boolean(), z.literal('depends')]),
  policy: z.object({ kind: text, namespace: text.optional(), name: text }).optional(),
  rule: z.int().optional(),
  sentence: text,
});
const joinedEdge = z.object({
  key: text,
  from: text,
  to: text,
  port: z.int().nullable(),
  protocol: z.int(),
  ports: ports.optional(),
  state,
  deniedSince: z.number().optional(),
  seen: flowEdge.optional(),
  ever: z.object({ first: z.number(), last: z.number() }).optional(),
  decisions: list(decision),
  refusedThoughAllowed: z.literal(true).optional(),
  reasons: list(z.object({ reason: z.enum(CONTRADICTION_REASONS), likely: z.boolean(), sentence: text })),
  allowedSince: z.number().optional(),
  perhapsUsed: z.literal(true).optional(),
  covered: z.object({ from: z.number(), to: z.number() }).optional(),
});
const joinedEdgeView = joinedEdge.extend({
  fromEnd: end,
  toEnd: end,
  gaps: strings,
  severity: severity.optional(),
  declared: z.boolean().optional(),
  isNew: z.literal(true).optional(),
});
const counts = z.object({
  'seen-denied': count,
  denied: count,
  'would-deny': count,
  used: count,
  'not-enough-seen': count,
  unused: count,
  unjudged: count,
});
const window = z.object({ from: z.number(), to: z.number() });

const coverage: z.ZodType<ObservedCoverage> = z.object({
  observedMs: z.number(),
  windowMs: z.number(),
  nodes: z.object({ observed: count, all: count }),
  lost: count,
  sources: list(z.object({ source: text, complete: z.boolean(), records: count, lost: count })),
});
const someOf = z.partialRecord(state, z.number());

export const observedTimeline: z.ZodType<ObservedTimeline> = z.object({
  revision,
  window,
  stepMs: z.number(),
  steps: list(z.object({ at: z.number(), counts: someOf.nullable(), partly: z.literal(true).optional() })),
  changes: list(
    z.object({
      at: z.number(),
      verb: z.enum(['added', 'changed', 'removed']),
      kind: text,
      namespace: text.optional(),
      name: text,
      manager: text.optional(),
      told: z.enum(['revision', 'object']),
    }),
  ),
  notes: strings,
});

export const observedLayer: z.ZodType<ObservedLayer> = z.object({
  revision,
  window,
  level: z.enum(['namespaces', 'workloads', 'pods']),
  edges: list(
    z.object({
      id: text,
      from: text,
      to: text,
      state,
      counts: someOf,
      connections: someOf,
      perHour: z.number().nullable(),
      label: text,
      sentence: text,
      severity: severity.optional(),
    }),
  ),
  counts,
  refusedThoughAllowed: count,
  permitted: count,
  permittedUsed: count,
  coverage,
  notes: strings,
});

export const observedView: z.ZodType<ObservedView> = z.object({
  revision,
  window,
  counts,
  refusedThoughAllowed: count,
  permitted: count,
  permittedUsed: count,
  open: z.object({ out: count, in: count }),
  edges: list(joinedEdgeView),
  total: count,
  coverage,
  notes: strings,
});

/** The whole list as the page exports it. */
export const observedDocument = z.object({
  schema: z.literal('ringfence.dev/observed/v1'),
  cluster: text,
  revision,
  /** RFC 3339. */
  window: z.object({ from: text, to: text }),
  state: text.optional(),
  /** What the list was narrowed by, as it was typed. */
  filter: text.optional(),
  counts,
  refusedThoughAllowed: count,
  permitted: count,
  permittedUsed: count,
  open: z.object({ out: count, in: count }),
  coverage,
  notes: strings,
  edges: list(joinedEdgeView),
});
