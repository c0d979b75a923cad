/** What people declare and what is inferred of workloads' data, over HTTP: the Data page and its changes. */
import { z } from 'zod';
import type { DataMapOrigin } from '#lib/gdpr/data-map/data-map-in-force.ts';
import type { DataMapProblem } from '#lib/gdpr/data-map/node-reader.ts';
import type { DeclaredClass, DeclaredFlow, Recipient } from '#lib/gdpr/data-map/types.ts';
import type { GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import type { Signal } from '#lib/gdpr/heuristics/signal.ts';
import type { SuggestedRecipient } from '#lib/gdpr/suggest-recipients.ts';
import type { Classification } from '#lib/gdpr/types.ts';
import type { ClassSource } from '#lib/gdpr/workload-data.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { FIELD_FORMS } from '#lib/text/en/server.ts';
import { count, list, strings } from './basic-schemas.ts';
import { classification, dataClass } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { gapDiff } from './diff-schemas.ts';

z.config({ jitless: true });

/** One workload as the Data page lists it. */
export interface DataWorkload {
  /** `ns/Kind/name` */
  readonly key: string;
  readonly pods: number;
  /** By a sign or a declaration it keeps data. */
  readonly store: boolean;
  readonly classification: Classification;
  /** Where more than one source speaks of the class: all, nearest first. */
  readonly sources?: readonly ClassSource[] | undefined;
  readonly signals?: readonly Signal[] | undefined;
  /** The rule of the curated list by which it keeps no data of its own. */
  readonly noOwnData?: string | undefined;
  readonly record?: string | undefined;
  readonly recordExempt?: boolean | undefined;
  /** What may be confirmed, with the reason that the DataMap would carry. */
  readonly suggestion?: { readonly dataClass: DeclaredClass; readonly because: string } | undefined;
}

export interface DataOverview {
  readonly revision: Revision;
  readonly workloads: readonly DataWorkload[];
  readonly dataMap: {
    /** As written; null where nobody gave one. */
    readonly text: string | null;
    /** SHA-256 of the text, null of none: whoever keeps a change says with it what they saw. */
    readonly hash: string | null;
    readonly origin?: DataMapOrigin | undefined;
    /** False where it was given at start: then the file is to be changed. */
    readonly keepable: boolean;
    /** Why what the server keeps cannot be used. */
    readonly unusable?: string | undefined;
    /** What of it does nothing in this cluster. */
    readonly notes: readonly DataMapProblem[];
    readonly recipients: readonly Recipient[];
    readonly flows: readonly DeclaredFlow[];
    readonly egressGateways: readonly string[];
    /** Names outside that policies or Services lead to and that nobody declares. */
    readonly suggestedRecipients: readonly SuggestedRecipient[];
  };
}

/** A class that somebody gave to workloads. */
export interface ClassChange {
  /** `ns/Kind/name` */
  readonly workload: string;
  readonly dataClass: DeclaredClass;
  readonly because?: string | undefined;
}

export interface DataMapAnswer {
  readonly revision: Revision;
  /** The DataMap with the changes; empty: none. */
  readonly text: string;
  /** SHA-256 of the text, null of none. */
  readonly hash: string | null;
  readonly problems: readonly DataMapProblem[];
  readonly notes: readonly DataMapProblem[];
  /** What the change does to the gaps; absent where it cannot be used. */
  readonly gaps?: GapDiffJson | undefined;
  /** Whether the server keeps it now. */
  readonly kept: boolean;
}

const declaredClass = z.enum(['none', 'personal', 'pseudonymised', 'special', 'criminal', 'children']);
const text = z.string();
const textHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, FIELD_FORMS.hash)
  .nullable();
