import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { PolicyText } from '#lib/policy/types.ts';
import { foldedLines, linesOf } from '#lib/text/en/why.ts';
import { codeExcerpt, type LineRange } from './code-excerpt.ts';

/** The rule's own lines, lit, with the numbers that the object has where it comes from. */
export function RuleYaml({ text, lines }: { readonly text: PolicyText; readonly lines: LineRange }) {
  return (
    <YamlBlock
      label={linesOf(text.file)}
      lines={codeExcerpt(text, [lines]).map((line) =>
        line.type === 'fold' ? { type: 'fold', text: foldedLines(line.from, line.to) } : line,
      )}
    />
  );
}
