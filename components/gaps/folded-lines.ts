import type { YamlLine } from '#components/ui/yaml-block.tsx';

/** So many lines are shown of a long text; a shorter one is shown whole. */
const SHOWN = 12;

/**
 * A patch as its panel shows it: of a long one the head, which says little, and what stands far below are folded.
 * @param foldText "lines 1 to 4"
 */
export function foldedLines(yaml: string, whole: boolean, foldText: (from: number, to: number) => string): YamlLine[] {
  const lines = yaml.replace(/\n$/, '').split('\n');
  const shown = (from: number, to: number): YamlLine[] =>
    lines.slice(from, to).map((text, index) => ({ type: 'line', number: from + index + 1, text, lit: false }) as const);
  if (whole || !isLong(yaml)) return shown(0, lines.length);
  const head = Math.max(0, lines.indexOf('spec:'));
  const from = head + SHOWN < lines.length ? head : 0;
  const to = Math.min(lines.length, from + SHOWN);
  return [
    ...(from === 0 ? [] : [{ type: 'fold', text: foldText(1, from) } as const]),
    ...shown(from, to),
    ...(to === lines.length ? [] : [{ type: 'fold', text: foldText(to + 1, lines.length) } as const]),
  ];
}

export function isLong(yaml: string): boolean {
  return yaml.trimEnd().split('\n').length > SHOWN + 2;
}
