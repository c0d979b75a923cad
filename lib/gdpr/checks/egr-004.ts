import { EGR_004, RECIPIENT } from '#lib/text/en/checks/egr.ts';
import { adequacyTable, endOfDay, type Standing, standingOf } from '../adequacy/standing.ts';
import type { AdequacyDecision } from '../adequacy/types.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Recipient } from '../data-map/types.ts';
import { perRecipient, type RecipientClaim, type RecipientFinding } from '../recipient-gap.ts';

const DAY_MS = 86_400_000;
/** "`validUntil` < snapshot + 90 days" */
const SOON_DAYS = 90;

/**
 * A transfer that rests on adequacy under a condition that nobody confirmed, or on something that ends soon or has ended:
 * a diary function (gdpr.md §3, EGR-004). The days of the record count under every law; what a decision says needs the
 * law's adequacy table.
 */
export const egr004: Check = {
  id: 'EGR-004',
  looksAt: 'time',
  run: (context) => perRecipient(context, 'EGR-004', (recipient) => look(context, recipient)),
};

function look(context: CheckContext, recipient: Recipient): readonly RecipientFinding[] {
  const { id, transfer, importerCountry, legalEntity } = recipient;
  const words = RECIPIENT.words(id, legalEntity);
  const findings: RecipientFinding[] = [];
  if (transfer?.validUntil !== undefined) {
    const evidence = transfer.certified ?? transfer.conditionConfirmed;
    const ends = EGR_004.recordEnds(transfer.basis, transfer.validUntil, evidence);
    findings.push(ending(context, id, transfer.validUntil, `${words}: ${ends}`, 'record'));
  }
  const table = adequacyTable(context);
  if (table === undefined) {
    return [...findings, { type: 'not-evaluated', why: RECIPIENT.noTable(id, context.dataMap.regime) }];
  }
  if (importerCountry === undefined) return findings;
  const standing = standingOf(table, importerCountry.toUpperCase(), context.takenAt);
  const decision = decisionOf(standing);
  if (decision === undefined || !restsOnDecision(recipient, decision)) return findings;
  const { condition, instrument = decision.code, validUntil } = decision;
  if (condition !== undefined && transfer !== undefined) {
    const { basis, conditionConfirmed, certified } = transfer;
    const confirmed = conditionConfirmed ?? (basis === 'dpf' ? certified : undefined);
    const why = EGR_004.condition(basis, instrument, condition.text, table.checkedOn);
    if (confirmed !== undefined) findings.push({ type: 'pass' });
    else findings.push(unconfirmed(id, `${words}: ${why}`));
  }
  if (validUntil !== undefined) {
    const ends = EGR_004.decisionEnds(instrument, validUntil, table.checkedOn);
    findings.push(ending(context, id, validUntil, `${words}: ${ends}`, 'decision'));
  }
  return findings.length === 0 ? [{ type: 'pass' }] : findings;
}

function decisionOf(standing: Standing): AdequacyDecision | undefined {
  if (standing.type === 'none') return standing.ended;
  return standing.type === 'adequate' || standing.type === 'time-unknown' ? standing.decision : undefined;
}

/** Recorded so; or nothing is recorded, and a decision without a condition makes that right. */
function restsOnDecision({ transfer }: Recipient, { condition }: AdequacyDecision): boolean {
  const basis = transfer?.basis ?? 'none-needed';
  return basis === 'adequacy' || basis === 'dpf' || (basis === 'none-needed' && condition === undefined);
}

function unconfirmed(id: string, summary: string): RecipientClaim {
  return {
    type: 'gap',
    base: 'medium',
    title: () => EGR_004.titleCondition(id),
    summary,
    fix: EGR_004.fixCondition,
    about: 'condition',
  };
}

/** @param day the last one on which it holds. */
function ending(
  { takenAt }: CheckContext,
  id: string,
  day: string,
  summary: string,
  about: 'record' | 'decision',
): RecipientFinding {
  if (takenAt === undefined) return { type: 'not-evaluated', why: RECIPIENT.noTime(id) };
  const end = endOfDay(day);
  const passed = takenAt >= end;
  if (!passed && end - DAY_MS >= takenAt + SOON_DAYS * DAY_MS) return { type: 'pass' };
  const left = Math.max(0, Math.floor((end - DAY_MS - startOfDay(takenAt)) / DAY_MS));
  return {
    type: 'gap',
    base: passed ? 'high' : 'medium',
    title: () => (passed ? EGR_004.titlePassed(id, day) : EGR_004.titleSoon(id, day)),
    summary: `${summary} ${passed ? EGR_004.passed : EGR_004.left(left)}`,
    fix: EGR_004.fixEnd,
    about,
  };
}

function startOfDay(time: number): number {
  return time - (time % DAY_MS);
}
