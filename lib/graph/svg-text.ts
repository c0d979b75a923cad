/**
 * Text for SVG. Names come from strangers: markup is escaped, and characters that XML forbids or that would turn the
 * reading direction of the rest of the picture are written as U+XXXX.
 */
export function svgText(text: string): string {
  let escaped = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '&') escaped += '&amp;';
    else if (character === '<') escaped += '&lt;';
    else if (character === '>') escaped += '&gt;';
    else if (character === '"') escaped += '&quot;';
    else if (character === "'") escaped += '&#39;';
    else if (isUnprintable(code)) escaped += `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    else escaped += character;
  }
  return escaped;
}

const isUnprintable = (code: number) =>
  code < 0x20 ||
  (code >= 0x7f && code <= 0x9f) ||
  code === 0x061c ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x2028 && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xd800 && code <= 0xdfff) ||
  code === 0xfeff ||
  code === 0xfffe ||
  code === 0xffff;

/** Long names lose the middle: `customer-prof…-eu-2`. `room` in pixels at the given font size. */
export function shorten(text: string, room: number, fontSize: number): string {
  const fitting = Math.floor(room / (fontSize * 0.56)); // mean advance of Inter at this size
  const characters = [...text];
  if (characters.length <= fitting) return text;
  const tail = Math.max(1, Math.floor((fitting - 1) * 0.4));
  const head = Math.max(1, fitting - 1 - tail);
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`;
}
