import { z } from 'zod';
import type { FlowsAfter, Gap, GapObservations, GapReport, Result, WitnessHop } from '#lib/gdpr/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { classification, dataClass, severity, severityNames } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { policyRef, ports, verdict } from './engine-schemas.ts';
import type { GapList, GapListItem, GapView } from './gap-types.ts';
import { listedWaivers, waiverNote, waiverReport } from './waiver-report-schema.ts';

z.config({ jitless: true });

const hop: z.ZodType<WitnessHop> = z.object({
  from: z.string(),
  to: z.string(),
  ports,
  verdict,
  because: list(
    z.object({
      gate: z.enum(['egress', 'ingress']),
      kind: z.enum(['rule', 'absence']),
      policy: policyRef.optional(),
      path: z.string().optional(),
      text: z.string(),
    }),
  ),
});

export const articles = list(z.object({ article: z.string(), title: z.string(), sentence: z.string() }));

const gapBriefs = list(
  z.object({ id: z.string(), check: z.string(), severity: z.enum(severityNames), title: z.string() }),
);

const observedFlows = list(
  z.object({
    from: z.string(),
    to: z.string(),
    port: z.int().nullable(),
    protocol: z.string(),
    connections: count.nullable(),
    first: z.string(),
    last: z.string(),
  }),
);

const times = z.object({ from: z.string(), to: z.string() });

export const flowsAfter: z.ZodType<FlowsAfter> = z.object({
  observed: count,
  breaks: count,
  mayBreak: count,
  notJudged: count.optional(),
  leftOut: count.optional(),
  window: times,
  flows: observedFlows,
});

export const fixEffect = z.object({
  closes: count,
  opens: count,
  sentence: z.string(),
  gaps: z.object({ closed: gapBriefs, opened: gapBriefs }),
  closesGap: z.boolean(),
  warnings: strings,
  flows: flowsAfter.optional(),
});

const gapObservations: z.ZodType<GapObservations> = z.object({
  window: times,
  sources: strings,
  flows: observedFlows,
  more: count,
  coverage: z.number().min(0).max(1).optional(),
});

export const gapEffect = z.object({ revision, effect: fixEffect.nullable() });

export const gap = z.object({
  id: z.string(),
  check: z.string(),
  result: z.enum(['FAIL', 'WAIVED', 'UNKNOWN']),
  severity,
  derivation: z.string(),
  title: z.string(),
  summary: z.string(),
  subject: z.object({ namespace: z.string(), kind: z.string(), name: z.string() }),
  witness: list(hop),
  peers: strings,
  articles,
  classification,
  fix: z.object({
    yaml: z.string(),
    note: z.string(),
    effect: fixEffect.optional(),
  }),
  fingerprint: z.string(),
  references: strings,
  observed: gapObservations.optional(),
  unknownBecause: strings.optional(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
  peer: z.string().optional(),
  waiver: waiverNote.optional(),
}) satisfies z.ZodType<Gap>;

const results: readonly Result[] = ['PASS', 'FAIL', 'WAIVED', 'UNKNOWN', 'NOT_APPLICABLE', 'NOT_EVALUATED'];

export const resultCounts = z.record(z.enum(results), count);

const bySeverity = z.record(z.enum(severityNames), count);

const checkCounts = z.object({ id: z.string(), title: z.string(), counts: resultCounts });

export const gapReport = z.object({
  gaps: list(gap),
  checks: list(checkCounts.extend({ notEvaluated: strings })),
  summary: z.object({ FAIL: bySeverity, WAIVED: bySeverity, UNKNOWN: bySeverity }),
  passes: z.enum(['enforced', 'intent']).optional(),
  waivers: waiverReport.optional(),
}) satisfies z.ZodType<GapReport>;

export const gapListItem: z.ZodType<GapListItem> = gap
  .pick({ id: true, check: true, result: true, severity: true, title: true, subject: true })
  .extend({ articles: strings, dataClass, firstSeen: z.string().optional() });

export const gapList: z.ZodType<GapList> = gapReport.extend({
  revision,
  gaps: list(gapListItem),
  checks: list(checkCounts),
  waivers: listedWaivers.optional(),
  watchedSince: z.string().optional(),
  closed: list(
    gap
      .pick({ id: true, check: true, severity: true, title: true, subject: true })
      .extend({ firstSeen: z.string(), closedAt: z.string() }),
  ).optional(),
});

export const gapView: z.ZodType<GapView> = z.object({
  revision,
  gap: gap.extend({ fix: gap.shape.fix.omit({ effect: true }) }),
  waiverFrom: z.enum(['file', 'page']).optional(),
  policiesChecked: count,
  firstSeen: z.string().optional(),
});
