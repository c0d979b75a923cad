/** Snapshots over HTTP: the list and its trend, taking one, remarks, chain, comparison, and the audit trail. */
import { z } from 'zod';
import type { DataMapChange } from '#lib/gdpr/data-map/compare-data-maps.ts';
import type { GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import type { DataClass, Severity } from '#lib/gdpr/types.ts';
import type { DiffJson } from '#lib/policy/diff/diff-json.ts';
import { count, list, strings } from './basic-schemas.ts';
import { dataClass, severity } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { dataMapChange } from './data-map-change-schema.ts';
import { diff, gapDiff } from './diff-schemas.ts';
import type { KeptGap, SnapshotFacts } from './snapshot-facts.ts';

z.config({ jitless: true });

const text = z.string();
const TITLE_MAX = 200;
const ROLE_MAX = 100;
const NOTE_MAX = 4000;
const NAME_MAX = 253;
const NAMESPACES_MAX = 1000;
const LIST_MAX = 1000; // about 1 MB of JSON

/** Who prepared a snapshot, looked through it, and took on the risk; in this order. */
export const SIGN_STEPS = ['prepared', 'reviewed', 'accepted'] as const;
export type SignStep = (typeof SIGN_STEPS)[number];

export interface SignOff {
  readonly step: SignStep;
  readonly role: string;
  /** As entered; may be empty. */
  readonly name: string;
  readonly comment?: string | undefined;
  readonly at: string;
}

export interface SnapshotNote {
  readonly at: string;
  readonly by: string;
  readonly text: string;
}

/** A snapshot as lists show it. */
export interface SnapshotItem extends SnapshotFacts {
  readonly seq: number;
  /** The source's time; `keptAt` is the server's. RFC 3339. */
  readonly taken: string;
  readonly keptAt: string;
  /** SHA-256 in hex: of evidence.json, of this link, and of the link before (null for the first). */
  readonly evidence: string;
  readonly link: string;
  readonly prev: string | null;
  /** Empty where retention took them. */
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly hash: string }[];
  readonly removedAt?: string | undefined;
  readonly signOffs: readonly SignOff[];
  readonly notes: readonly SnapshotNote[];
}

export const SNAPSHOT_STEPS = ['freeze', 'read', 'relation', 'checks', 'fixes', 'figures', 'write', 'link'] as const;
export type SnapshotStep = (typeof SNAPSHOT_STEPS)[number];

export interface StepProgress {
  readonly step: SnapshotStep;
  readonly state: 'waiting' | 'running' | 'done';
  /** "9 of 9": figures drawn, checks evaluated; or a number alone: objects, connections, the revision. */
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly ms?: number | undefined;
  /** What was left out, or read again: sentences under the step. */
  readonly notes: readonly string[];
}

/** A snapshot that is being taken, or was. */
export interface SnapshotJob {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly how: SnapshotFacts['how'];
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  readonly scope?: readonly string[] | undefined;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** All steps, in order. */
  readonly steps: readonly StepProgress[];
  /** Its number, once it is in the chain. */
  readonly snapshot?: number | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}

export interface SnapshotList {
  /** Newest first. */
  readonly snapshots: readonly SnapshotItem[];
  readonly total: number;
  /** Pass as `before` for older ones. */
  readonly next?: number | undefined;
  /** The one that is being taken, or the last one that was since the server started. */
  readonly job?: SnapshotJob | undefined;
  /** Why none can be kept: an upload, or a data folder that cannot be written to. */
  readonly notKept?: string | undefined;
}

export interface SnapshotDetail extends SnapshotItem {
  /** Null where retention took them. */
  readonly openGaps: readonly KeptGap[] | null;
}

/** The chain of one cluster, recomputed. */
export interface ChainReport {
  readonly checkedAt: string;
  readonly links: number;
  readonly head: string | null;
  readonly problem?: { readonly seq: number; readonly message: string } | undefined;
  /** Files that were read and compared with their hash. */
  readonly files: number;
  readonly damaged: readonly { readonly seq?: number | undefined; readonly name: string; readonly message: string }[];
  /** The trail of the whole data folder. */
  readonly trail: {
    readonly lines: number;
    readonly head: string | null;
    readonly problem?: { readonly seq: number; readonly message: string } | undefined;
  };
  /** What SQLite's own check finds. */
  readonly database: readonly string[];
}

export interface ClassOfSnapshot {
  readonly dataClass: DataClass;
  readonly basis: string;
  readonly source: string;
}

export interface PolicyState {
  readonly yaml: string;
  /** SHA-256 of its canonical JSON. */
  readonly hash: string;
  /** A role: names of people are not in evidence. */
  readonly manager?: string | undefined;
  readonly time?: string | undefined;
}

/** What may have made a change: an object that is not the same in both. */
export interface ChangeCause {
  readonly type: 'policy' | 'labels' | 'workload' | 'data-map';
  /** Of a policy. */
  readonly kind?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly change: 'added' | 'removed' | 'changed';
}

