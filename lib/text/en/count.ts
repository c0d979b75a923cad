/** U+202F: thousands are grouped by a narrow space that does not break. */
const NARROW_SPACE = '\u202f';

/** A whole number as people read it: 9840 → "9 840" with a narrow space. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

/** "1 pod", "25 pods": the number with its noun. */
export function countOf(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "25 of 40 pods", never a percentage. */
export function shareOf(part: number, whole: number, one: string, many: string = `${one}s`): string {
  return `${count(part)} of ${countOf(whole, one, many)}`;
}
