import type { TrafficState } from '#lib/flows/observed.ts';
import { type TrafficLine as Line, TRAFFIC_LINES } from '#lib/graph/traffic-lines.ts';

const COLOURS: Readonly<Record<Line['colour'], string>> = {
  used: 'stroke-flow-used fill-flow-used',
  unused: 'stroke-flow-unused fill-flow-unused',
  contradiction: 'stroke-flow-contradiction fill-flow-contradiction',
  drop: 'stroke-flow-drop fill-flow-drop',
  depends: 'stroke-depends fill-depends',
};

/** A sample of a line of observed traffic as the map draws it; its word stands beside it. */
export function TrafficLine({ state }: { readonly state: TrafficState }) {
  const { width, dash, arrow, colour } = TRAFFIC_LINES[state];
  const isUnseen = state === 'not-enough-seen';
  return (
    <svg width={26} height={10} viewBox="0 0 26 10" aria-hidden="true" className={`shrink-0 ${COLOURS[colour]}`}>
      <path
        d={arrow === 'tee' ? 'M1 5H23' : 'M1 5H20'}
        strokeWidth={width}
        strokeDasharray={dash?.join(' ')}
        fill="none"
      />
      <Head arrow={arrow} />
      {isUnseen ? (
        <text
          x={10}
          y={8.5}
          textAnchor="middle"
          fontSize={9}
          fontWeight={620}
          strokeWidth={3}
          className="stroke-surface"
          style={{ paintOrder: 'stroke' }}
        >
          ?
        </text>
      ) : null}
    </svg>
  );
}

function Head({ arrow }: { readonly arrow: Line['arrow'] }) {
  switch (arrow) {
    case 'filled':
      return <path d="M19 1.8 25 5 19 8.2z" stroke="none" />;
    case 'hollow':
      return <path d="M19 2 24.5 5 19 8z" strokeWidth={1.2} className="fill-surface" />;
    case 'vee':
      return <path d="M19 1.8 25 5 19 8.2M20 5h5" strokeWidth={1.2} fill="none" />;
    case 'tee':
      return <path d="M24 0.5v9" strokeWidth={2} />;
  }
}
