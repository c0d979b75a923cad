import type { GapListItem } from '#lib/api/gap-types.ts';

export interface ChosenGap {
  /** What to show at the side; absent where there is nothing, or the named one is gone. */
  readonly gap: GapListItem | undefined;
  /** `listed`: the list has it. `outside`: it exists, the filters leave it out. `gone`: named, and there no more. */
  readonly place: 'listed' | 'outside' | 'gone';
}

/**
 * The gap that an address names, else the first of the list. Never another than the named one: whoever follows or copies
 * the link would read of a gap that it does not name.
 * @param all every gap of the revision
 * @param listed those that the filters leave, in the order shown
 */
export function chooseGap(
  all: readonly GapListItem[],
  listed: readonly GapListItem[],
  named: string | null,
): ChosenGap {
  if (named === null) return { gap: listed[0], place: 'listed' };
  const gap = all.find(({ id }) => id === named);
  if (gap === undefined) return { gap: undefined, place: 'gone' };
  return { gap, place: listed.some(({ id }) => id === named) ? 'listed' : 'outside' };
}
