/**
 * Text from strangers for a terminal: control characters, escape sequences, line breaks and marks that reorder or hide
 * text are written as `\u{…}`, so that one name is one visible word on one line.
 */
export function terminalText(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

// Cc control, Cf format (bidi, zero width), Cs lone surrogates, Zl and Zp line separators.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const COLOURS = { red: 31, green: 32, yellow: 33, blue: 34, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof COLOURS;

/** Colours text that is already safe; the identity where colour is off. */
export type Paint = (colour: Colour, text: string) => string;

export function createPaint(enabled: boolean): Paint {
  return enabled ? (colour, text) => `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : (_, text) => text;
}

/** Rows under heads, columns aligned by two spaces; every cell is made safe. The last column is not padded. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = [heads, ...rows.map((row) => row.map(terminalText))];
  const widths = heads.map((_, column) => Math.max(...safe.map((row) => width(row[column] ?? ''))));
  return safe
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function width(text: string): number {
  return Array.from(text).length;
}
