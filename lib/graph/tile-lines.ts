import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Scene, SceneEdge } from './types.ts';

/** So many lines of gaps can be followed between tiles at rest. */
export const WORST_LINES = 12;
/** What is asked for (a filter, gaps only) shows more, but never a thicket. */
export const ASKED_LINES = 60;
/** Of the chosen tile; more would frame every other one. */
export const CHOSEN_LINES = 24;

/** How bad the line is: 0 the worst gap; what depends comes before what is allowed. */
export function lineRank({ severity, state }: SceneEdge): number {
  if (severity !== undefined) return SEVERITIES.indexOf(severity);
  return state === 'depends' ? SEVERITIES.length : SEVERITIES.length + 1;
}

/** The lines that are drawn between tiles while nothing is chosen: those of the worst gaps, down to medium. */
export function worstLines(edges: readonly SceneEdge[]): readonly SceneEdge[] {
  const medium = SEVERITIES.indexOf('medium');
  return firstLines(
    edges.filter((edge) => lineRank(edge) <= medium),
    WORST_LINES,
  );
}

/** The `limit` worst lines; of equals the first. */
export function firstLines(edges: readonly SceneEdge[], limit: number): readonly SceneEdge[] {
  return [...edges].sort((a, b) => lineRank(a) - lineRank(b)).slice(0, limit);
}

/** The `limit` lines of traffic that was seen: what asks for attention first, then the thickest. Empty: none is drawn. */
export function busiestLines(edges: readonly SceneEdge[], limit: number): readonly SceneEdge[] {
  const seen = edges.filter(({ traffic }) => trafficRank(traffic?.state) < UNSEEN);
  const widthOf = ({ traffic }: SceneEdge) => traffic?.width ?? 0;
  return seen
    .sort((a, b) => trafficRank(a.traffic?.state) - trafficRank(b.traffic?.state) || widthOf(b) - widthOf(a))
    .slice(0, limit);
}

const UNSEEN = 2;
function trafficRank(state: NonNullable<SceneEdge['traffic']>['state']): number {
  if (state === 'seen-denied' || state === 'denied') return 0;
  return state === undefined || state === 'unused' || state === 'not-enough-seen' ? UNSEEN : 1;
}

/** What frames the end of a line: its state, of a gap its severity. */
export type LineFrame = 'allowed' | 'depends' | `gap-${NonNullable<SceneEdge['severity']>}`;

/**
 * The lines of a tile that are drawn, its worst; their other ends, each framed as the worst line to it; and how many lead
 * in and out in all.
 */
export function linesAround(
  edges: readonly SceneEdge[],
  tile: string,
): {
  readonly lines: readonly SceneEdge[];
  readonly frames: ReadonlyMap<string, LineFrame>;
  readonly in: number;
  readonly out: number;
} {
  const frames = new Map<string, LineFrame>();
  const own = edges.filter(({ from, to }) => (from === tile) !== (to === tile));
  const lines = firstLines(own, CHOSEN_LINES);
  for (const edge of lines.toReversed()) frames.set(edge.from === tile ? edge.to : edge.from, frameOf(edge));
  return {
    lines,
    frames,
    in: own.filter(({ to }) => to === tile).length,
    out: own.filter(({ from }) => from === tile).length,
  };
}

function frameOf({ state, severity }: SceneEdge): LineFrame {
  return state === 'gap' ? `gap-${severity ?? 'info'}` : state;
}

/** The scene with more lines between its tiles; a line that it has already stays as it is. */
export function withLines<View extends Scene>(scene: View, lines: readonly SceneEdge[]): View {
  const known = new Set(scene.edges.map(({ id }) => id));
  const more = lines.filter(({ id }) => !known.has(id));
  return more.length === 0 ? scene : { ...scene, edges: [...scene.edges, ...more] };
}
