/** One line of CSV (RFC 4180) with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet takes for a formula: what starts like one gets an apostrophe in front, which they show as
 * text. Quoted where a separator, a quote or a line break stands in it; other control characters are written as `\u{…}`.
 */
export function csvCell(text: string): string {
  const visible = text.replace(CONTROL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  const safe = FORMULA.test(visible) ? `'${visible}` : visible;
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const FORMULA = /^[\s]*[=+\-@\t\r＝＋－＠]/;
// What is not visible is written out, line breaks too: one row is one line.
const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
