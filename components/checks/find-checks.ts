import type { CheckListItem } from '#lib/api/check-schemas.ts';

/** The checks of which id, name, title or family hold every word of a text, in the order of the catalogue. */
export function findChecks(checks: readonly CheckListItem[], text: string): readonly CheckListItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return checks.filter(({ id, name, title, family }) => {
    const all = [id, name, title, family].join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
