import { EGR_003, RECIPIENT } from '#lib/text/en/checks/egr.ts';
import { adequacyTable, type Standing, standingOf } from '../adequacy/standing.ts';
import type { AdequacyTable } from '../adequacy/types.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Recipient } from '../data-map/types.ts';
import { perRecipient, type RecipientFinding } from '../recipient-gap.ts';

/**
 * A recipient in a third country of which no basis for a transfer is recorded (gdpr.md §3, EGR-003). The declared country
 * of the importer decides; where an address lies never does (§6). What counts as recorded:
 * - standard clauses, binding rules and derogations: always; their ends are EGR-004's matter;
 * - adequacy or a certification: where a decision on the country stands behind it; its conditions are EGR-004's matter;
 * - `none-needed`: nowhere, as it is true only where this check has nothing to ask.
 */
export const egr003: Check = {
  id: 'EGR-003',
  looksAt: 'time',
  run: (context) => perRecipient(context, 'EGR-003', (recipient) => [look(context, recipient)]),
};

const NEED_A_DECISION = ['adequacy', 'dpf'];

function look(context: CheckContext, recipient: Recipient): RecipientFinding {
  const { id, importerCountry } = recipient;
  const table = adequacyTable(context);
  if (table === undefined) {
    return { type: 'not-evaluated', why: RECIPIENT.noTable(id, context.dataMap.regime) };
  }
  // The catalogue's other arm asks sources of countries for an address. None ships and none can be loaded yet.
  if (importerCountry === undefined) return { type: 'not-evaluated', why: EGR_003.noCountry(id) };
  const country = importerCountry.toUpperCase();
  return judge(recipient, country, standingOf(table, country, context.takenAt), table);
}

function judge(
  recipient: Recipient,
  country: string,
  standing: Standing,
  { checkedOn }: AdequacyTable,
): RecipientFinding {
  const basis = recipient.transfer?.basis ?? 'none-needed';
  const isRecorded = basis !== 'none-needed';
  const ofItsOwn = isRecorded && !NEED_A_DECISION.includes(basis);
  const claim = (why: string, unknownBecause?: readonly string[]): RecipientFinding => ({
    type: 'gap',
    base: 'high',
    title: (upTo) => EGR_003.title(recipient.id, country, upTo),
    summary: `${RECIPIENT.words(recipient.id, recipient.legalEntity)}: ${why} ${basisSentence(recipient)} ${EGR_003.people}`,
    fix: EGR_003.fix,
    ...(unknownBecause === undefined ? {} : { unknownBecause }),
  });
  switch (standing.type) {
    case 'inside':
      return { type: 'pass' };
    case 'unsure':
      if (ofItsOwn) return { type: 'pass' };
      return claim(EGR_003.unsure(country, standing.note, checkedOn), [EGR_003.standingUnknown(country)]);
    case 'time-unknown': {
      if (ofItsOwn) return { type: 'pass' };
      const { instrument = country, validUntil = '' } = standing.decision;
      return { type: 'not-evaluated', why: EGR_003.noEnd(recipient.id, instrument, validUntil) };
    }
    case 'adequate': {
      const { condition, instrument = country } = standing.decision;
      if (condition === undefined || isRecorded) return { type: 'pass' };
      const why = EGR_003.conditional(country, instrument, condition.text, checkedOn);
      // An importer that is not declared to be on the list is not covered; of what kind it is, nobody can tell.
      return claim(why, condition.kind === 'listed' ? undefined : [EGR_003.scopeUnknown(condition.text)]);
    }
    case 'none': {
      if (ofItsOwn) return { type: 'pass' };
      const { ended } = standing;
      return claim(
        ended?.validUntil === undefined
          ? EGR_003.noDecision(country, checkedOn)
          : EGR_003.ended(country, ended.instrument ?? country, ended.validUntil, checkedOn),
      );
    }
  }
}

function basisSentence({ transfer }: Recipient): string {
  if (transfer === undefined) return EGR_003.noBasis;
  return transfer.basis === 'none-needed' ? EGR_003.noneNeeded : EGR_003.adequacyOnly(transfer.basis);
}
