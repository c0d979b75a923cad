import { WAIVER } from '#lib/text/en/waiver-form.ts';

/** What somebody typed to accept a gap. Days as `2026-12-31`. */
export interface WaiverDraft {
  readonly justification: string;
  readonly reference: string;
  readonly riskOwner: string;
  readonly approvedBy: string;
  readonly recordedBy: string;
  readonly expiresAt: string;
  /** One a line. */
  readonly compensating: string;
}
export type WaiverProblems = Readonly<Partial<Record<keyof WaiverDraft, string>>>;

const REASON_MIN = 20; // gdpr.md §2.4

/** What is wrong with a draft, by field; empty: it can be sent. The server holds it to the same rules once more. */
export function checkWaiver(draft: WaiverDraft, today: string): WaiverProblems {
  const problems: Partial<Record<keyof WaiverDraft, string>> = {};
  if (draft.justification.trim().length < REASON_MIN) problems.justification = WAIVER.tooShort;
  for (const role of ['riskOwner', 'approvedBy', 'recordedBy'] as const) {
    if (draft[role].trim() === '') problems[role] = WAIVER.missing;
  }
  const [owner, approver] = [draft.riskOwner, draft.approvedBy].map((role) => role.trim().toLowerCase());
  if (approver !== '' && owner === approver) problems.approvedBy = WAIVER.sameRole;
  if (draft.expiresAt < today) problems.expiresAt = WAIVER.past;
  else if (draft.expiresAt > lastDay(today)) problems.expiresAt = WAIVER.tooLong;
  return problems;
}

/** Twelve months after a day: the last on which a waiver may hold. 29 February becomes 28. */
export function lastDay(today: string): string {
  const year = Number(today.slice(0, 4)) + 1;
  const day = today.slice(5) === '02-29' ? '02-28' : today.slice(5);
  return `${year}-${day}`;
}
