import type { Emphasis } from './emphasis.ts';
import { plateId } from './map-elements.ts';

/** The classes of each element that has some, as one text. A line's plate steps back and forward with it. */
export function marksOf(emphasis: Emphasis, focused: string | undefined): Map<string, string> {
  const marks = new Map<string, string>();
  for (const [id, classes] of emphasis.classes) {
    marks.set(id, classes.join(' '));
    marks.set(plateId(id), classes.join(' '));
  }
  if (focused !== undefined) marks.set(focused, `${marks.get(focused) ?? ''} focused`.trim());
  return marks;
}
