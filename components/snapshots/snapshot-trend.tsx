'use client';

import { Segmented } from '#components/ui/segmented.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import { count } from '#lib/text/en/count.ts';
import { severityWord } from '#lib/text/en/gaps-page.ts';
import { SNAPSHOTS_PAGE, trendSentence, trendTitle } from '#lib/text/en/snapshots-page.ts';
import { isPartial, trendLanes } from './trend-lanes.ts';

export const TREND_COLUMNS = 12;
const COLUMN_HEIGHT = 22; // pixels of a full column
const COLUMN_WIDTH = 34;

const FILLS: Readonly<Record<Severity, string>> = {
  critical: 'bg-critical',
  high: 'bg-high',
  medium: 'bg-medium',
  low: 'bg-low',
  info: 'bg-info',
};

interface SnapshotTrendProps {
  /** Newest first. */
  readonly items: readonly SnapshotItem[];
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
}

/** Open gaps by severity: one lane each, one column a snapshot, each with its number. The table below is its twin. */
export function SnapshotTrend({ items, all, onAll }: SnapshotTrendProps) {
  const { shown, lanes } = trendLanes(items, all ? items.length : TREND_COLUMNS);
  const columns = { gridTemplateColumns: `repeat(${shown.length}, minmax(28px, 1fr))` };
  return (
    <section className="shrink-0 border-b border-line bg-surface px-4 pt-2 pb-2.5">
      <div className="flex min-h-[26px] items-center gap-2">
        <h2 className="flex-1 text-xs font-medium text-ink-2">{trendTitle(shown.length, all)}</h2>
        {items.length > TREND_COLUMNS ? (
          <Segmented
            label={SNAPSHOTS_PAGE.trendRange}
            size="sm"
            options={[
              { value: 'last', label: SNAPSHOTS_PAGE.last },
              { value: 'all', label: SNAPSHOTS_PAGE.all },
            ]}
            value={all ? 'all' : 'last'}
            onChange={(value) => onAll(value === 'all')}
          />
        ) : null}
      </div>
      <div className="grid grid-cols-[112px_minmax(0,1fr)] max-sm:grid-cols-[92px_minmax(0,1fr)]">
        <ul className="pr-3">
          {lanes.map(({ severity, values }) => (
            <li key={severity} className="flex h-10 items-center gap-2 pt-4 text-xs">
              <SeverityGlyph severity={severity} />
              <span className="flex-1">{severityWord(severity)}</span>
              <span className="font-semibold tabular-nums">{count(values.at(-1) ?? 0)}</span>
            </li>
          ))}
        </ul>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide chart scrolls, and keyboards have to reach it */}
        <section className="overflow-x-auto" aria-label={SNAPSHOTS_PAGE.trend} tabIndex={0}>
          <div role="img" aria-label={trendSentence(lanes)}>
            {lanes.map((lane) => (
              <div key={lane.severity} className="grid h-10 items-end" style={columns}>
                {lane.values.map((value, index) => {
                  const last = index === lane.values.length - 1;
                  return (
                    <span
                      key={shown[index]?.seq}
                      className="flex h-full flex-col items-center justify-end border-b border-line"
                    >
                      <span
                        className={`text-2xs leading-3 tabular-nums ${last ? 'font-semibold text-ink' : 'text-ink-3'}`}
                      >
                        {count(value)}
                      </span>
                      <span
                        className={`max-w-[80%] ${FILLS[lane.severity]} ${last ? '' : 'opacity-60'}`}
                        style={{ width: COLUMN_WIDTH, height: (value / lane.most) * COLUMN_HEIGHT }}
                      />
                    </span>
                  );
                })}
              </div>
            ))}
            <div className="grid pt-1 text-center text-2xs text-ink-3 tabular-nums" style={columns}>
              {shown.map((item, index) => (
                <span key={item.seq} className={index === shown.length - 1 ? 'font-semibold text-ink' : ''}>
                  {count(item.seq)}
                  {isPartial(item) ? ' *' : ''}
                </span>
              ))}
            </div>
          </div>
        </section>
      </div>
    </section>
  );
}
