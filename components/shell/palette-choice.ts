import type { KeyboardEvent } from 'react';
import type { PaletteSection } from './palette-sections.ts';

type Key = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey'>;

/**
 * The row to which a key moves, undefined for other keys: arrows from the last row to the first again, with ⌘ to either
 * end, with Alt to the next heading; Ctrl and N, J, P, K as in a terminal.
 */
export function nextChoice(key: Key, sections: readonly PaletteSection[], chosen: string | undefined) {
  const values = sections.flatMap(({ entries }) => entries.map(({ value }) => value));
  const step = stepOf(key);
  if (step === undefined || values.length === 0) return undefined;
  const ends = step > 0 ? values.at(-1) : values[0];
  if (key.key === 'Home' || key.key === 'End' || key.metaKey) return ends;
  if (key.altKey) {
    const at = sections.findIndex(({ entries }) => entries.some(({ value }) => value === chosen));
    return sections[Math.min(Math.max(at + step, 0), sections.length - 1)]?.entries[0]?.value;
  }
  return values[(values.indexOf(chosen ?? '') + step + values.length) % values.length];
}

function stepOf({ key, ctrlKey }: Key): 1 | -1 | undefined {
  if (key === 'ArrowDown' || key === 'End' || (ctrlKey && (key === 'n' || key === 'j'))) return 1;
  if (key === 'ArrowUp' || key === 'Home' || (ctrlKey && (key === 'p' || key === 'k'))) return -1;
  return undefined;
}

/** The id of the chosen row, as the list gives them: by section and place. */
export function idOf(list: string, sections: readonly PaletteSection[], chosen: string | undefined) {
  for (const [at, { entries }] of sections.entries()) {
    const index = entries.findIndex(({ value }) => value === chosen);
    if (index >= 0) return `${list}-${at}-${index}`;
  }
  return undefined;
}
