import { notMeasuredIn } from '#lib/text/en/traffic-page.ts';
import { momentWords } from './axis-words.ts';
import { type TrafficOverTime, uncountedOf } from './lane-columns.ts';

const PATTERN = 'uncounted';

interface UncountedProps {
  readonly over: TrafficOverTime;
  readonly x: (at: number) => number;
  readonly top: number;
  readonly height: number;
}

/** Hatched times in which nobody counted, so that an empty column is read as nothing seen only where it is. */
export function Uncounted({ over, x, top, height }: UncountedProps) {
  const spans = uncountedOf(over);
  if (spans.length === 0) return null;
  return (
    <>
      <pattern id={PATTERN} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V6" strokeWidth={1.5} className="stroke-line-strong" />
      </pattern>
      {spans.map(({ from, to }) => (
        <rect
          key={from}
          x={x(from)}
          y={top}
          width={Math.max(1, x(to) - x(from))}
          height={height}
          fill={`url(#${PATTERN})`}
        >
          <title>{notMeasuredIn([momentsOf({ from, to })])}</title>
        </rect>
      ))}
    </>
  );
}

/** The same in words; empty where all was counted. */
export function uncountedWords(over: TrafficOverTime): string {
  return notMeasuredIn(uncountedOf(over).map(momentsOf));
}

function momentsOf({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${momentWords(from)} – ${momentWords(to)}`;
}
