import type { CheckDrawing, DrawnLine } from '#lib/text/en/check-guide/guide.ts';

const WIDTH = 336;
const ROW = 32;
const BOX_HEIGHT = 24;
const MANY_WIDTH = 128;
const ONE_WIDTH = 108;

interface CheckFigureProps {
  readonly drawing: CheckDrawing;
  readonly lines: readonly DrawnLine[];
  /** The sentence under it says the same: its text alternative. */
  readonly label: string;
}

/** A check in a few boxes: who may connect to what, and who may not. */
export function CheckFigure({ drawing, lines, label }: CheckFigureProps) {
  const { many, one, toward } = drawing;
  const height = many.length * ROW + 8;
  const middle = height / 2;
  const manyLeft = toward === 'one';
  const manyX = manyLeft ? 1 : WIDTH - MANY_WIDTH - 1;
  const oneX = manyLeft ? WIDTH - ONE_WIDTH - 1 : 1;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" role="img" aria-label={label} className="max-w-[400px]">
      {many.map((name, index) => {
        const y = 4 + index * ROW + ROW / 2;
        const spread = (index - (many.length - 1) / 2) * 6;
        const [from, to] = manyLeft
          ? [
              { x: manyX + MANY_WIDTH + 2, y },
              { x: oneX - 4, y: middle + spread },
            ]
          : [
              { x: oneX + ONE_WIDTH + 2, y: middle + spread },
              { x: manyX - 4, y },
            ];
        return (
          <g key={name}>
            <Box x={manyX} y={y} width={MANY_WIDTH} name={name} />
            <Line from={from} to={to} line={lines[index] ?? 'none'} />
          </g>
        );
      })}
      <Box x={oneX} y={middle} width={ONE_WIDTH} name={one} strong />
    </svg>
  );
}

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly name: string;
  readonly strong?: boolean;
}

function Box({ x, y, width, name, strong = false }: BoxProps) {
  return (
    <>
      <rect
        x={x}
        y={y - BOX_HEIGHT / 2}
        width={width}
        height={BOX_HEIGHT}
        rx="4"
        fill="var(--color-surface)"
        stroke={strong ? 'var(--color-ink-3)' : 'var(--color-line-strong)'}
      />
      <text x={x + width / 2} y={y + 4} textAnchor="middle" fontSize="11" fontWeight="500" fill="var(--color-ink)">
        {name}
      </text>
    </>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function Line({ from, to, line }: { readonly from: Point; readonly to: Point; readonly line: DrawnLine }) {
  if (line === 'none') return null;
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  if (line === 'closed') {
    const stop = { x: from.x + (to.x - from.x) * 0.68, y: from.y + (to.y - from.y) * 0.68 };
    return (
      <g stroke="var(--color-flow-drop)" strokeWidth="1.6" fill="none">
        <path d={`M${from.x} ${from.y}L${stop.x} ${stop.y}`} strokeDasharray="1.5 3.5" />
        <path d="M0 -5v10" strokeWidth="2" transform={`translate(${stop.x} ${stop.y}) rotate(${angle})`} />
      </g>
    );
  }
  const colour = { gap: 'var(--color-high)', depends: 'var(--color-depends)', allowed: 'var(--color-flow-used)' }[line];
  const dash = { gap: '9 4', depends: '6 4', allowed: undefined }[line];
  return (
    <g>
      <path
        d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
        stroke={colour}
        strokeWidth={line === 'gap' ? 2.2 : 1.6}
        strokeDasharray={dash}
      />
      <path d="M3 0l-8 -4.5v9z" fill={colour} transform={`translate(${to.x} ${to.y}) rotate(${angle})`} />
    </g>
  );
}
