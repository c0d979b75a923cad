import { z } from 'zod';
import { flowRecord } from '#lib/flows/flow-record.ts';
import { count } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { completeness } from './completeness-schema.ts';
import { connectionsDocument, explanation } from './connection-schemas.ts';
import { dataMapDocument } from './data-map-schema.ts';
import { diffDocument } from './diff-schemas.ts';
import { ports, reasons, verdict } from './engine-schemas.ts';
import { evidenceDocument } from './evidence-schema.ts';
import { gapReport } from './gap-schemas.ts';
import { mapDocument } from './map-export-schema.ts';
import { observedDocument } from './observed-schemas.ts';
import { profile } from './profile-schema.ts';
import { storeCheckDocument, trailCheckDocument, trailLineDocument } from './snapshot-schemas.ts';
import { flowCoverageDocument, flowImportDocument, flowsDocument } from './traffic-schemas.ts';
import { verificationDocument } from './verification-schema.ts';
import { waiverFile } from './waiver-report-schema.ts';

z.config({ jitless: true }); // no eval in the page

const echo = {
  from: z.string().optional(),
  to: z.string().optional(),
  protocol: z.unknown().optional(),
  port: z.unknown().optional(),
  expect: z.unknown().optional(),
  id: z.unknown().optional(),
};
const pass = z.boolean().optional();
const part = z.object({
  verdict,
  count: z.int().nonnegative(),
  example: z.object({ from: z.string(), to: z.string() }),
});

const verdictAnswer = z.object({
  ...echo,
  verdict: z.enum(['allow', 'deny', 'depends', 'mixed']),
  pass,
  reasons: reasons.optional(),
  parts: z.array(part).max(20).optional(),
  because: z.array(z.string()),
});
const relationAnswer = z.object({ ...echo, allow: ports, some: ports.optional(), depends: ports, reasons, pass });
const errorAnswer = z.object({
  ...echo,
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  verdict: z.literal('error'),
  message: z.string(),
  pass,
});

/** The table of adequacy decisions that a result rests on. */
const dataTable = z.object({ name: z.string(), version: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const portForm = z.union([z.int().min(1).max(65_535), z.string()]);

/** The machine formats of the command line (command-line.md). docs/schemas holds them as JSON Schema, by these names. */
export const FORMATS = {
  /** `GET /api/clusters/{cluster}/observed-list?format=json` */
  observed: observedDocument,
  /** A line of an exported audit trail. */
  'trail-line': trailLineDocument,
  /** `verify FILE.ndjson -o json` */
  'trail-check': trailCheckDocument,
  /** `verify --store -o json` */
  'store-check': storeCheckDocument,
  /** A line of observed flows, as `flows import` and the page's API take it. */
  flow: flowRecord,
  /** `flows list -o json` */
  flows: flowsDocument,
  /** `flows coverage -o json` */
  'flow-coverage': flowCoverageDocument,
  /** `flows import -o json` */
  'flow-import': flowImportDocument,
  /** `list -o json`; files have no time of their own. */
  connections: connectionsDocument.extend({
    taken: z.string().nullable(),
    /** With `--filter`: its text. Only what it keeps is there. */
    filter: z.string().optional(),
  }),
  /** The map as the page exports it. */
  map: mapDocument,
  /** `scan -o json` */
  gaps: gapReport.extend({
    schema: z.literal('ringfence.dev/gaps/v1'),
    cluster: z.string(),
    revision,
    taken: z.string().nullable(),
    profile,
    completeness,
    adequacy: dataTable.optional(),
    /** With `--filter`: its text, and of how many gaps those in `gaps` are. */
    filter: z.object({ text: z.string(), of: count }).optional(),
    /** With `--baseline`: how the gaps stand to those known before; `gaps` holds the new and the worse. */
    baseline: z.object({ new: count, updated: count, unchanged: count, absent: count }).optional(),
  }),
  /** `diff -o json` */
  diff: diffDocument.extend({ profile }),
  /** One line of what `probe` prints. */
  'probe-answer': z.union([errorAnswer, verdictAnswer, relationAnswer]),
  /** One line of what `probe` reads. */
  'probe-question': z.object({
    from: z.string(),
    to: z.string(),
    protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
    port: portForm.optional(),
    expect: verdict.optional(),
    id: z.unknown().optional(),
  }),
  /** `reach -o json` */
  explanation,
  expectations: z.object({
    apiVersion: z.literal('ringfence.dev/v1alpha1'),
    kind: z.literal('Expectations'),
    expectations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
        port: portForm.optional(),
        expect: verdict,
        because: z.string().optional(),
      }),
    ),
  }),
  /** `--waivers`; more is asked of it than a schema can say: docs/waivers.md. */
  waivers: waiverFile,
  /** What `--data-map` reads, as YAML. */
  'data-map': dataMapDocument,
  /** `evidence.json` in a snapshot. */
  evidence: evidenceDocument,
  /** `verify FILE -o json` */
  verification: verificationDocument,
  /** `capture`, and a source for every command. */
  capture: z.object({
    apiVersion: z.literal('ringfence.dev/v1alpha1'),
    kind: z.literal('Capture'),
    taken: z.string().nullable(),
    cluster: z.string().nullable(),
    completeness,
    items: z.array(
      z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) }),
    ),
  }),
} as const satisfies Record<string, z.ZodType>;

export type FormatName = keyof typeof FORMATS;

/** The JSON Schema of a format, as docs/schemas holds it. */
export function formatSchema(name: FormatName): string {
  const schema = z.toJSONSchema(FORMATS[name], { unrepresentable: 'any' });
  return `${JSON.stringify({ ...schema, title: name }, null, 2)}\n`;
}
