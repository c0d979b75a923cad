/** A value of a word, with where it stands in the word. */
export interface WrittenValue {
  /** Without quotes; undefined where a quote is not closed. */
  readonly value: string | undefined;
  readonly raw: string;
  readonly at: number;
}

/** Split at commas outside of quotes. Empty values, which are still being typed, are left out. */
export function splitValues(text: string): readonly WrittenValue[] {
  const values: WrittenValue[] = [];
  let from = 0;
  const keep = (to: number): void => {
    const raw = text.slice(from, to);
    if (raw !== '') values.push({ value: unquote(raw), raw, at: from });
  };
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (inQuotes && letter === '\\') at++;
    else if (letter === '"') inQuotes = !inQuotes;
    else if (letter === ',' && !inQuotes) {
      keep(at);
      from = at + 1;
    }
  }
  keep(text.length);
  return values;
}

/** Without its quotes and the backslashes in them; undefined where a quote is not closed. */
export function unquote(text: string): string | undefined {
  let value = '';
  let inQuotes = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') inQuotes = !inQuotes;
    else if (inQuotes && letter === '\\') value += text[++at] ?? '';
    else value += letter;
  }
  return inQuotes ? undefined : value;
}
