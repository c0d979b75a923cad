/**
 * Text from strangers in a Markdown table or list, as a code span: nothing in it is markup, a link, a mention or HTML.
 * What would end the span or the table's cell, and what is not visible, is written as `\u{…}`.
 */
export function markdownCode(text: string): string {
  const safe = text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).trim();
  return safe === '' ? '(empty)' : `\`${safe}\``;
}

// Control, format, surrogates, line separators; the backtick ends the span, the bar the cell of a table.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`|]/gu;

/** A table whose cells are safe already. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return `${line(heads)}${line(heads.map(() => '---'))}${rows.map(line).join('')}`;
}
