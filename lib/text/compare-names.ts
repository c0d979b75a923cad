/**
 * The order of names for people: numbers inside a name by their value (team-2 before team-10), all else by code unit, and
 * what stands before a slash before anything longer (shop/… before shop-admin/…). The same on every machine: no locale
 * and no version of Unicode has a say. Two names are equal only where they are the same text.
 *
 * Only for what is shown. Evidence, hashes and whatever is compared with them are ordered by code unit.
 * @returns below 0 where `a` comes first, above 0 where `b` does.
 */
export function compareNames(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (isDigit(a, at) || isDigit(b, at)) {
    while (isDigit(a, at - 1)) at--; // a number that begins alike is compared whole
    const [numberA, numberB] = [digitsFrom(a, at), digitsFrom(b, at)];
    if (numberA !== '' && numberB !== '') return compareDigits(numberA, numberB);
  }
  return rankAt(a, at) - rankAt(b, at);
}

/** Of equal values the shorter first; a number may be too long for a double. */
function compareDigits(a: string, b: string): number {
  const [valueA, valueB] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  if (valueA.length !== valueB.length) return valueA.length - valueB.length;
  if (valueA !== valueB) return valueA < valueB ? -1 : 1;
  return a.length - b.length;
}

function digitsFrom(text: string, start: number): string {
  let end = start;
  while (isDigit(text, end)) end++;
  return text.slice(start, end);
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}

/** The end of a text comes first, then the slash. */
function rankAt(text: string, at: number): number {
  if (at >= text.length) return -2;
  return text[at] === '/' ? -1 : text.charCodeAt(at);
}
