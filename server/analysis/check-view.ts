import type { CheckList, CheckListItem, CheckView } from '#lib/api/check-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { articleHooks } from '#lib/gdpr/articles.ts';
import { CHECK_TABLE, type CheckId } from '#lib/gdpr/check-table.ts';
import { formatManifests } from '#lib/gdpr/checks/examples/format-manifests.ts';
import { EXAMPLES } from '#lib/gdpr/checks/examples/registry.ts';
import { inReadingOrder } from '#lib/gdpr/gap-order.ts';
import { RULE_SET } from '#lib/gdpr/run-checks.ts';
import type { CheckResult, Gap } from '#lib/gdpr/types.ts';
import { CHECK_GUIDE, familyOf } from '#lib/text/en/check-guide/check-guide.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { gapListItem } from './gap-list.ts';
import { groupReasons } from './group-reasons.ts';

/** The page shows these and the way to the list of all. */
const WORST_GAPS = 3;

/** Every check that ran, with its results in this revision. */
export function checkList({ revision, gapReport }: Analysis): CheckList {
  const gapsOf = Map.groupBy(gapReport.gaps, ({ check }) => check);
  return {
    revision,
    ruleSet: RULE_SET,
    checks: gapReport.checks.map((check) => checkListItem(check, gapsOf.get(check.id) ?? [])),
  };
}

/** One check whole: what it asks, and what it found. Throws NOT_FOUND. */
export function checkView(analysis: Analysis, { id }: { readonly id: string }): CheckView {
  const { revision, gapReport } = analysis;
  const result = gapReport.checks.find((check) => check.id === id);
  if (result === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchCheck(id));
  const check = id as CheckId; // the report names checks of the table alone
  const gaps = inReadingOrder(gapReport.gaps.filter((gap) => gap.check === id));
  const examples = EXAMPLES[check];
  return {
    revision,
    ...checkListItem(result, gaps),
    ...(gapReport.passes === undefined ? {} : { passes: gapReport.passes }),
    guide: CHECK_GUIDE[check],
    articles: articleHooks(CHECK_TABLE[check].articles),
    references: CHECK_TABLE[check].references,
    notEvaluated: groupReasons(result.notEvaluated),
    unknownBecause: groupReasons(
      gaps.flatMap(({ result, unknownBecause }) => (result === 'UNKNOWN' ? [...new Set(unknownBecause)] : [])),
    ),
    gaps: gaps.slice(0, WORST_GAPS).map((gap) => gapListItem(analysis, gap)), // sorted by severity
    allGaps: gaps.length,
    ...(examples === undefined
      ? {}
      : {
          examples: {
            ...examples,
            failing: formatManifests(examples.failing),
            passing: formatManifests(examples.passing),
          },
        }),
  };
}

function checkListItem({ id, title, counts }: CheckResult, gaps: readonly Gap[]): CheckListItem {
  const worst = gaps.find(({ result }) => result === 'FAIL')?.severity; // sorted by severity
  return {
    id,
    title,
    name: CHECK_GUIDE[id as CheckId].name,
    family: familyOf(id),
    counts,
    ...(worst === undefined ? {} : { worst }),
  };
}
