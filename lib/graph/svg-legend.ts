import { TRAFFIC_STATES } from '#lib/flows/observed.ts';
import { SENSITIVITY, SEVERITIES } from '#lib/gdpr/types.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { FIGURE_LEGEND } from '#lib/text/en/map-export.ts';
import { edgeStyle, svgLine } from './svg-edge.ts';
import { svgBadge, svgClassGlyph, svgPost } from './svg-glyphs.ts';
import { svgText, textWidth } from './svg-text.ts';
import type { SceneTheme } from './theme.ts';
import { widthOfRate } from './traffic-lines.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const ROW = 20;
const SIZE = 11;
const SIGN = 30;
const BESIDE_SIGN = 7;
const BETWEEN = 18;
/** Widths are told by these, as on the page. */
const RATES = [10, 1_000, 10_000];

interface Entry {
  readonly sign: (x: number, y: number) => string;
  readonly words: string;
}

/** What the signs of this figure mean, in rows: only those that are in it. */
export function svgLegend(
  scene: Pick<Scene, 'nodes' | 'edges'>,
  theme: SceneTheme,
  place: { readonly x: number; readonly y: number; readonly width: number },
): { readonly svg: string; readonly height: number } {
  const entries = [...lineEntries(scene.edges, theme), ...boxEntries(scene.nodes, theme)];
  let [x, y] = [place.x, place.y];
  const drawn = entries.map(({ sign, words }) => {
    const width = SIGN + BESIDE_SIGN + textWidth(words, SIZE);
    if (x > place.x && x + width > place.x + place.width) [x, y] = [place.x, y + ROW];
    const at = x;
    x += width + BETWEEN;
    return `${sign(at, y + ROW / 2)}<text x="${round(at + SIGN + BESIDE_SIGN)}" y="${y + ROW / 2 + 4}" font-size="${SIZE}" fill="${theme.ink2}">${svgText(words)}</text>`;
  });
  return { svg: drawn.join('\n'), height: entries.length === 0 ? 0 : y + ROW - place.y };
}

function lineEntries(edges: readonly SceneEdge[], theme: SceneTheme): readonly Entry[] {
  const sample = (edge: Partial<SceneEdge>, words: string): Entry => ({
    sign: (x, y) => svgLine({ x, y }, { x: x + SIGN, y }, edgeStyle({ ...PLAIN, ...edge }, theme)),
    words,
  });
  const has = (test: (edge: SceneEdge) => boolean) => edges.some(test);
  const isPlain = ({ traffic }: SceneEdge) => traffic?.state === undefined;
  const states = TRAFFIC_STATES.filter((state) => has((edge) => edge.state !== 'gap' && edge.traffic?.state === state));
  return [
    ...(has((edge) => edge.state === 'allowed' && isPlain(edge)) ? [sample({}, FIGURE_LEGEND.allowed)] : []),
    ...(has((edge) => edge.state === 'depends' && isPlain(edge))
      ? [sample({ state: 'depends' }, FIGURE_LEGEND.depends)]
      : []),
    ...states.map((state) => sample({ traffic: { state } }, FIGURE_LEGEND.traffic(state))),
    ...SEVERITIES.filter((severity) =>
      has((edge) => edge.state === 'gap' && (edge.severity ?? 'info') === severity),
    ).map((severity) => sample({ state: 'gap', severity }, FIGURE_LEGEND.gap(severity))),
    ...(has(({ traffic }) => traffic?.width !== undefined)
      ? RATES.map((rate) => sample({ traffic: { state: 'used', width: widthOfRate(rate) } }, FIGURE_LEGEND.rate(rate)))
      : []),
  ];
}

const PLAIN: Pick<SceneEdge, 'state'> = { state: 'allowed' };

function boxEntries(nodes: readonly SceneNode[], theme: SceneTheme): readonly Entry[] {
  const middle = SIGN / 2;
  const classes = SENSITIVITY.filter(
    (dataClass) => dataClass !== 'none' && nodes.some((node) => node.dataClass === dataClass),
  );
  const gaps = nodes.find((node) => node.gaps !== undefined)?.gaps;
  const span = (y: number) => ({ top: y - 7, bottom: y + 7 });
  return [
    ...classes.map((dataClass) => ({
      sign: (x: number, y: number) => svgClassGlyph(x + middle, y, dataClass, theme),
      words: classWords(dataClass),
    })),
    ...(nodes.some(({ basis }) => basis === 'inferred')
      ? [
          {
            sign: (x: number, y: number) =>
              `<rect x="${x + middle - 8}" y="${y - 6}" width="16" height="12" rx="2" fill="none" stroke="${theme.lineStrong}" stroke-dasharray="4 2"/>`,
            words: FIGURE_LEGEND.inferred,
          },
        ]
      : []),
    ...(nodes.some(({ fence }) => fence !== undefined)
      ? [
          {
            sign: (x: number, y: number) =>
              svgPost(x + middle - 5, span(y), { isolated: 1 }, theme) +
              svgPost(x + middle + 5, span(y), { isolated: 0 }, theme),
            words: FIGURE_LEGEND.fence,
          },
        ]
      : []),
    ...(gaps === undefined
      ? []
      : [{ sign: (x: number, y: number) => svgBadge(x + SIGN, y - 8.5, gaps, theme), words: FIGURE_LEGEND.badge }]),
  ];
}

const round = (value: number) => Math.round(value * 10) / 10;
