import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ADEQUACY } from '#lib/text/en/adequacy.ts';
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

const table = z
  .strictObject({
    regime: z.enum(['eu-gdpr', 'uk-gdpr', 'ch-fadp']),
    checkedOn: day,
    inside: z.array(country).max(300),
    unsure: z
      .array(z.strictObject({ code: country, note: text }))
      .max(300)
      .default([]),
    decisions: z.array(decision).max(300),
  })
  .superRefine(({ inside, decisions }, context) => {
    for (const [i, each] of decisions.entries()) {
      if (inside.includes(each.code))
        context.addIssue({
          code: 'custom',
          path: ['decisions', i, 'code'],
          message: ADEQUACY.insideAndDecided(each.code),
        });
    }
  });

/**
 * An adequacy table that somebody gives for a law, instead of the one that ships. Unknown keys, unreadable dates and a
 * country that is both inside and decided on are errors.
 * @throws ZodError that names the path of what is wrong.
 */
export function parseAdequacyTable(value: unknown): AdequacyTable {
  return table.parse(value);
}

export interface AdequacyProblem {
  /** 1-based. */
  readonly line: number;
  /** `decisions[3].validUntil`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** The same of a file, in YAML or JSON; every problem with its line. A table with problems is none. */
export function readAdequacyTable(
  source: string,
): { readonly table: AdequacyTable } | { readonly problems: readonly AdequacyProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, version: '1.2' });
  const lineAt = (offset: number): number => lines.linePos(offset).line || 1;
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        path: '',
        message: message.split('\n')[0] ?? message,
      })),
    };
  }
  const { data, error } = table.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (data !== undefined) return { table: data };
  const problems = error.issues.map(({ path, message }) => ({
    line: lineOf(path),
    path: path
      .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`))
      .join(''),
    message,
  }));
  return { problems: problems.toSorted((a, b) => a.line - b.line) };

  /** Of the value itself, or of the nearest that holds it where it is absent. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return lineAt(document.contents?.range?.[0] ?? 0);
  }
}
