import { z } from 'zod';
import type { MatrixPair } from '#lib/graph/matrix/matrix-pair.ts';
import type { PackedEntries } from '#lib/graph/matrix/packed-entries.ts';
import type { MatrixCounts, MatrixLevel, MatrixOrder, MatrixRelation } from '#lib/graph/matrix/types.ts';
import { MATRIX_ORDERS } from '#lib/graph/matrix/types.ts';
import type { MatrixWindow } from '#lib/graph/matrix/window.ts';
import { count, list } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { ports, reasons } from './engine-schemas.ts';

/** The lines of a matrix and its first window. */
export interface MatrixView {
  readonly revision: Revision;
  readonly level: MatrixLevel;
  readonly order: MatrixOrder;
  readonly namespace?: string;
  readonly with?: string;
  readonly counts: MatrixCounts;
  readonly note?: string;
  readonly entries: PackedEntries;
  readonly window: MatrixWindow;
}
export interface MatrixWindowView {
  readonly revision: Revision;
  readonly window: MatrixWindow;
}
export interface MatrixPairView {
  readonly revision: Revision;
  readonly pair: MatrixPair;
}

const NAME_MAX = 253;
const END_MAX = 1024;
const MOST_LINES = 100_000;
const name = z.string().min(1).max(NAME_MAX);
const line = z.coerce.number().int().nonnegative().max(MOST_LINES);

/** Which matrix. */
export const matrixQuery = z.object({
  rev: z.coerce.number().int().nonnegative().optional(),
  level: z.enum(['namespaces', 'workloads']).default('namespaces'),
  order: z.enum(MATRIX_ORDERS).default('zone'),
  namespace: name.optional(),
  /** Beside `namespace`: the workloads of these two and nothing else. */
  with: name.optional(),
});
export const matrixWindowQuery = matrixQuery.extend({ row: line, column: line });
export const matrixPairQuery = matrixQuery.extend({
  from: z.string().min(1).max(END_MAX),
  to: z.string().min(1).max(END_MAX),
});

const numbers = list(z.number());
const texts = list(z.string());
const relation: z.ZodType<MatrixRelation> = z.union([
  z.object({ type: z.literal('relation'), allow: ports, some: ports.optional(), depends: ports, reasons }),
  z.object({ type: z.enum(['denied', 'none', 'unsaid']) }),
]);
const window: z.ZodType<MatrixWindow> = z.object({
  row: count,
  column: count,
  columns: count,
  rows: texts,
  relations: list(relation),
  gaps: list(z.tuple([count, count, count, count, count]).readonly()),
  checks: texts,
});
const entries: z.ZodType<PackedEntries> = z.object({
  words: texts,
  labels: texts,
  types: numbers,
  bands: numbers,
  namespaces: numbers,
  kinds: numbers,
  pods: numbers,
  dataClasses: numbers,
  bases: numbers,
  worst: numbers,
  gaps: numbers,
  ingress: numbers,
  egress: numbers,
  flags: numbers,
});

export const matrixView: z.ZodType<MatrixView> = z.object({
  revision,
  level: z.enum(['namespaces', 'workloads']),
  order: z.enum(MATRIX_ORDERS),
  namespace: z.string().optional(),
  with: z.string().optional(),
  counts: z.object({ pairs: count, allowed: count, depends: count, gaps: count }),
  note: z.string().optional(),
  entries,
  window,
});
export const matrixWindowView: z.ZodType<MatrixWindowView> = z.object({ revision, window });

const gate = z.object({ open: count, all: count });
export const matrixPairView: z.ZodType<MatrixPairView> = z.object({
  revision,
  pair: z.object({
    from: z.string(),
    to: z.string(),
    fromLabel: z.string(),
    toLabel: z.string(),
    namespaces: z.tuple([z.string(), z.string()]).readonly().optional(),
    relation,
    sentence: z.string(),
    gaps: texts,
    pairs: z.object({
      all: count,
      allowed: count,
      depends: count,
      shown: list(z.object({ from: z.string(), to: z.string(), relation, gap: z.boolean() })),
    }),
    why: z.object({ from: z.string(), to: z.string() }).optional(),
    egress: gate.optional(),
    ingress: gate.optional(),
    back: relation,
  }),
});
