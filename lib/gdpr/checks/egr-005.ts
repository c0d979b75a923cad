import { EGR_005, type ProcessorField, RECIPIENT } from '#lib/text/en/checks/egr.ts';
import { sourceOfMap } from '#lib/text/en/data-classes.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Recipient } from '../data-map/types.ts';
import { perRecipient, type RecipientFinding } from '../recipient-gap.ts';

/** A processor that personal data can reach and whose record lacks something (gdpr.md §3, EGR-005). */
export const egr005: Check = {
  id: 'EGR-005',
  looksAt: 'pods',
  run: (context) => perRecipient(context, 'EGR-005', (recipient) => [look(context, recipient)]),
};

function look(context: CheckContext, recipient: Recipient): RecipientFinding {
  const { id, role, legalEntity, line } = recipient;
  // Somebody may be a processor of whom nobody says so.
  if (role === undefined) return { type: 'not-evaluated', why: EGR_005.noRole(id) };
  if (role !== 'processor' && role !== 'sub-processor') return { type: 'not-applicable' };
  const missing = missingFields(context, recipient);
  if (missing.length === 0) return { type: 'pass' };
  return {
    type: 'gap',
    base: 'medium',
    title: () => EGR_005.title(id, missing.length),
    summary: EGR_005.summary(RECIPIENT.words(id, legalEntity), role, missing, sourceOfMap(line)),
    fix: EGR_005.fix,
  };
}

function missingFields({ dataMap }: CheckContext, recipient: Recipient): readonly ProcessorField[] {
  const { id, role, legalEntity, dpa, receives, importerCountry, contact, authorisedUnder } = recipient;
  const purpose =
    recipient.purpose ?? dataMap.flows.find(({ to, purpose }) => to === `recipient:${id}` && purpose)?.purpose;
  const fields: readonly (readonly [ProcessorField, unknown])[] = [
    ['legalEntity', legalEntity],
    ['dpa', dpa?.ref],
    ['purpose', purpose],
    ['receives', receives?.[0]],
    ['country', importerCountry],
    ['contact', contact],
    ...(role === 'sub-processor' ? ([['authorisedUnder', authorisedUnder]] as const) : []),
  ];
  return fields.flatMap(([field, value]) => (value === undefined || value === '' ? [field] : []));
}
