'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { gapsQuery, summaryQuery } from '#components/api/queries.ts';
import { GapList } from '#components/gaps/gap-list.tsx';
import { type GapGrouping, groupGaps } from '#components/gaps/group-gaps.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { GapList as GapListView } from '#lib/api/gap-types.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';
import { gapCounts, MAP, NO_GAP_TITLE, noGapSentence, PANEL } from '#lib/text/en/map.ts';
import { PanelHead } from './panel-head.tsx';

interface GapsPanelProps {
  readonly cluster: string;
  readonly gap: string | undefined;
  readonly onGap: (id: string) => void;
  readonly onClose: (() => void) | undefined;
}

const GROUPINGS = [
  { value: 'severity', label: GAPS_PAGE.bySeverity },
  { value: 'article', label: GAPS_PAGE.byArticle },
  { value: 'namespace', label: GAPS_PAGE.byNamespace },
] as const;

/** Tables and trees have these keys for themselves where the focus is in them. */
const OWN_KEYS = '[role=treegrid], [role=tree], [role=grid], table';

/** The gaps beside the map; a chosen one lights its lines. */
export function GapsPanel(props: GapsPanelProps) {
  const query = useQuery(gapsQuery(props.cluster));
  return (
    <QueryState query={query} loading={GAPS_PAGE.loading} failed={GAPS_PAGE.failed}>
      {(view) => <Gaps {...props} view={view} />}
    </QueryState>
  );
}

function Gaps({ cluster, gap, onGap, onClose, view }: GapsPanelProps & { readonly view: GapListView }) {
  const router = useRouter();
  const [grouping, setGrouping] = useState<GapGrouping>('severity');
  const count = (result: string) => view.gaps.filter((each) => each.result === result).length;
  const groups = useMemo(() => groupGaps(view.gaps, grouping), [view, grouping]);
  const ordered = useMemo(() => groups.flatMap(({ gaps }) => gaps), [groups]);
  const { data: summary } = useQuery(summaryQuery(cluster));
  const noPods = summary?.numbers.pods === 0; // no pods, no praise
  const nothingAsked = summary?.numbers.atLeast === true ? MAP.podsNotRead : MAP.nothingChecked;
  const notEvaluated = view.checks.filter((check) => check.counts.NOT_EVALUATED > 0).length;
  useEffect(() => {
    // On the whole page: whoever looks at the map moves through the gaps without going into the panel first.
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isSingleKey(event) || !singleKeysOn()) return;
      if (event.target instanceof Element && event.target.closest(OWN_KEYS) !== null) return;
      const step = { j: 1, k: -1 }[event.key.toLowerCase()];
      if (step === undefined) return;
      const at = ordered.findIndex(({ id }) => id === gap);
      const next = ordered[Math.max(0, Math.min(ordered.length - 1, at + step))];
      if (next !== undefined) onGap(next.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [ordered, gap, onGap]);
  return (
    <section
      aria-label={MAP.gapsPanel}
      className="flex h-full min-h-0 flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !ordered.some(({ id }) => id === gap)) return;
        if (!(event.target instanceof Element) || event.target.closest('[role=listbox]') === null) return;
        router.push(`${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(gap ?? '')}`);
      }}
    >
      <PanelHead
        title={MAP.gapsPanel}
        detail={gapCounts(count('FAIL'), count('WAIVED'), count('UNKNOWN'))}
        onClose={onClose}
      />
      <div className="px-3.5 pb-2">
        <Segmented label={GAPS_PAGE.groupBy} size="sm" options={GROUPINGS} value={grouping} onChange={setGrouping} />
      </div>
      {ordered.length === 0 ? (
        <EmptyState title={NO_GAP_TITLE}>
          {noPods ? nothingAsked : noGapSentence(view.checks.length, notEvaluated)}
        </EmptyState>
      ) : (
        <GapList groups={groups} checks={view.checks} grouping={grouping} selected={gap} onSelect={onGap} />
      )}
      <footer className="flex shrink-0 items-center gap-2 border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3">
        <Kbd>J</Kbd>
        <Kbd>K</Kbd> {PANEL.move}
        <Kbd>↵</Kbd> {PANEL.open}
        <Link href={clusterHref(cluster, 'gaps')} className="ml-auto font-medium text-accent-ink hover:underline">
          {PANEL.allGaps(view.gaps.length)}
        </Link>
      </footer>
    </section>
  );
}
