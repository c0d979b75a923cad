/** Marks that change the direction or the look of what follows; never printed as they are. */
const INVISIBLE = /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Co}|\p{Cn}/u;

/**
 * The text with everything that the fonts do not hold, or that a reader could not see, as U+XXXX.
 * Line breaks become U+000A: texts of several lines are split before.
 */
export function printable(text: string, covered: ReadonlySet<number>): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const shown = code < 0x7f ? code >= 0x20 : covered.has(code) && !INVISIBLE.test(character);
    result += shown ? character : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return result;
}

/** Every string in a tree of plain data: `prepare`, then `printable`, then `finish`. Keys are ours and stay. */
export function printableTree<T>(value: T, covered: ReadonlySet<number>, finish = same, prepare = same): T {
  if (typeof value === 'string') return finish(printable(prepare(value), covered)) as T;
  if (Array.isArray(value)) return value.map((item) => printableTree(item, covered, finish, prepare)) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, printableTree(entry, covered, finish, prepare)]);
  return Object.fromEntries(entries) as T;
}

function same(text: string): string {
  return text;
}
