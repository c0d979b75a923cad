import { WAIVERS } from '#lib/text/en/waivers.ts';
import { CHECK_TABLE } from '../check-table.ts';
import type { Waiver } from './types.ts';

/** What is wrong with one waiver, by its field. */
export interface WaiverProblem {
  readonly field: keyof Waiver;
  readonly message: string;
}

export const JUSTIFICATION_LEAST = 20;
/** Tells of the waivers themselves (gdpr.md §3, "FP: none"). */
const ABOUT_WAIVERS = 'GOV-003';

/**
 * The rules of gdpr.md §2.4 for one waiver, whether from a file or from the page. Empty: it may be used.
 * @param today RFC 3339 full-date; with it, an approval in the future is refused. One day ahead is another time zone.
 */
export function waiverProblems(waiver: Omit<Waiver, 'origin'>, today?: string): readonly WaiverProblem[] {
  const problems: WaiverProblem[] = [];
  const problem = (field: keyof Waiver, message: string) => problems.push({ field, message });
  const { check, match, justification, riskOwner, approvedBy, approvedAt, expiresAt } = waiver;
  if (check.includes('*')) problem('check', WAIVERS.everyCheck);
  else if (!Object.hasOwn(CHECK_TABLE, check)) problem('check', WAIVERS.unknownCheck(check));
  else if (check === ABOUT_WAIVERS) problem('check', WAIVERS.notItself);
  if ('fingerprint' in match) {
    if (!/^[0-9a-f]{8,64}$/.test(match.fingerprint)) problem('match', WAIVERS.badFingerprint);
  } else if (!/^[^/*]*\/[^/*]+\/[^/*]+$/.test(match.subject)) problem('match', WAIVERS.badSubject);
  const length = [...justification.trim()].length;
  if (length < JUSTIFICATION_LEAST) problem('justification', WAIVERS.shortJustification(JUSTIFICATION_LEAST, length));
  for (const field of ['id', 'riskOwner', 'approvedBy'] as const) {
    if (waiver[field].trim() === '') problem(field, WAIVERS.empty(field));
  }
  if (roleOf(riskOwner) === roleOf(approvedBy)) problem('approvedBy', WAIVERS.sameRole);
  const days = { approvedAt, expiresAt };
  for (const field of ['approvedAt', 'expiresAt'] as const) {
    if (!isDay(days[field])) problem(field, WAIVERS.badDay(field, days[field]));
  }
  if (!isDay(approvedAt) || !isDay(expiresAt)) return problems;
  if (expiresAt < approvedAt) problem('expiresAt', WAIVERS.expiresBefore);
  if (expiresAt > inTwelveMonths(approvedAt)) problem('expiresAt', WAIVERS.tooLong);
  if (today !== undefined && approvedAt > dayAfter(today)) problem('approvedAt', WAIVERS.future(approvedAt));
  return problems;
}

/** "Head of CRM" and "head-of-crm" are one role. */
function roleOf(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}

/** RFC 3339 full-date that is in the calendar. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The same day of the next year; as text, since a 29 February need not be there to compare with. */
function inTwelveMonths(day: string): string {
  return `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}${day.slice(4)}`;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
