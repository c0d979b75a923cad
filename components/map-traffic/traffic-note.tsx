'use client';

import { Activity } from 'lucide-react';
import { MAP_TRAFFIC, panelSentence, panelTitle, panelWindow } from '#lib/text/en/map-traffic.ts';
import { TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { LayerQuestion } from './layer-query.ts';
import { useLayerFlows } from './use-layer-flows.ts';

/** What was observed in one sentence, where the panel that says it does not stand beside the picture. */
export function TrafficNote({ cluster, window, at }: LayerQuestion & { readonly cluster: string }) {
  const query = useLayerFlows(cluster, { window, at });
  const view = query.data?.pages[0];
  const said = view === undefined ? '' : panelSentence(view.counts, view.refusedThoughAllowed);
  const sentence = query.isError ? MAP_TRAFFIC.failed : said;
  const title = `${panelTitle(at)} ${panelWindow(TRAFFIC_WINDOWS[window].ms, at)}`;
  return (
    <p
      role="status"
      className="no-print flex shrink-0 items-start gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs text-pretty text-ink-2"
    >
      <Activity className="mt-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
      <span>
        <span className="font-medium text-ink">{visibleText(title)}.</span>{' '}
        {sentence === '' ? `${MAP_TRAFFIC.loading} …` : sentence}
      </span>
    </p>
  );
}
