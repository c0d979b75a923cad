'use client';

import { useQuery } from '@tanstack/react-query';
import { policyQuery } from '#components/api/queries.ts';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { PolicyRef } from '#lib/policy/types.ts';
import { foldedLines, linesOf, WHY } from '#lib/text/en/why.ts';
import { codeExcerpt, type LineRange } from './code-excerpt.ts';

interface RuleYamlProps {
  readonly cluster: string;
  readonly policy: PolicyRef;
  readonly lines: LineRange;
}

/** The rule's own lines, lit, with the numbers that the object has where it comes from. */
export function RuleYaml({ cluster, policy, lines }: RuleYamlProps) {
  const { data, isError } = useQuery(policyQuery(cluster, policy.kind, policy.namespace, policy.name));
  if (data === undefined) return <p className="text-xs text-ink-3">{isError ? WHY.noLines : WHY.readingLines}</p>;
  return (
    <YamlBlock
      label={linesOf(data.text.file)}
      lines={codeExcerpt(data.text, [lines]).map((line) =>
        line.type === 'fold' ? { type: 'fold', text: foldedLines(line.from, line.to) } : line,
      )}
    />
  );
}
