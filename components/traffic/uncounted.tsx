import { notMeasuredIn, uncountedWord } from '#lib/text/en/traffic-page.ts';
import { momentWords } from './axis-words.ts';
import { type Uncounted as Span, type TrafficOverTime, uncountedOf } from './lane-columns.ts';

const PATTERN = 'uncounted';
/** Room that the words need. */
const WORDS = 90;
const MORE_WORDS = 125;

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
        <path d="M0 0V6" strokeWidth={1.5} className="stroke-line" />
      </pattern>
      {spans.map((span) => {
        const [left, width] = [x(span.from), x(span.to) - x(span.from)];
        return (
          <g key={span.from}>
            <rect x={left} y={top} width={Math.max(1, width)} height={height} fill={`url(#${PATTERN})`}>
              <title>{notMeasuredIn([momentsOf(span)], span.partly)}</title>
            </rect>
            {width < (span.partly ? MORE_WORDS : WORDS) ? null : (
              <text
                x={left + width / 2}
                y={top + height / 2 + 3}
                textAnchor="middle"
                strokeWidth={4}
                className="fill-ink-3 stroke-surface text-2xs [paint-order:stroke]"
              >
                {uncountedWord(span.partly)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** The same in words; empty where all was counted. */
export function uncountedWords(over: TrafficOverTime): string {
  const spans = uncountedOf(over);
  return [false, true]
    .map((partly) => notMeasuredIn(spans.filter((span) => span.partly === partly).map(momentsOf), partly))
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function momentsOf({ from, to }: Span): string {
  return `${momentWords(from)} – ${momentWords(to)}`;
}
