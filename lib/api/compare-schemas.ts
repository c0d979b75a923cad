/** Two pods side by side over HTTP: the same rows for both, what decides, and what else each can reach. */
import { z } from 'zod';
import type { DataClass } from '#lib/gdpr/types.ts';
import type { DependsReason, Isolated, PolicyRef, PolicyText, Verdict } from '#lib/policy/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { dataClass } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { policyText } from './connection-schemas.ts';
import { reasons } from './engine-schemas.ts';

z.config({ jitless: true });

export interface ComparedEnd {
  /** As the contract writes ends. */
  readonly id: string;
  /** As sentences call it. */
  readonly name: string;
  /** `ns/Kind/name`; absent for ends outside. */
  readonly workload?: string;
  readonly dataClass?: DataClass;
  readonly verdict: Verdict | 'mixed';
  /** One pair of ends, allowed on some ports and denied on the rest. */
  readonly somePorts?: true;
  readonly reasons: readonly DependsReason[];
  /** Namespace, node, addresses: whatever of them is known. */
  readonly place: readonly string[];
}

export interface CompareCell {
  readonly title?: string;
  readonly text?: string;
  readonly policy?: PolicyRef;
  readonly isolated?: Isolated;
  /** Labels, ports: `marked` ones make the difference. */
  readonly chips?: readonly { readonly text: string; readonly marked: boolean; readonly depends?: boolean }[];
}
export interface CompareRow {
  readonly id: 'own-gate' | 'other-gate' | 'namespace' | 'namespace-labels' | 'labels' | 'network' | 'served' | 'ports';
  /** It differs, and it is part of why the answers differ. */
  readonly differs: boolean;
  readonly decides: boolean;
  readonly a: CompareCell;
  readonly b: CompareCell;
}
/** A line of a policy that makes the difference, in a sentence, with where it stands. */
export interface ComparePoint {
  readonly sentence: string;
  readonly policy?: PolicyRef;
  readonly rule?: number;
  readonly lines?: { readonly from: number; readonly to: number };
}
export interface AlsoReached {
  readonly workload: string;
  readonly dataClass: DataClass;
  readonly ports: readonly string[];
  readonly depends: boolean;
}
export interface AlsoGroup {
  readonly workloads: number;
  readonly personal: number;
  /** The worst class first; no more than fit into one answer. */
  readonly rows: readonly AlsoReached[];
}
export interface CompareView {
  readonly revision: Revision;
  readonly way: 'senders' | 'targets';
  /** Parts in bold are marked **so**. */
  readonly sentence: string;
  readonly a: ComparedEnd;
  readonly b: ComparedEnd;
  readonly other: { readonly id: string; readonly name: string };
  readonly rows: readonly CompareRow[];
  readonly points: readonly ComparePoint[];
  /** The YAML of the policies of the points. */
  readonly texts: readonly PolicyText[];
  /** Whom else they reach, or who else reaches them; absent where one of the two is outside the cluster. */
  readonly also?: { readonly onlyA: AlsoGroup; readonly both: AlsoGroup; readonly onlyB: AlsoGroup };
}

const comparedEnd: z.ZodType<ComparedEnd> = z.object({
  id: z.string(),
  name: z.string(),
  workload: z.string().optional(),
  dataClass: dataClass.optional(),
  verdict: z.enum(['allow', 'deny', 'depends', 'mixed']),
  somePorts: z.literal(true).optional(),
  reasons,
  place: strings,
});
const policyRef = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
const cell: z.ZodType<CompareCell> = z.object({
  title: z.string().optional(),
  text: z.string().optional(),
  policy: policyRef.optional(),
  isolated: z.enum(['yes', 'no', 'partly', 'depends', 'none']).optional(),
  chips: list(z.object({ text: z.string(), marked: z.boolean(), depends: z.boolean().optional() })).optional(),
});
const also: z.ZodType<AlsoGroup> = z.object({
  workloads: count,
  personal: count,
  rows: list(z.object({ workload: z.string(), dataClass, ports: strings, depends: z.boolean() })),
});

export const compareView: z.ZodType<CompareView> = z.object({
  revision,
  way: z.enum(['senders', 'targets']),
  sentence: z.string(),
  a: comparedEnd,
  b: comparedEnd,
  other: z.object({ id: z.string(), name: z.string() }),
  rows: list(
    z.object({
      id: z.enum([
        ...(['own-gate', 'other-gate', 'namespace', 'namespace-labels'] as const),
        ...(['labels', 'network', 'served', 'ports'] as const),
      ]),
      differs: z.boolean(),
      decides: z.boolean(),
      a: cell,
      b: cell,
    }),
  ),
  points: list(
    z.object({
      sentence: z.string(),
      policy: policyRef.optional(),
      rule: count.optional(),
      lines: z.object({ from: count, to: count }).optional(),
    }),
  ),
  texts: list(policyText),
  also: z.object({ onlyA: also, both: also, onlyB: also }).optional(),
});

const END_MAX = 2048;
const end = z.string().min(1).max(END_MAX);

/** Ends as the command line writes them; `to` compares two senders, `from` two targets. */
export const compareQuery = z.object({
  rev: z.coerce.number().int().nonnegative().optional(),
  a: end,
  b: end,
  to: end.optional(),
  from: end.optional(),
  port: z.string().max(64).optional(),
});
