import { passMeaning } from '#lib/gdpr/pass-meaning.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT, timestamp } from '#lib/text/en/report.ts';
import { CHAPTERS, SUMMARY } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter, TableBlock } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { groupGaps } from './gap-groups.ts';

const TOP_GAPS = 5;

export function summaryChapter(evidence: Evidence): Chapter {
  return {
    title: CHAPTERS.summary,
    numbered: true,
    newPage: true,
    blocks: [
      { type: 'text', text: summarySentence(evidence) },
      severityTable(evidence),
      { type: 'text', text: changesSentence(evidence) },
      ...topGaps(evidence),
      { type: 'head', text: REPORT.byCheck },
      checkTable(evidence),
      ...(evidence.scope === undefined ? [] : [{ type: 'small' as const, text: SUMMARY.wholeClusterCounts }]),
    ],
  };
}

export function summarySentence({ gaps }: Evidence): string {
  const open = gaps.filter(({ result }) => result === 'FAIL');
  const number = (result: string): number => gaps.filter((gap) => gap.result === result).length;
  return (
    SUMMARY.open(open.length, groupGaps(open).length) +
    SUMMARY.waived(number('WAIVED')) +
    SUMMARY.unknown(number('UNKNOWN'))
  );
}

/** Severity by result, and what changed where that is known. */
export function severityTable({ summary, changes }: Evidence): TableBlock {
  const { columns } = REPORT;
  const changed = changes?.gaps;
  return {
    type: 'table',
    widths: [1, 0, 0, 0, ...(changed === undefined ? [] : [0, 0])],
    right: [1, 2, 3, 4, 5],
    head: [
      ...[columns.severity, columns.open, columns.waived, columns.unknown],
      ...(changed === undefined ? [] : [SUMMARY.new, SUMMARY.closed]),
    ],
    rows: SEVERITIES.map((severity) => [
      { severity, text: REPORT.severity[severity] },
      ...[summary.FAIL[severity], summary.WAIVED[severity], summary.UNKNOWN[severity]].map(count),
      ...(changed === undefined
        ? []
        : [changed.opened, changed.closed].map((list) =>
            count(list.filter((gap) => gap.severity === severity).length),
          )),
    ]),
  };
}

export function changesSentence({ changes }: Evidence): string {
  if (changes === undefined) return SUMMARY.noChanges;
  const { opened, closed, changed, unchanged } = changes.gaps;
  return SUMMARY.changes(timestamp(changes.since.taken), opened.length, closed.length, changed.length, unchanged);
}

/** The worst kind of gap first, each kind once, in one sentence. */
export function topGaps({ gaps }: Evidence): readonly Block[] {
  const top = groupGaps(gaps.filter(({ result }) => result === 'FAIL')).slice(0, TOP_GAPS);
  if (top.length === 0) return [];
  return [
    { type: 'head', text: REPORT.fiveThatMatter },
    {
      type: 'table',
      widths: [0, 1, 0],
      mono: [2],
      head: [REPORT.columns.severity, REPORT.columns.gap, REPORT.columns.check],
      rows: top.map(({ first, rest }) => [
        { severity: first.severity, text: REPORT.severity[first.severity] },
        REPORT.topGap(first.title, rest.length),
        first.check,
      ]),
    },
  ];
}

/** What was found by each check; of the whole cluster also what passed, and what was not looked at. */
function checkTable({ checks, scope }: Evidence): TableBlock {
  const { columns } = REPORT;
  const passed = passMeaning(checks) === 'intent' ? columns.passedIntent : columns.passed;
  const whole = scope === undefined;
  return {
    type: 'table',
    widths: [0, 1, 0, 0, 0, ...(whole ? [0, 0, 0] : [])],
    right: [2, 3, 4, 5, 6, 7],
    mono: [0],
    head: [
      ...[columns.check, columns.name, columns.open, columns.waived, columns.unknown],
      ...(whole ? [passed, columns.notApplicable, columns.notEvaluated] : []),
    ],
    rows: checks.map(({ id, title, counts }) => [
      ...[id, title],
      ...[counts.FAIL, counts.WAIVED, counts.UNKNOWN].map(count),
      ...(whole ? [counts.PASS, counts.NOT_APPLICABLE, counts.NOT_EVALUATED].map(count) : []),
    ]),
  };
}
