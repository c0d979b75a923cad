/** The checks over HTTP: what each asks, and what it found in one revision. */
import { z } from 'zod';
import type { CheckExamples } from '#lib/gdpr/checks/examples/check-examples.ts';
import type { ArticleHook, Result, Severity } from '#lib/gdpr/types.ts';
import type { CheckGuide } from '#lib/text/en/check-guide/guide.ts';
import { count, list, strings } from './basic-schemas.ts';
import { severity } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { articles, gapListItem, resultCounts } from './gap-schemas.ts';
import type { GapListItem } from './gap-types.ts';

z.config({ jitless: true });

/** A check as the list shows it. */
export interface CheckListItem {
  readonly id: string;
  readonly title: string;
  /** A few words: "Reachable from any pod". */
  readonly name: string;
  readonly family: string;
  readonly counts: Readonly<Record<Result, number>>;
  /** Of its open gaps. */
  readonly worst?: Severity;
}
export interface CheckList {
  readonly revision: Revision;
  /** Version of the checks, their conditions and their data. */
  readonly ruleSet: string;
  /** In the order of the catalogue. */
  readonly checks: readonly CheckListItem[];
}

/** Whether a PASS speaks of what is enforced, or only of what the policies say (ENF-001). */
export type PassesMean = 'enforced' | 'intent';

/** Equal reasons as one, the commonest first. */
export interface ReasonGroups {
  readonly groups: readonly { readonly reason: string; readonly results: number }[];
  /** Further different reasons that are not listed. */
  readonly more: number;
}

/** One check whole. */
export interface CheckView extends CheckListItem {
  readonly revision: Revision;
  readonly passes?: PassesMean;
  readonly guide: CheckGuide;
  readonly articles: readonly ArticleHook[];
  readonly references: readonly string[];
  /** Why subjects could not be looked at. */
  readonly notEvaluated: ReasonGroups;
  /** Why results are UNKNOWN. */
  readonly unknownBecause: ReasonGroups;
  /** The worst few; the list of gaps has all. */
  readonly gaps: readonly GapListItem[];
  /** How many there are in all. */
  readonly allGaps: number;
  /** Manifests that the check's tests use: one cluster with the gap, one without. */
  readonly examples?: CheckExamples;
}

const checkListItem = z.object({
  id: z.string(),
  title: z.string(),
  name: z.string(),
  family: z.string(),
  counts: resultCounts,
  worst: severity.optional(),
});
export const checkList: z.ZodType<CheckList> = z.object({ revision, ruleSet: z.string(), checks: list(checkListItem) });

const drawnLines = list(z.enum(['gap', 'allowed', 'closed', 'depends', 'none']));
const guide: z.ZodType<CheckGuide> = z.object({
  name: z.string(),
  plain: strings,
  drawing: z
    .object({
      many: strings,
      one: z.string(),
      toward: z.enum(['one', 'many']),
      gap: drawnLines,
      passes: drawnLines,
    })
    .optional(),
  gap: z.string(),
  passes: z.string(),
  limits: strings,
  act: z.string(),
  condition: z.string(),
  severity: z.string(),
  unknown: z.string(),
  evidence: z.string(),
  fix: z.string(),
  falseAlarm: z.string(),
});
const reasonGroups = z.object({ groups: list(z.object({ reason: z.string(), results: count })), more: count });
export const checkView: z.ZodType<CheckView> = checkListItem.extend({
  revision,
  passes: z.enum(['enforced', 'intent']).optional(),
  guide,
  articles,
  references: strings,
  notEvaluated: reasonGroups,
  unknownBecause: reasonGroups,
  gaps: list(gapListItem),
  allGaps: count,
  examples: z
    .object({
      failing: z.string(),
      passing: z.string(),
      dataMap: z.string().optional(),
      waivers: z.string().optional(),
      flows: z.string().optional(),
    })
    .optional(),
});
