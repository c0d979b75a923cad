'use client';

import { useQuery } from '@tanstack/react-query';
import { explainQuery, gapsQuery } from '#components/api/queries.ts';
import type { GapListItem } from '#lib/api/gap-types.ts';
import type { Explanation } from '#lib/policy/types.ts';
import type { Question } from './ask-address.ts';

export interface ExplainedQuestion {
  readonly explanation: Explanation;
  readonly gaps: readonly GapListItem[];
}

/** The explanation of a question with the gaps on this connection, whose titles come with the list of gaps. */
export function useExplanation(cluster: string, question: Question | undefined) {
  const explain = useQuery({
    ...explainQuery(cluster, question ?? { from: '', to: '', port: '' }),
    enabled: question !== undefined,
  });
  const gaps = useQuery({ ...gapsQuery(cluster), enabled: question !== undefined });
  const ids = new Set(explain.data?.gapIds ?? []);
  return { query: explain, gaps: (gaps.data?.gaps ?? []).filter(({ id }) => ids.has(id)) };
}
