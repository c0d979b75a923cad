/**
 * Text with what a stranger hid in it made visible: characters that nobody sees or that would turn the reading direction
 * of what follows are written as U+XXXX. Map, report, lists and sentences write names alike.
 */
export function visibleText(text: string): string {
  if (!HIDDEN.test(text)) return text;
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    shown += isHidden(code) ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : character;
  }
  return shown;
}

/** Controls, marks and isolates of direction, joiners and spaces without width, halves of pairs, what is no character. */
function isHidden(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0x061c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xfeff ||
    code === 0xfffe ||
    code === 0xffff
  );
}

/** Quick: nearly no text holds any of them. Half of a pair counts as one, a whole pair does not. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\p{Surrogate}/u;
