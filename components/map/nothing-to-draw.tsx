import { useQuery } from '@tanstack/react-query';
import { summaryQuery } from '#components/api/queries.ts';
import { NotRead } from '#components/shell/not-read.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { Scene } from '#lib/graph/types.ts';
import { MAP, noPodsIn, podsNotReadIn } from '#lib/text/en/map.ts';
import { podsRead } from './pods-read.ts';

const PODS: ReadonlySet<string> = new Set(['pods']);

interface NothingToDrawProps {
  readonly cluster: string;
  /** The picture before anything was hidden. */
  readonly scene: Scene;
  /** Present where there is something, and all of it is hidden. */
  readonly onShowHidden: (() => void) | undefined;
}

/** In place of an empty canvas: all is hidden, there are no pods, or they may not be read. */
export function NothingToDraw({ cluster, scene, onShowHidden }: NothingToDrawProps) {
  const { data: summary } = useQuery(summaryQuery(cluster));
  if (onShowHidden !== undefined) {
    return <EmptyState title={MAP.allHidden} actions={<Button onClick={onShowHidden}>{MAP.showHidden}</Button>} />;
  }
  if (summary === undefined) return null;
  const read = podsRead(summary.completeness.kinds, scene.namespace);
  const isUnread = read !== 'read';
  return (
    <EmptyState
      title={titleOf(scene, read)}
      actions={isUnread ? <NotRead summary={summary} of={PODS} always /> : undefined}
    >
      {isUnread ? MAP.podsNotReadNote : MAP.noBoxesNote}
    </EmptyState>
  );
}

function titleOf({ namespace, workload }: Scene, read: ReturnType<typeof podsRead>): string {
  if (read === 'partly') return MAP.podsPartlyRead;
  if (namespace === undefined) return read === 'read' ? MAP.noBoxes : MAP.podsNotRead;
  return read === 'read' ? noPodsIn(workload?.split('/').at(-1) ?? namespace) : podsNotReadIn(namespace);
}
