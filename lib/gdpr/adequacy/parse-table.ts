import { z } from 'zod';
import type { AdequacyTable } from './types.ts';

const day = z.iso.date();
const code = z.string().regex(/^[A-Z]{2,6}$/);
const text = z.string().trim().min(1).max(1_000);
const country = z.string().regex(/^[A-Z]{2}$/);

/** What JSON.parse makes of an absent key must not stand as `undefined` under exact optional types. */
const decision = z.strictObject({
  code,
  scope: text,
  instrument: text.exactOptional(),
  validFrom: day.exactOptional(),
  validUntil: day.exactOptional(),
  condition: z.strictObject({ kind: z.enum(['listed', 'scope']), text }).exactOptional(),
  note: text.exactOptional(),
  sourceUrl: z.url({ protocol: /^https?$/ }).exactOptional(),
  checkedOn: day,
});

const table = z.strictObject({
  regime: z.enum(['eu-gdpr', 'uk-gdpr', 'ch-fadp']),
  checkedOn: day,
  inside: z.array(country).max(300),
  unsure: z
    .array(z.strictObject({ code: country, note: text }))
    .max(300)
    .default([]),
  decisions: z.array(decision).max(300),
});

/**
 * An adequacy table that somebody gives for a law, instead of the one that ships. Unknown keys, unreadable dates and a
 * country that is both inside and decided on are errors.
 * @throws ZodError that names the path of what is wrong.
 */
export function parseAdequacyTable(value: unknown): AdequacyTable {
  return table
    .refine(({ inside, decisions }) => decisions.every((each) => !inside.includes(each.code)), {
      error: 'a country is inside or has a decision, not both',
      path: ['decisions'],
    })
    .parse(value);
}
