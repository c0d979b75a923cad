import { svgText } from './svg-text.ts';
import { ALLOWED_LINE, DEPENDS_LINE, type EdgeLine, GAP_LINES, type SceneTheme } from './theme.ts';
import type { SceneEdge, SceneNode } from './types.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One edge with its arrowhead and, where there is room, its label on a plate. Empty where an end is not drawn. */
export function svgEdge(edge: SceneEdge, at: ReadonlyMap<string, SceneNode>, theme: SceneTheme): string {
  const from = at.get(edge.from);
  const to = at.get(edge.to);
  if (from === undefined || to === undefined || from === to) return '';
  const { line, colour } = edgeStyle(edge, theme);
  const via = edge.via ?? [];
  const first = via[0] ?? middle(to);
  const last = via[via.length - 1] ?? middle(from);
  const points = [border(from, first), ...via, border(to, last)];
  const before = points[points.length - 2];
  const end = points[points.length - 1];
  if (before === undefined || end === undefined) return '';
  const path = points.map((point, index) => `${index === 0 ? 'M' : 'L'}${round(point.x)} ${round(point.y)}`).join('');
  const dash = line.dash === undefined ? '' : ` stroke-dasharray="${line.dash.join(' ')}"`;
  const platform = edge.state !== 'gap' && (from.platform === true || to.platform === true);
  return [
    `<g${platform ? ' opacity="0.5"' : ''}>`,
    `<title>${svgText(edge.sentence)}</title>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${platform ? 1 : line.width}"${dash}/>`,
    arrowhead(before, end, line, colour),
    label(edge, points, theme),
    '</g>',
  ].join('');
}

export function edgeStyle(edge: SceneEdge, theme: SceneTheme): { line: EdgeLine; colour: string } {
  switch (edge.state) {
    case 'gap': {
      const severity = edge.severity ?? 'info';
      return { line: GAP_LINES[severity], colour: theme.severity[severity].line };
    }
    case 'depends':
      return { line: DEPENDS_LINE, colour: theme.depends };
    case 'allowed':
      return { line: ALLOWED_LINE, colour: theme.allowed };
  }
}

const middle = (node: SceneNode): Point => ({ x: node.x + node.width / 2, y: node.y + node.height / 2 });

/** Where the straight line from the middle of the box towards `target` leaves the box. */
function border(node: SceneNode, target: Point): Point {
  const centre = middle(node);
  const dx = target.x - centre.x;
  const dy = target.y - centre.y;
  if (dx === 0 && dy === 0) return centre;
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (node.width / 2 + 2) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (node.height / 2 + 2) / Math.abs(dy),
  );
  return { x: centre.x + dx * Math.min(1, scale), y: centre.y + dy * Math.min(1, scale) };
}

const ARROW = 7; // pixels from tip to base

function arrowhead(before: Point, end: Point, line: EdgeLine, colour: string): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y);
  if (length < 1) return '';
  const ux = (end.x - before.x) / length;
  const uy = (end.y - before.y) / length;
  const side = (sign: number): Point => ({
    x: end.x - ux * ARROW - uy * sign * 3.4,
    y: end.y - uy * ARROW + ux * sign * 3.4,
  });
  const [left, right] = [side(1), side(-1)];
  const corners = `M${round(left.x)} ${round(left.y)}L${round(end.x)} ${round(end.y)}L${round(right.x)} ${round(right.y)}`;
  return line.arrow === 'triangle'
    ? `<path d="${corners}z" fill="${colour}"/>`
    : `<path d="${corners}" fill="none" stroke="${colour}" stroke-width="${line.width}"/>`;
}

function label(edge: SceneEdge, points: readonly Point[], theme: SceneTheme): string {
  if (edge.label === '') return '';
  const { start, end } = longestSegment(points);
  const width = edge.label.length * 6.4 + 10;
  // Between two neighbours in one box there is no room for a plate; the table and the title carry the ports.
  if (Math.hypot(end.x - start.x, end.y - start.y) < width + 14) return '';
  const x = (start.x + end.x) / 2;
  const y = (start.y + end.y) / 2;
  return [
    `<rect x="${round(x - width / 2)}" y="${round(y - 8)}" width="${round(width)}" height="16" rx="3" fill="${theme.surface}" stroke="${theme.line}"/>`,
    `<text x="${round(x)}" y="${round(y + 3.8)}" font-family="JetBrains Mono" font-size="10.5" text-anchor="middle" fill="${theme.ink}">${svgText(edge.label)}</text>`,
  ].join('');
}

function longestSegment(points: readonly Point[]): { start: Point; end: Point } {
  let best = { start: points[0] ?? { x: 0, y: 0 }, end: points[0] ?? { x: 0, y: 0 } };
  let length = -1;
  for (let index = 1; index < points.length; index++) {
    const start = points[index - 1];
    const end = points[index];
    if (start === undefined || end === undefined) continue;
    const own = Math.hypot(end.x - start.x, end.y - start.y);
    if (own > length) [best, length] = [{ start, end }, own];
  }
  return best;
}

const round = (value: number) => Math.round(value * 10) / 10;
