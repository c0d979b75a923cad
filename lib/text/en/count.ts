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

/** A count where there is room for four letters: 681, 6.8k, 12k. Cut off, not rounded: it never says more than there is. */
export function shortCount(value: number): string {
  if (value < 1000) return String(value);
  const thousands = value / 1000;
  return thousands < 10 ? `${Math.floor(thousands * 10) / 10}k` : `${Math.floor(thousands)}k`;
}
