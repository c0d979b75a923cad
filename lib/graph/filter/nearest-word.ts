/** The known word that is nearest to a mistyped one by letters added, removed, changed; always one where any is known. */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const word of known) {
    const own = word.startsWith(typed) ? 0 : distance(typed, word);
    if (own < least) [best, least] = [word, own];
  }
  return best;
}

/** Levenshtein, one row at a time. Words are short; what is longer than any known word by far costs its length. */
function distance(a: string, b: string): number {
  if (a.length > 3 * b.length + 3) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
