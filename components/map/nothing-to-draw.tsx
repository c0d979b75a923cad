import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '#components/api/queries.ts';
import { NotRead } from '#components/shell/not-read.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { MAP } from '#lib/text/en/map.ts';
import { isMissing } from '#lib/text/en/revisions.ts';

const PODS: ReadonlySet<string> = new Set(['pods']);

/** In place of an empty canvas: there are no pods, or they may not be read. */
export function NothingToDraw({ cluster }: { readonly cluster: string }) {
  const { data: summary } = useQuery(summaryQuery(cluster));
  if (summary === undefined) return null;
  const isUnread = summary.completeness.kinds.some((kind) => PODS.has(kind.resource) && isMissing(kind));
  return (
    <EmptyState
      title={isUnread ? MAP.podsNotRead : MAP.noBoxes}
      actions={isUnread ? <NotRead summary={summary} of={PODS} /> : undefined}
    >
      {isUnread ? MAP.podsNotReadNote : MAP.noBoxesNote}
    </EmptyState>
  );
}
