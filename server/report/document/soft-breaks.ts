/** A run of characters without a place to break; longer ones would leave their cell. */
const LONG_RUN = /[^\s/-]{36,}/g;
const PIECE = 18;
const HASH = /^[0-9a-f]{64}$/;

/** Places to break in runs that have none. Whole hashes stay as they are: they are there to be copied. */
export function softBreaks(text: string): string {
  if (text.length < 36 || HASH.test(text)) return text;
  return text.replace(LONG_RUN, (run) => {
    const pieces: string[] = [];
    const characters = [...run];
    for (let at = 0; at < characters.length; at += PIECE) pieces.push(characters.slice(at, at + PIECE).join(''));
    return pieces.join('\u200b');
  });
}
