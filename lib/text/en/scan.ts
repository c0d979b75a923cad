/** What `ringfence scan` writes beside the gaps themselves. */
import type { BaselineCounts } from '#lib/gdpr/new-gaps.ts';
import type { WaiverNote } from '#lib/gdpr/waivers/types.ts';
import { count, countOf } from './count.ts';

export const BASELINE = {
  notRead: (file: string, why: string): string => `The baseline ${file} cannot be read: ${why}.`,
  notOurs: (file: string): string =>
    `The baseline ${file} is no result of "ringfence scan -o json" or "-o sarif" that this version understands.`,
  onlyNew: (file: string): string =>
    `The baseline ${file} was itself made with --baseline and holds only what was new then. Make one without.`,
  allNew: (known: number): string =>
    `None of the ${countOf(known, 'gap')} in the baseline is here: it may be of another cluster.`,
  summary: ({ new: fresh, updated, unchanged, absent }: BaselineCounts): string =>
    `Against the baseline: ${count(fresh)} new, ${count(updated)} worse than before, ${count(unchanged)} known and left out, ${count(absent)} gone.`,
} as const;

export const SCAN = {
  waivedHead: 'Waived',
  waived: ({ id, approvedBy, expiresAt, justification }: WaiverNote): string =>
    `Waived by ${approvedBy} until ${expiresAt} (${id}): ${justification}`,
  summary: (gaps: number, unknown: number, waived: string): string =>
    `${countOf(gaps, 'gap')}, ${count(unknown)} more undecided${waived === '' ? '' : `, waived: ${waived}`}.`,
  severityCount: (gaps: number, severity: string): string => `${count(gaps)} ${severity}`,
  columns: [
    ...['id', 'check', 'result', 'severity', 'title', 'summary', 'namespace', 'kind', 'name', 'class', 'basis'],
    ...['articles', 'peers', 'derivation', 'fix', 'waiver', 'waiver expires', 'fingerprint'],
  ],
} as const;

export const SARIF = {
  message: (title: string, summary: string): string => `${title}. ${summary}`,
  article: (article: string, title: string, sentence: string): string => `Art. ${article} GDPR, ${title}: ${sentence}`,
  references: (references: readonly string[]): string => `See also: ${references.join(', ')}.`,
  disclaimer:
    'This is technical evidence about network reachability at the stated time. Whether an obligation is met is for the controller to judge.',
  embedded: 'The text that was read.',
  /** @param intent nobody has established that the policies are enforced (ENF-001) */
  passed: (check: string, subjects: number, intent: boolean): string =>
    `${check}: ${countOf(subjects, 'subject')} without a gap${intent ? ', by what the policies say' : ''}.`,
  notApplicable: (check: string, subjects: number): string =>
    `${check} does not apply to ${countOf(subjects, 'subject')}.`,
} as const;
