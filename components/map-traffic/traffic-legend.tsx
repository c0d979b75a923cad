'use client';

import { LegendCard } from '#components/map/legend-card.tsx';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { Term } from '#components/ui/term.tsx';
import { TrafficLine } from '#components/ui/traffic-line.tsx';
import { TRAFFIC_STATES } from '#lib/flows/observed.ts';
import { widthOfRate } from '#lib/graph/traffic-lines.ts';
import { count } from '#lib/text/en/count.ts';
import { MAP_TRAFFIC } from '#lib/text/en/map-traffic.ts';
import { TRAFFIC_STATE_MEANS, trafficStateWord } from '#lib/text/en/traffic-page.ts';

const RATES = [10, 1_000, 10_000];

interface TrafficLegendProps {
  /** The one state that is drawn. */
  readonly only: string | undefined;
  readonly onOnly: (state: string | undefined) => void;
  readonly onHide: () => void;
}

/** What the lines of traffic mean. A state draws only its lines. */
export function TrafficLegend({ only, onOnly, onHide }: TrafficLegendProps) {
  return (
    <LegendCard title={MAP_TRAFFIC.legend} label={MAP_TRAFFIC.legendOf} onHide={onHide}>
      <h3 className="mt-1 px-1 text-2xs font-medium text-ink-3">{MAP_TRAFFIC.perHour}</h3>
      <ul>
        {RATES.map((rate) => (
          <li key={rate} className="flex min-h-5 items-center gap-[7px] px-1 text-[11.5px] text-ink-2 tabular-nums">
            <svg width={26} height={10} viewBox="0 0 26 10" aria-hidden="true" className="stroke-flow-used">
              <path d="M1 5H25" strokeWidth={widthOfRate(rate)} />
            </svg>
            {count(rate)}
          </li>
        ))}
      </ul>
      <h3 className="mt-1.5 px-1 text-2xs font-medium text-ink-3">
        <Term of="trafficState">{MAP_TRAFFIC.state}</Term>
      </h3>
      <ul>
        {TRAFFIC_STATES.map((state) => (
          <li key={state}>
            <button
              type="button"
              aria-pressed={only === state}
              title={TRAFFIC_STATE_MEANS[state]}
              onClick={() => onOnly(only === state ? undefined : state)}
              className="flex min-h-6 w-full items-center gap-[7px] rounded-sm px-1 text-left text-[11.5px] whitespace-nowrap text-ink-2 hover:bg-hover aria-pressed:bg-selected aria-pressed:text-ink"
            >
              <TrafficLine state={state} />
              {trafficStateWord(state)}
            </button>
          </li>
        ))}
        <li className="flex min-h-6 items-center gap-[7px] px-1 text-[11.5px] text-ink-2">
          <FlowLine state="gap" severity="high" />
          {MAP_TRAFFIC.gapUsed}
        </li>
      </ul>
    </LegendCard>
  );
}
