import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import type { ClusterListItem, ClusterSummary } from '#lib/api/cluster-types.ts';
import { endTour, tourEnded } from './tour-ended.ts';

const ROOMY = '(min-width: 56.25rem)'; // below 900 the card would cover what it speaks of

export interface TourState {
  readonly isOn: boolean;
  /** Absent where there is no tour: it speaks of the demo. */
  readonly start: (() => void) | undefined;
  readonly end: () => void;
}

/**
 * The tour of the demo. It starts by itself once, for whoever comes to the plain map of the demo for the first time: a
 * link that shows something of its own is left alone, and so is every other cluster.
 */
export function useTour(item: ClusterListItem | undefined, summary: ClusterSummary | undefined): TourState {
  const [isOn, setOn] = useState(false);
  const path = usePathname();
  const router = useRouter();
  const isDemo = item?.source.type === 'demo';
  const isReady = isDemo && summary?.numbers.gaps !== undefined;
  const isAtStart = item !== undefined && path === clusterHref(item.id);
  useEffect(() => {
    if (!isReady || !isAtStart || window.location.search !== '' || tourEnded()) return;
    if (matchMedia(ROOMY).matches) setOn(true);
  }, [isReady, isAtStart]);
  return {
    isOn: isOn && isReady,
    start: isReady
      ? () => {
          if (!isAtStart) router.push(clusterHref(item.id)); // where its first step is
          setOn(true);
        }
      : undefined,
    end: () => {
      endTour();
      setOn(false);
    },
  };
}
