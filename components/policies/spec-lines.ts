import { type LineRange, policyLines } from '#components/why/code-excerpt.ts';
import type { PolicyText } from '#lib/policy/types.ts';

/**
 * The lines of one field of `spec` (`podSelector`, `policyTypes`), in YAML or JSON. Rules hold fields of the same name
 * deeper down: the one with the least indentation is the spec's own. Undefined where the field is not on a line of its
 * own.
 */
export function specLines(text: PolicyText, field: string): LineRange | undefined {
  const lines = policyLines(text);
  const head = new RegExp(`^(\\s*)"?${field}"?\\s*:`);
  let start: { readonly at: number; readonly indent: number } | undefined;
  lines.forEach((line, at) => {
    const indent = head.exec(line.text)?.[1]?.length;
    if (indent !== undefined && indent > 0 && (start === undefined || indent < start.indent)) start = { at, indent };
  });
  if (start === undefined) return undefined;
  const { at, indent } = start;
  let last = at;
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next]?.text ?? '';
    const inside = indentOf(line) > indent || (indentOf(line) === indent && /^\s*([-\]}])/.test(line));
    if (!inside) break;
    last = next;
  }
  return { from: text.firstLine + at, to: text.firstLine + last };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
