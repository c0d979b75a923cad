/** Hops over HTTP: where one could get from a pod, and from where to it; one way there, and what would cut it. */
import { z } from 'zod';
import type { DataClass, Severity } from '#lib/gdpr/types.ts';
import type { HopDirection } from '#lib/policy/paths/hop-levels.ts';
import type { DependsReason, PolicyRef, Verdict } from '#lib/policy/types.ts';
import { FIELD_FORMS } from '#lib/text/en/server.ts';
import { count, list, strings } from './basic-schemas.ts';
import { dataClass, severity } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { reasons, verdict } from './engine-schemas.ts';

z.config({ jitless: true });

/** A workload at its shortest hop. */
export interface HopRow {
  /** `ns/Kind/name` */
  readonly workload: string;
  /** Pods that are reached in any number of hops, of all that it has. */
  readonly pods: number;
  readonly of: number;
  readonly dataClass: DataClass;
  /** Its own open gaps. */
  readonly gaps?: { readonly worst: Severity; readonly count: number };
  /** It is that near only if something undecided allows it. `certain`: the hop at which it is reached for certain. */
  readonly depends: boolean;
  readonly certain?: number;
  /** Of the connection by which it is reached first: "any", "TCP 5432". */
  readonly ports: readonly string[];
  /** The workload before it, and how many others there are; absent at hop 1. */
  readonly via?: string;
  readonly otherVias: number;
}

export interface HopColumn {
  readonly hop: number;
  /** That pass the filters; of all that stand at this hop. */
  readonly workloads: number;
  readonly all: number;
  readonly personal: number;
  /** By class, the worst first. */
  readonly classes: readonly { readonly dataClass: DataClass; readonly workloads: number }[];
  /** The worst class first, then with gaps first, then by name; no more than fit into one answer. */
  readonly rows: readonly HopRow[];
}

/** The internet or a range of addresses: an end of a way, never a step on it. */
export interface HopEnd {
  /** `internet`, or the narrowest CIDR that a rule names. */
  readonly id: string;
  readonly hop: number;
  readonly depends: boolean;
  readonly ports: readonly string[];
  readonly via?: string;
  readonly otherVias: number;
}

export interface HopsView {
  readonly revision: Revision;
  readonly end: { readonly key: string; readonly workload: string; readonly name: string };
  readonly direction: HopDirection;
  readonly hops: number;
  /** Parts in bold are marked **so**. */
  readonly sentence: string;
  /** What the numbers rest on: upper bounds, what depends, what was left out. */
  readonly notes: readonly string[];
  readonly columns: readonly HopColumn[];
  readonly ends: readonly HopEnd[];
  /** Further ends that are not listed. */
  readonly moreEnds: number;
  /** Workloads that no number of the asked hops leads to: those with personal data are listed. */
  readonly outOfReach: {
    readonly workloads: number;
    readonly personal: number;
    readonly rows: readonly { readonly workload: string; readonly dataClass: DataClass; readonly hop?: number }[];
  };
  /** In any number of hops, the filters aside. */
  readonly radius: {
    /** The most hops that a shortest way takes. */
    readonly longest: number;
    readonly workloads: number;
    readonly pods: number;
    readonly of: number;
    readonly classes: readonly {
      readonly dataClass: DataClass;
      readonly within: number;
      readonly ever: number;
      readonly of: number;
    }[];
  };
  /** The other direction, in any number of hops. */
  readonly opposite: { readonly workloads: number; readonly pods: number; readonly internet: boolean };
}

/** How one gate of a connection comes to let it through. */
export interface PathGate {
  readonly state: 'open' | 'rule' | 'none' | 'depends';
  readonly policy?: PolicyRef;
  /** 1-based, for people. */
  readonly rule?: number;
}
export interface PathLink {
  readonly from: string;
  readonly to: string;
  /** Pods of both, for the question why. */
  readonly ask: { readonly from: string; readonly to: string };
  readonly ports: readonly string[];
  readonly verdict: Verdict;
  readonly reasons: readonly DependsReason[];
  readonly egress: PathGate;
  readonly ingress: PathGate;
  /** "edge, rule 2", "both gates open" */
  readonly text: string;
  /** The worst open gap that this connection is part of. */
  readonly gap?: { readonly id: string; readonly title: string; readonly severity: Severity };
}
export interface HopPath {
  readonly revision: Revision;
  readonly to: string;
  /** From 0, of so many shortest ways, workload by workload. */
  readonly index: number;
  readonly paths: number;
  readonly links: readonly PathLink[];
  readonly classes: readonly DataClass[];
}
export interface HopCut {
  readonly revision: Revision;
  readonly to: string;
  /** Connections between two workloads that must go, at least. Undefined: nothing can be cut. */
  readonly connections: number;
  readonly sentence: string;
  readonly cost: string;
  readonly parts: readonly {
    readonly from: readonly string[];
    readonly fromAll: number;
    readonly to: readonly string[];
    readonly toAll: number;
  }[];
  readonly moreParts: number;
}