const problem: z.ZodType<DataMapProblem> = z.object({ line: count, path: text, message: text });
const origin: z.ZodType<DataMapOrigin> = z.discriminatedUnion('from', [
  z.object({ from: z.literal('file'), file: text }),
  z.object({ from: z.literal('example'), file: text }),
  z.object({ from: z.literal('store'), who: text, when: text }),
]);
const basis = z.enum(['declared', 'inherited', 'inferred', 'unknown']);
const source: z.ZodType<ClassSource> = z.object({
  kind: z.enum(['data-map', 'label', 'alias', 'namespace', 'heuristic']),
  value: dataClass,
  basis,
  source: text,
  manager: text.optional(),
  time: text.optional(),
  confidence: z.number().optional(),
  because: text.optional(),
});
const signal: z.ZodType<Signal> = z.object({
  id: text,
  kind: z.enum(['image', 'name', 'port', 'label', 'clients', 'backup']),
  gives: z.union([z.literal('data-at-rest'), dataClass]),
  weight: z.number(),
  reason: text,
  what: text,
  ofNamespace: z.literal(true).optional(),
});
const protocol = z.enum(['TCP', 'UDP', 'SCTP']);
const role = z.enum(['controller', 'joint-controller', 'processor', 'sub-processor']);
const recipient: z.ZodType<Recipient> = z.object({
  line: count,
  id: text,
  legalEntity: text.optional(),
  fqdns: strings,
  cidrs: strings,
  importerCountry: text.optional(),
  role: role.optional(),
  kind: z.enum(['own', 'external']).optional(),
  contact: text.optional(),
  purpose: text.optional(),
  authorisedUnder: text.optional(),
  dpa: z.object({ ref: text.optional(), signed: text.optional(), reviewBy: text.optional() }).optional(),
  transfer: z
    .object({
      basis: text,
      ref: text.optional(),
      certified: text.optional(),
      validUntil: text.optional(),
      conditionConfirmed: text.optional(),
    })
    .optional(),
  receives: z.union([strings, z.literal('none')]).optional(),
  because: text.optional(),
});
const flow: z.ZodType<DeclaredFlow> = z.object({
  line: count,
  from: text,
  to: text,
  ports: list(z.object({ protocol, port: count })),
  purpose: text.optional(),
  kind: z.enum(['shared-service', 'replication', 'backup', 'promotion']).optional(),
});

export const dataView: z.ZodType<DataOverview> = z.object({
  revision,
  workloads: list(
    z.object({
      key: text,
      pods: count,
      store: z.boolean(),
      classification,
      sources: list(source).optional(),
      signals: list(signal).optional(),
      noOwnData: text.optional(),
      record: text.optional(),
      recordExempt: z.boolean().optional(),
      suggestion: z.object({ dataClass: declaredClass, because: text }).optional(),
    }),
  ),
  dataMap: z.object({
    text: text.nullable(),
    hash: textHash,
    origin: origin.optional(),
    keepable: z.boolean(),
    unusable: text.optional(),
    notes: list(problem),
    recipients: list(recipient),
    flows: list(flow),
    egressGateways: strings,
    suggestedRecipients: list(
      z.object({
        name: text,
        namedBy: strings,
        known: z.object({ id: text, service: text, does: text }).optional(),
      }),
    ),
  }),
});

const MOST_CHANGES = 5_000;
const LONGEST_TEXT = 1_000_000; // characters: far more than anybody writes

export const dataMapBody = z
  .object({
    /** A whole DataMap; absent: the one in force. Empty: none. */
    text: text.max(LONGEST_TEXT).optional(),
    /** Classes put into it. */
    changes: z
      .array(z.object({ workload: text.max(1024), dataClass: declaredClass, because: text.max(1000).optional() }))
      .max(MOST_CHANGES)
      .default([]),
    /** Recipients put into it, to be declared further in the file. */
    recipients: z
      .array(z.object({ id: text.max(100), fqdns: z.array(text.max(253)).min(1).max(10) }))
      .max(1000)
      .default([]),
    /** Keep it, and compute with it from now on; else only say what it would do. */
    keep: z.boolean().default(false),
    /** A team or role, as the person writes it. */
    who: text.max(100).optional(),
    /** The hash of what was in force when the change was made: another one since then is not written over. */
    seen: textHash.optional(),
  })
  .refine(({ keep, seen }) => !keep || seen !== undefined, { path: ['seen'], error: DATA_MAP.seenMissing });
export type DataMapBody = z.output<typeof dataMapBody>;

export const dataMapAnswer: z.ZodType<DataMapAnswer> = z.object({
  revision,
  text,
  hash: textHash,
  problems: list(problem),
  notes: list(problem),
  gaps: gapDiff.optional(),
  kept: z.boolean(),
});
