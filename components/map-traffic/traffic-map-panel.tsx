'use client';

import { PanelHead } from '#components/map/panel-head.tsx';
import { PanelSection } from '#components/map/panel-section.tsx';
import { trafficHref } from '#components/traffic/traffic-address.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { JoinedEdgeView, ObservedView } from '#lib/api/observed-schemas.ts';
import { isUnseen } from '#lib/graph/traffic-lines.ts';
import { MAP_TRAFFIC, panelSentence, panelTitle, panelWindow } from '#lib/text/en/map-traffic.ts';
import { coverageWords, TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { FlowRows, pageWindow } from './flow-rows.tsx';
import type { LayerQuestion } from './layer-query.ts';
import { useLayerFlows } from './use-layer-flows.ts';

const SHOWN = 12;

interface TrafficMapPanelProps extends LayerQuestion {
  readonly cluster: string;
  /** The line that is chosen, `FROM→TO`. */
  readonly line: string | undefined;
  readonly onLine: (line: string) => void;
  readonly onClose: (() => void) | undefined;
}

/** What in the window asks for attention, and how much of it was observed. */
export function TrafficMapPanel(props: TrafficMapPanelProps) {
  const { cluster, window, at } = props;
  const query = useLayerFlows(cluster, { window, at });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PanelHead title={panelTitle(at)} detail={panelWindow(TRAFFIC_WINDOWS[window].ms, at)} onClose={props.onClose} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <QueryState query={query} loading={MAP_TRAFFIC.loading} failed={MAP_TRAFFIC.failed}>
          {({ pages: [view] }) => (view === undefined ? null : <Groups {...props} view={view} flows={view.edges} />)}
        </QueryState>
      </div>
      <footer className="flex shrink-0 items-center gap-2 border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3">
        <Kbd>Space</Kbd> {MAP_TRAFFIC.keys.play}
        <Kbd>←</Kbd>
        <Kbd>→</Kbd> {MAP_TRAFFIC.keys.step}
        <Link
          href={trafficHref(cluster, { window: pageWindow(window) })}
          className="ml-auto font-medium text-accent-ink hover:underline"
        >
          {MAP_TRAFFIC.allFlows}
        </Link>
      </footer>
    </div>
  );
}

function Groups({
  cluster,
  view,
  flows,
  window,
  line,
  onLine,
}: TrafficMapPanelProps & { readonly view: ObservedView; readonly flows: readonly JoinedEdgeView[] }) {
  const of = (state: JoinedEdgeView['state']) => flows.filter((flow) => flow.state === state);
  const groups = [
    { title: MAP_TRAFFIC.seenDenied, total: view.counts['seen-denied'], own: of('seen-denied') },
    { title: MAP_TRAFFIC.denied, total: view.counts.denied, own: of('denied') },
    { title: MAP_TRAFFIC.wouldDeny, total: view.counts['would-deny'], own: of('would-deny') },
    { title: MAP_TRAFFIC.gapsInUse, ...gapsInUse(flows) },
  ].filter(({ own }) => own.length > 0);
  const hours = TRAFFIC_WINDOWS[window].ms / 3_600_000;
  return (
    <>
      <p className="px-3.5 pb-3 text-pretty text-ink-2">{panelSentence(view.counts, view.refusedThoughAllowed)}</p>
      {groups.length === 0 ? <p className="px-3.5 pb-3 text-ink-3">{MAP_TRAFFIC.nothing}</p> : null}
      {groups.map(({ title, total, own }) => (
        <PanelSection key={title} title={title} end={<span className="tabular-nums">{total}</span>}>
          <FlowRows
            flows={own.slice(0, SHOWN)}
            hours={hours}
            chosen={line}
            onLine={onLine}
            cluster={cluster}
            window={window}
          />
        </PanelSection>
      ))}
      <PanelSection title={MAP_TRAFFIC.coverage}>
        <p className="text-pretty text-ink-2">
          {visibleText(coverageWords(view.coverage, view.window))}. {MAP_TRAFFIC.judged}
        </p>
      </PanelSection>
    </>
  );
}

/** The worst first; the same gap on several ports counts once for each. */
function gapsInUse(flows: readonly JoinedEdgeView[]) {
  const own = flows.filter(
    ({ severity, state }) =>
      severity !== undefined && state !== 'denied' && state !== 'seen-denied' && !isUnseen(state),
  );
  const order = ['critical', 'high', 'medium', 'low', 'info'];
  const sorted = own.toSorted((a, b) => order.indexOf(a.severity ?? '') - order.indexOf(b.severity ?? ''));
  return { total: own.length, own: sorted };
}
