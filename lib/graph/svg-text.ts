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

/** Mean advance of Inter, as a share of its size. */
const ADVANCE = 0.56;

/** About how wide a text is, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  return [...text].length * fontSize * ADVANCE;
}

/** Long names lose the middle: `customer-prof…-eu-2`. `room` in pixels at the given font size. */
export function shorten(text: string, room: number, fontSize: number): string {
  const fitting = Math.floor(room / (fontSize * ADVANCE));
  const characters = [...text];
  if (characters.length <= fitting) return text;
  const tail = Math.max(1, Math.floor((fitting - 1) * 0.4));
  const head = Math.max(1, fitting - 1 - tail);
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`;
}

/** Long names of tiles lose the start: what tells them apart stands at the end (`…ds-eu-prod`). */
export function shortenStart(text: string, room: number, fontSize: number): string {
  const fitting = Math.floor(room / (fontSize * ADVANCE));
  const characters = [...text];
  return characters.length <= fitting ? text : `…${characters.slice(-Math.max(1, fitting - 1)).join('')}`;
}
