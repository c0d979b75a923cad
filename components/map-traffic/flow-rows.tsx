'use client';

import { trafficHref, type WindowName } from '#components/traffic/traffic-address.ts';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { Link } from '#components/ui/link.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { TrafficLine } from '#components/ui/traffic-line.tsx';
import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { rateWords, refusedThoughAllowed } from '#lib/text/en/map-traffic.ts';
import { edgeStateWord, flowPort, TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface FlowRowsProps {
  readonly flows: readonly JoinedEdgeView[];
  readonly hours: number;
  /** The line that is chosen, `FROM→TO`. */
  readonly chosen: string | undefined;
  /** Chooses the line; absent: a row leads to the traffic page. */
  readonly onLine?: ((line: string) => void) | undefined;
  readonly cluster: string;
  readonly window: WindowName;
}

/** Flows as rows of a panel: line, ends, how many, port. */
export function FlowRows({ flows, hours, chosen, onLine, cluster, window }: FlowRowsProps) {
  return (
    <ul className="-mx-1.5">
      {flows.map((flow) => {
        const line = `${flow.from}→${flow.to}`;
        const look =
          'grid min-h-[30px] w-full grid-cols-[26px_minmax(0,1fr)_auto_auto] items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover aria-pressed:bg-selected';
        const content = (
          <>
            {flow.severity !== undefined && flow.state === 'used' ? (
              <FlowLine state="gap" severity={flow.severity} />
            ) : (
              <TrafficLine state={flow.state} />
            )}
            <span className="truncate" title={`${edgeStateWord(flow)}: ${flow.from} → ${flow.to}`}>
              <span className="sr-only">{edgeStateWord(flow)}: </span>
              <b className="font-medium">{visibleText(flow.fromEnd.label)}</b> <span className="text-ink-3">to</span>{' '}
              <b className="font-medium">{visibleText(flow.toEnd.recipient?.name ?? flow.toEnd.label)}</b>
            </span>
            <span className="text-xs text-ink-2 tabular-nums">{howMany(flow, hours)}</span>
            <PortChip>{flowPort(flow)}</PortChip>
          </>
        );
        return (
          <li key={flow.key}>
            {onLine === undefined ? (
              <Link href={trafficHref(cluster, { window: pageWindow(window), edge: flow.key })} className={look}>
                {content}
              </Link>
            ) : (
              <button type="button" aria-pressed={chosen === line} onClick={() => onLine(line)} className={look}>
                {content}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The traffic page has no window of ten minutes. */
export const pageWindow = (window: WindowName): WindowName => (window === '10m' ? '1h' : window);

/** Rates of what goes on, counts of what should not be. */
function howMany(flow: JoinedEdgeView, hours: number): string {
  const { state, seen } = flow;
  if (seen === undefined) return '';
  if (seen.connections === null) return TRAFFIC_PAGE.notMeasured;
  if (flow.refusedThoughAllowed === true) return refusedThoughAllowed(seen.connections);
  return state === 'seen-denied' || state === 'denied' ? count(seen.connections) : rateWords(seen.connections, hours);
}
