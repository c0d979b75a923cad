/** Sentences and words of the checks page; those of the single checks are in check-guide. */
import type { Result } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';

export const CHECKS_PAGE = {
  title: 'Checks',
  list: 'Checks by family',
  detail: 'Check',
  find: 'Find a check',
  findHint: 'Find a check',
  plain: 'In plain words',
  engineers: 'For engineers',
  condition: 'Condition',
  severity: 'Severity',
  unknown: 'Unknown',
  evidence: 'Evidence',
  fix: 'Fix',
  falseAlarm: 'Known false alarm',
  citedBy: 'Cited by',
  articles: 'Why the articles support it',
  limits: 'What it does not say',
  act: 'Who can act on it',
  aGap: 'A gap.',
  passes: 'Passes.',
  here: 'Here',
  openGap: 'Open gap',
  waived: 'Waived',
  unknownBecause: 'Why results are unknown',
  notEvaluated: 'What could not be looked at',
  examples: 'Try it',
  failingExample: 'A cluster with the gap',
  passingExample: 'The same without it',
  dataMapExample: 'The data map of both',
  waiversExample: 'The waivers of both',
  flowsExample: 'What was observed in both, over 90 days at every node',
  copyExample: 'Copy',
  noGapHere: 'No gap of this check here.',
  loading: 'Reading the checks',
  failed: 'The checks could not be read.',
  choose: 'Choose a check in the list.',
  keys: { move: 'move', gaps: 'gaps' },
} as const;

/** "8 ran, 1 could not be evaluated everywhere" */
export function checksRanShort(ran: number, notEverywhere: number): string {
  const left = notEverywhere === 0 ? '' : `, ${count(notEverywhere)} could not be evaluated everywhere`;
  return `${count(ran)} ran${left}`;
}

export function checksLabel(checks: number): string {
  return `Checks ${count(checks)}`;
}

export function rulesVersion(ruleSet: string): string {
  return `Rules ${ruleSet}`;
}

export function noCheckMatches(text: string): string {
  return `No check is called ${text}.`;
}

/** "isolation · looks at 11 subjects here" */
export function looksAt(counts: Readonly<Record<Result, number>>): string {
  const subjects = counts.PASS + counts.FAIL + counts.WAIVED + counts.UNKNOWN;
  return `looks at ${countOf(subjects, 'subject')} here`;
}

/** "2 gaps · 8 pass · 1 unknown · 3 not applicable" */
export function resultsHere(
  counts: Readonly<Record<Result, number>>,
  passes: 'enforced' | 'intent' | undefined,
): string {
  const parts = [
    countOf(counts.FAIL, 'gap'),
    counts.WAIVED === 0 ? '' : `${count(counts.WAIVED)} waived`,
    `${count(counts.PASS)} pass${passes === 'intent' && counts.PASS > 0 ? ' (intent: enforcement is not established)' : ''}`,
    `${count(counts.UNKNOWN)} unknown`,
    counts.NOT_APPLICABLE === 0 ? '' : `${count(counts.NOT_APPLICABLE)} not applicable`,
    `${count(counts.NOT_EVALUATED)} not evaluated`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** The one word at the end of a row without gaps. */
export function resultWord(counts: Readonly<Record<Result, number>>): string {
  if (counts.UNKNOWN > 0) return `${count(counts.UNKNOWN)} unknown`;
  if (counts.WAIVED > 0) return `${count(counts.WAIVED)} waived`;
  if (counts.PASS > 0) return 'pass';
  return counts.NOT_EVALUATED > 0 ? 'not evaluated' : 'not applicable';
}

export function sharedBy(gaps: number): string {
  return countOf(gaps, 'result');
}

export function moreReasons(hidden: number): string {
  return countOf(hidden, 'other reason');
}

/** The way to the list of gaps: "Show all 7". */
export function allOf(gaps: number): string {
  return gaps === 1 ? 'Show it in the list' : `Show all ${count(gaps)} in the list`;
}