/** What snapshot `after` says against `before`. */
export interface SnapshotComparison {
  readonly before: SnapshotItem;
  readonly after: SnapshotItem;
  /** Namespaces that both tell of; absent: both are of the whole cluster. */
  readonly scope?: readonly string[] | undefined;
  /** What weakens the comparison: other rules, another profile, another scope. */
  readonly notes: readonly string[];
  readonly counts: {
    readonly gapsOpened: number;
    readonly gapsClosed: number;
    readonly gapsChanged: number;
    readonly connectionsOpened: number;
    readonly connectionsClosed: number;
    readonly portsChanged: number;
    readonly classes: number;
    readonly policies: number;
    readonly dataMap: number;
  };
  readonly gaps: GapDiffJson;
  readonly diff: DiffJson;
  readonly classes: readonly {
    readonly workload: string;
    readonly before?: ClassOfSnapshot | undefined;
    readonly after?: ClassOfSnapshot | undefined;
  }[];
  readonly policies: readonly {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly change: 'added' | 'removed' | 'changed';
    readonly before?: PolicyState | undefined;
    readonly after?: PolicyState | undefined;
  }[];
  /** Entries of the DataMap that are not the same. */
  readonly dataMap: readonly DataMapChange[];
  /** By workload `ns/Kind/name`, for the subjects of gaps and connections: what of it is another object now. */
  readonly causes: readonly { readonly workload: string; readonly causes: readonly ChangeCause[] }[];
  /** Workloads with personal data in either. */
  readonly personal: readonly string[];
}

