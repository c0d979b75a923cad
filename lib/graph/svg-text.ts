import { visibleText } from '#lib/text/visible-text.ts';

/** Text for SVG. Names come from strangers: markup is escaped, and what hides or turns the rest is made visible. */
export function svgText(text: string): string {
  return visibleText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** How far the letters of Inter at weight 500 advance, as a share of its size. */
const ADVANCES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "Iijl'": 0.28,
    ' .,:;!|·': 0.31,
    '()/[]tfr': 0.38,
    '-_1`{}"': 0.46,
    csvxyzkJ7L: 0.57,
    'aoehnupqbgdEF+=~': 0.61,
    '02345689ACSTRPBZ&$#XYV': 0.67,
    'DGHKNOQU×': 0.76,
    wMm: 0.88,
    '@%W…': 0.97,
  }).flatMap(([letters, advance]) => [...letters].map((letter) => [letter, advance] as const)),
);
/** Of others, of which some are as wide as high. */
const OTHER = 0.65;
const WIDE = 1.1;
const FIRST_WIDE = 0x1100;

function advanceOf(letter: string): number {
  return ADVANCES.get(letter) ?? ((letter.codePointAt(0) ?? 0) >= FIRST_WIDE ? WIDE : OTHER);
}

/** About how wide a text is, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const letter of text) width += advanceOf(letter);
  return width * fontSize;
}

/** Long names lose the middle: `customer-prof…-eu-2`. `room` in pixels at the given font size. */
export function shorten(text: string, room: number, fontSize: number): string {
  return fitted(text, room, fontSize, (letters, kept) => {
    const tail = Math.max(1, Math.floor(kept * 0.4));
    return `${letters.slice(0, Math.max(1, kept - tail)).join('')}…${letters.slice(-tail).join('')}`;
  });
}

/** Long names of tiles lose the start: what tells them apart stands at the end (`…ds-eu-prod`). */
export function shortenStart(text: string, room: number, fontSize: number): string {
  return fitted(text, room, fontSize, (letters, kept) => `…${letters.slice(-Math.max(1, kept)).join('')}`);
}

/** As much of a text as has room. */
function fitted(
  text: string,
  room: number,
  fontSize: number,
  cut: (letters: readonly string[], kept: number) => string,
): string {
  if (textWidth(text, fontSize) <= room) return text;
  const letters = [...text];
  // no letter is narrower: a name of 253 is not tried letter by letter
  let kept = Math.min(letters.length - 1, Math.ceil(room / (fontSize * 0.28)));
  while (kept > 1 && textWidth(cut(letters, kept), fontSize) > room) kept--;
  return cut(letters, kept);
}
