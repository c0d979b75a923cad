import { edgePoints, type Point } from './edge-points.ts';
import { plateAround } from './place-plates.ts';
import { svgText } from './svg-text.ts';
import { type EdgeLine, lineOf, type SceneTheme } from './theme.ts';
import { TRAFFIC_LINES, type TrafficLine } from './traffic-lines.ts';
import type { SceneEdge, SceneNode } from './types.ts';

/** One edge with its arrowhead. Empty where an end is not drawn. */
export function svgEdge(edge: SceneEdge, at: ReadonlyMap<string, SceneNode>, theme: SceneTheme): string {
  const from = at.get(edge.from);
  const to = at.get(edge.to);
  if (from === undefined || to === undefined || from === to) return '';
  const { line, colour } = edgeStyle(edge, theme);
  const points = edgePoints(edge, from, to);
  const before = points[points.length - 2];
  const end = points[points.length - 1];
  if (before === undefined || end === undefined) return '';
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join('');
  const begin = edge.dashOffset === undefined ? '' : ` stroke-dashoffset="${round(edge.dashOffset)}"`;
  const dash = line.dash === undefined ? '' : ` stroke-dasharray="${line.dash.join(' ')}"${begin}`;
  const ofPlatform = edge.state !== 'gap' && (from.platform === true || to.platform === true);
  const platform = ofPlatform && edge.traffic === undefined;
  const opacity = platform ? 0.5 : opacityOf(edge, ofPlatform);
  return [
    `<g${opacity === 1 ? '' : ` opacity="${opacity}"`}>`,
    `<title>${svgText(edge.sentence)}</title>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${platform ? 1 : line.width}"${dash}/>`,
    arrowhead(before, end, line, colour),
    '</g>',
  ].join('');
}

/** What observed lines have beside those of the map. */
type Arrow = EdgeLine['arrow'] | TrafficLine['arrow'];
type DrawnLine = Omit<EdgeLine, 'arrow'> & { readonly arrow: Arrow };

export function edgeStyle(
  edge: Pick<SceneEdge, 'state' | 'severity' | 'traffic'>,
  theme: SceneTheme,
): { line: DrawnLine; colour: string } {
  const { state, traffic } = edge;
  const width = traffic?.width === undefined ? {} : { width: traffic.width };
  // a gap keeps its line: only its thickness tells that it is used
  if (state !== 'gap' && traffic?.state !== undefined) {
    const { colour, ...line } = TRAFFIC_LINES[traffic.state];
    return { line: { ...line, ...width }, colour: colour === 'depends' ? theme.depends : theme.flow[colour] };
  }
  const colour = state === 'gap' ? theme.severity[edge.severity ?? 'info'].line : theme[state];
  return { line: { ...lineOf(edge), ...width }, colour };
}

/** As on the canvas: what nobody uses, or nobody compared, steps back, and so do names that all look up. */
function opacityOf({ state, traffic }: SceneEdge, ofPlatform: boolean): number {
  if (traffic === undefined) return 1;
  if (traffic.state === undefined || traffic.state === 'unused' || traffic.state === 'not-enough-seen') return 0.5;
  return ofPlatform && state !== 'gap' && traffic.state === 'used' ? 0.35 : 1;
}

/** A sample of a line, from one point to another. */
export function svgLine(from: Point, to: Point, { line, colour }: ReturnType<typeof edgeStyle>): string {
  const dash = line.dash === undefined ? '' : ` stroke-dasharray="${line.dash.join(' ')}"`;
  const path = `M${round(from.x)} ${round(from.y)}L${round(to.x)} ${round(to.y)}`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${round(line.width)}"${dash}/>${arrowhead(from, to, line, colour)}`;
}

const ARROW = 7; // pixels from tip to base

function arrowhead(before: Point, end: Point, line: DrawnLine, colour: string): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  if (length < 1) return '';
  const ux = (end.x - before.x) / length;
  const uy = (end.y - before.y) / length;
  const side = (sign: number): Point => ({
    x: end.x - ux * ARROW - uy * sign * 3.4,
    y: end.y - uy * ARROW + ux * sign * 3.4,
  });
  const [left, right] = [side(1), side(-1)];
  if (line.arrow === 'tee') {
    const bar = (sign: number): string => `${round(end.x - uy * sign * 4)} ${round(end.y + ux * sign * 4)}`;
    return `<path d="M${bar(1)}L${bar(-1)}" stroke="${colour}" stroke-width="${line.width}"/>`;
  }
  const corners = `M${round(left.x)} ${round(left.y)}L${round(end.x)} ${round(end.y)}L${round(right.x)} ${round(right.y)}`;
  if (line.arrow === 'triangle' || line.arrow === 'filled') return `<path d="${corners}z" fill="${colour}"/>`;
  const closed = line.arrow === 'hollow' ? 'z' : '';
  return `<path d="${corners}${closed}" fill="none" stroke="${colour}" stroke-width="${line.width}"/>`;
}

/** The label of an edge on its plate: drawn after all lines, so that none crosses it. Empty where it has no place. */
export function svgPlate(edge: SceneEdge, theme: SceneTheme): string {
  if (edge.plate === undefined) return '';
  const { x, y, width, height } = plateAround(edge.label, edge.plate);
  return [
    `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" rx="3" fill="${theme.surface}" stroke="${theme.line}"/>`,
    `<text x="${round(edge.plate.x)}" y="${round(edge.plate.y + 3.8)}" font-family="JetBrains Mono" font-size="10.5" text-anchor="middle" fill="${theme.ink}">${svgText(edge.label)}</text>`,
  ].join('');
}

const round = (value: number) => Math.round(value * 10) / 10;