export interface AuditLine {
  readonly seq: number;
  readonly prev: string | null;
  readonly at: string;
  readonly who: {
    readonly via: 'page' | 'command' | 'schedule' | 'server';
    readonly session?: 'token' | 'local' | undefined;
    readonly account?: string | undefined;
    readonly said?: string | undefined;
  };
  readonly action: string;
  readonly cluster?: string | undefined;
  readonly what: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface AuditTrail {
  /** Newest first. */
  readonly lines: readonly AuditLine[];
  readonly total: number;
  readonly next?: number | undefined;
}

const bySeverity = z.object(
  Object.fromEntries(['critical', 'high', 'medium', 'low', 'info'].map((name) => [name, count])) as Record<
    Severity,
    typeof count
  >,
);
const signOff: z.ZodType<SignOff> = z.object({
  step: z.enum(SIGN_STEPS),
  role: text,
  name: text,
  comment: text.optional(),
  at: text,
});
const how = z.enum(['page', 'command', 'schedule']);
const itemFields = {
  seq: count,
  taken: text,
  keptAt: text,
  evidence: text,
  link: text,
  prev: text.nullable(),
  files: list(z.object({ name: text, bytes: count, hash: text })),
  removedAt: text.optional(),
  signOffs: list(signOff),
  notes: list(z.object({ at: text, by: text, text })),
  title: text.optional(),
  reason: text.optional(),
  how,
  cluster: text,
  revision,
  tool: z.object({ version: text, ruleSet: text }),
  scope: strings.optional(),
  notRead: list(z.object({ resource: text, state: text, deniedNamespaces: strings.optional() })),
  counts: z.object({ namespaces: count, pods: count, workloads: count, policies: count }),
  gaps: z.object({ FAIL: bySeverity, WAIVED: bySeverity, UNKNOWN: bySeverity }),
  checks: z.object({ ran: count, of: count, notEvaluated: strings }),
  against: z.object({ seq: count, opened: count, closed: count, changed: count }).optional(),
  clock: text.optional(),
};
export const snapshotItem: z.ZodType<SnapshotItem> = z.object(itemFields);
export const snapshotJob: z.ZodType<SnapshotJob> = z.object({
  id: text,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  how,
  title: text.optional(),
  reason: text.optional(),
  scope: strings.optional(),
  startedAt: text,
  endedAt: text.optional(),
  steps: list(
    z.object({
      step: z.enum(SNAPSHOT_STEPS),
      state: z.enum(['waiting', 'running', 'done']),
      done: count.optional(),
      total: count.optional(),
      ms: count.optional(),
      notes: strings,
    }),
  ),
  snapshot: count.optional(),
  error: z.object({ code: text, message: text }).optional(),
});
export const snapshotList: z.ZodType<SnapshotList> = z.object({
  snapshots: list(snapshotItem),
  total: count,
  next: count.optional(),
  job: snapshotJob.optional(),
  notKept: text.optional(),
});
const subject = z.object({ namespace: text, kind: text, name: text });
const keptGap: z.ZodType<KeptGap> = z.object({
  id: text,
  check: text,
  result: z.enum(['FAIL', 'WAIVED', 'UNKNOWN']),
  severity,
  title: text,
  subject,
  fingerprint: text,
});
export const snapshotDetail: z.ZodType<SnapshotDetail> = z.object({
  ...itemFields,
  openGaps: list(keptGap).nullable(),
});

const problem = z.object({ seq: count, message: text }).optional();
export const chainReport: z.ZodType<ChainReport> = z.object({
  checkedAt: text,
  links: count,
  head: text.nullable(),
  problem,
  files: count,
  damaged: list(z.object({ seq: count.optional(), name: text, message: text })),
  trail: z.object({ lines: count, head: text.nullable(), problem }),
  database: strings,
});

const change = z.enum(['added', 'removed', 'changed']);
const classOf = z.object({ dataClass, basis: text, source: text }).optional();
const policyState = z.object({ yaml: text, hash: text, manager: text.optional(), time: text.optional() }).optional();
export const snapshotComparison: z.ZodType<SnapshotComparison> = z.object({
  before: snapshotItem,
  after: snapshotItem,
  scope: strings.optional(),
  notes: strings,
  counts: z.object({
    gapsOpened: count,
    gapsClosed: count,
    gapsChanged: count,
    connectionsOpened: count,
    connectionsClosed: count,
    portsChanged: count,
    classes: count,
    policies: count,
    dataMap: count,
  }),
  gaps: gapDiff,
  diff,
  classes: list(z.object({ workload: text, before: classOf, after: classOf })),
  policies: list(
    z.object({ kind: text, namespace: text, name: text, change, before: policyState, after: policyState }),
  ),
  dataMap: list(dataMapChange),
  causes: list(
    z.object({
      workload: text,
      causes: list(
        z.object({
          type: z.enum(['policy', 'labels', 'workload', 'data-map']),
          kind: text.optional(),
          namespace: text.optional(),
          name: text.optional(),
          change,
        }),
      ),
    }),
  ),
  personal: strings,
});

const auditLine: z.ZodType<AuditLine> = z.object({
  seq: count,
  prev: text.nullable(),
  at: text,
  who: z.object({
    via: z.enum(['page', 'command', 'schedule', 'server']),
    session: z.enum(['token', 'local']).optional(),
    account: text.optional(),
    said: text.optional(),
  }),
  action: text,
  cluster: text.optional(),
  what: z.record(z.string(), z.unknown()),
  hash: text,
});
export const auditTrail: z.ZodType<AuditTrail> = z.object({
  lines: list(auditLine),
  total: count,
  next: count.optional(),
});

const checked = { head: text.nullable(), problem };
/** A line of an exported audit trail; `verify FILE.ndjson` and `verify --store` with `-o json`. */
export const trailLineDocument = auditLine;
export const trailCheckDocument = z.object({
  schema: z.literal('ringfence.dev/trail-check/v1'),
  sound: z.boolean(),
  lines: count,
  ...checked,
});
export const storeCheckDocument = z.object({
  schema: z.literal('ringfence.dev/store-check/v1'),
  sound: z.boolean(),
  checkedAt: text,
  database: strings,
  trail: z.object({ lines: count, ...checked }),
  chains: list(z.object({ cluster: text, links: count, ...checked })),
  files: count,
  damaged: list(z.object({ cluster: text, seq: count.optional(), name: text, message: text })),
});

const name = text.min(1).max(NAME_MAX);
/** A role, as the person writes it: nobody signs in by name. */
const said = text.trim().min(1).max(ROLE_MAX);
export const snapshotNumber = z.coerce.number().int().positive();
export const pageQuery = {
  before: snapshotNumber.optional(),
  limit: z.coerce.number().int().min(1).max(LIST_MAX).default(200),
};

/** Of the browser: the cover tells its time beside UTC. One that this server does not know tells nothing. */
export const timeZone = text.max(NAME_MAX).optional();

export const takeSnapshotBody = z.strictObject({
  title: text.max(TITLE_MAX).optional(),
  reason: text.max(TITLE_MAX).optional(),
  timeZone,
  /** Namespaces of a partial snapshot, which says so on every page. */
  scope: z.array(name).max(NAMESPACES_MAX).optional(),
  by: said.optional(),
});
export type TakeSnapshotBody = z.output<typeof takeSnapshotBody>;

/** Who takes a file away. */
export const exportBody = z.strictObject({ by: said.optional() });
/** A file that the page made or asked for, and handed to the browser's downloads. */
export const resultBody = z.strictObject({
  file: text.min(1).max(NAME_MAX),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** `written`: whether the trail of the data folder tells of it; of an upload nothing is kept. */
export const resultWritten = z.object({ written: z.boolean() });
export const noteBody = z.strictObject({ text: text.trim().min(1).max(NOTE_MAX), by: said });
export const signOffBody = z.strictObject({
  step: z.enum(SIGN_STEPS),
  role: said,
  name: text.trim().max(ROLE_MAX).default(''),
  comment: text.trim().min(1).max(NOTE_MAX).optional(),
});
