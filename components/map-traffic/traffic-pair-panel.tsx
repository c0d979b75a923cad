'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowRight, CircleHelp } from 'lucide-react';
import { PanelHead } from '#components/map/panel-head.tsx';
import { PanelSection } from '#components/map/panel-section.tsx';
import { askableEnd } from '#components/map/scene-end.ts';
import { trafficHref } from '#components/traffic/traffic-address.ts';
import { observedQuery } from '#components/traffic/traffic-queries.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { Scene } from '#lib/graph/types.ts';
import { connectionTitle, PANEL } from '#lib/text/en/map.ts';
import { MAP_TRAFFIC } from '#lib/text/en/map-traffic.ts';
import { coverageWords, TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { FlowRows, pageWindow } from './flow-rows.tsx';
import type { LayerQuestion } from './layer-query.ts';

interface TrafficPairPanelProps extends LayerQuestion {
  readonly cluster: string;
  readonly scene: Scene;
  /** `FROM→TO` */
  readonly line: string;
  readonly onClose: () => void;
  readonly onWhy: (question: Question) => void;
}

/** What was observed between two boxes, port by port. */
export function TrafficPairPanel({ cluster, scene, line, window, at, onClose, onWhy }: TrafficPairPanelProps) {
  const [fromId = '', toId = ''] = line.split('→');
  const filter = `${word('from', fromId)} ${word('to', toId)}`;
  const query = useInfiniteQuery(observedQuery(cluster, { window, at, filter, seq: undefined }));
  const label = (id: string) => scene.nodes.find((node) => node.id === id)?.label ?? id;
  const [from, to] = [askableEnd(fromId), askableEnd(toId)];
  return (
    <div>
      <PanelHead title={visibleText(connectionTitle(label(fromId), label(toId)))} onClose={onClose} />
      <div className="flex flex-wrap gap-2 px-3.5 pb-3">
        {from === undefined || to === undefined ? null : (
          <Button variant="primary" size="sm" onClick={() => onWhy({ from, to, port: '' })}>
            <CircleHelp className="size-3" aria-hidden="true" />
            {PANEL.why}
          </Button>
        )}
        <ButtonLink size="sm" href={trafficHref(cluster, { q: filter, window: pageWindow(window) })}>
          <ArrowRight className="size-3" aria-hidden="true" />
          {MAP_TRAFFIC.onPage}
        </ButtonLink>
        <CopyLink label={PANEL.copyLink} />
      </div>
      <QueryState query={query} loading={MAP_TRAFFIC.loading} failed={MAP_TRAFFIC.failed}>
        {({ pages: [view] }) =>
          view === undefined ? null : (
            <>
              <PanelSection title={MAP_TRAFFIC.pair}>
                {view.edges.length === 0 ? (
                  <p className="text-ink-2">{MAP_TRAFFIC.pairNone}</p>
                ) : (
                  <FlowRows
                    flows={view.edges}
                    hours={TRAFFIC_WINDOWS[window].ms / 3_600_000}
                    chosen={undefined}
                    cluster={cluster}
                    window={window}
                  />
                )}
              </PanelSection>
              <PanelSection title={MAP_TRAFFIC.coverage}>
                <p className="text-pretty text-ink-2">{visibleText(coverageWords(view.coverage, view.window))}.</p>
              </PanelSection>
            </>
          )
        }
      </QueryState>
    </div>
  );
}

/** The word of the filter for a box: a workload by its whole id, a tile by its namespace; the internet is not one end. */
function word(key: 'from' | 'to', id: string): string {
  if (id === 'internet') return '';
  return `${key}:${id.startsWith('ns:') ? id.slice('ns:'.length) : id}`;
}
