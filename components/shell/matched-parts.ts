export interface MatchedPart {
  readonly at: number;
  readonly part: string;
  readonly matched: boolean;
}

/** Cuts a label at the first place of each word of the query, so that the palette can mark it. */
export function matchedParts(text: string, query: string): readonly MatchedPart[] {
  const lower = text.toLowerCase();
  // some letters change length in lower case; then places would be wrong, and nothing is marked
  if (lower.length !== text.length) return [{ at: 0, part: text, matched: false }];
  const marks = new Array<boolean>(text.length).fill(false);
  for (const word of query.toLowerCase().split(/\s+/)) {
    const start = word === '' ? -1 : lower.indexOf(word);
    if (start >= 0) marks.fill(true, start, start + word.length);
  }
  const parts: MatchedPart[] = [];
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && marks[end] === marks[at]) end++;
    parts.push({ at, part: text.slice(at, end), matched: marks[at] === true });
    at = end;
  }
  return parts;
}