const row: z.ZodType<HopRow> = z.object({
  workload: z.string(),
  pods: count,
  of: count,
  dataClass,
  gaps: z.object({ worst: severity, count }).optional(),
  depends: z.boolean(),
  certain: count.optional(),
  ports: strings,
  via: z.string().optional(),
  otherVias: count,
});
const end: z.ZodType<HopEnd> = z.object({
  id: z.string(),
  hop: count,
  depends: z.boolean(),
  ports: strings,
  via: z.string().optional(),
  otherVias: count,
});
const ofClass = z.object({ dataClass, workloads: count });
const hopDirection = z.enum(['out', 'in']);

export const hopsView: z.ZodType<HopsView> = z.object({
  revision,
  end: z.object({ key: z.string(), workload: z.string(), name: z.string() }),
  direction: hopDirection,
  hops: count,
  sentence: z.string(),
  notes: strings,
  columns: list(
    z.object({ hop: count, workloads: count, all: count, personal: count, classes: list(ofClass), rows: list(row) }),
  ),
  ends: list(end),
  moreEnds: count,
  outOfReach: z.object({
    workloads: count,
    personal: count,
    rows: list(z.object({ workload: z.string(), dataClass, hop: count.optional() })),
  }),
  radius: z.object({
    longest: count,
    workloads: count,
    pods: count,
    of: count,
    classes: list(z.object({ dataClass, within: count, ever: count, of: count })),
  }),
  opposite: z.object({ workloads: count, pods: count, internet: z.boolean() }),
});

const pathGate: z.ZodType<PathGate> = z.object({
  state: z.enum(['open', 'rule', 'none', 'depends']),
  policy: z.object({ kind: z.string(), namespace: z.string(), name: z.string() }).optional(),
  rule: count.optional(),
});
export const hopPath: z.ZodType<HopPath> = z.object({
  revision,
  to: z.string(),
  index: count,
  paths: count,
  links: list(
    z.object({
      from: z.string(),
      to: z.string(),
      ask: z.object({ from: z.string(), to: z.string() }),
      ports: strings,
      verdict,
      reasons,
      egress: pathGate,
      ingress: pathGate,
      text: z.string(),
      gap: z.object({ id: z.string(), title: z.string(), severity }).optional(),
    }),
  ),
  classes: list(dataClass),
});
export const hopCut: z.ZodType<HopCut> = z.object({
  revision,
  to: z.string(),
  connections: count,
  sentence: z.string(),
  cost: z.string(),
  parts: list(z.object({ from: strings, fromAll: count, to: strings, toAll: count })),
  moreParts: count,
});

const END_MAX = 2048;
const hopEnd = z.string().min(1).max(END_MAX);
const rev = z.coerce.number().int().nonnegative().optional();
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A pod (`ns/name`) or a workload (`ns/Kind/name`), and in which direction one walks. */
const asked = z.object({ rev, end: hopEnd, direction: hopDirection.default('out') });
export const hopsQuery = asked.extend({
  hops: z.coerce.number().int().min(1).max(3).default(3),
  /** Only workloads of other namespaces; with personal data; with open gaps. */
  other: flag.optional(),
  personal: flag.optional(),
  gaps: flag.optional(),
  /** Only those whose own connection may use this port, `TCP/5432`. */
  port: z
    .string()
    .regex(/^(TCP|UDP|SCTP)\/\d{1,5}$/, FIELD_FORMS.port)
    .optional(),
});
/** `to`: a workload; `n`: which of the shortest ways, from 0. */
export const hopPathQuery = asked.extend({ to: hopEnd, n: z.coerce.number().int().nonnegative().default(0) });
export const hopCutQuery = asked.extend({ to: hopEnd });
