import { edgePoints, type Point } from './edge-points.ts';
import { plateAround } from './place-plates.ts';
import { svgText } from './svg-text.ts';
import { type EdgeLine, lineOf, type SceneTheme } from './theme.ts';
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
  const platform = edge.state !== 'gap' && (from.platform === true || to.platform === true);
  return [
    `<g${platform ? ' opacity="0.5"' : ''}>`,
    `<title>${svgText(edge.sentence)}</title>`,
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${platform ? 1 : line.width}"${dash}/>`,
    arrowhead(before, end, line, colour),
    '</g>',
  ].join('');
}

export function edgeStyle(edge: SceneEdge, theme: SceneTheme): { line: EdgeLine; colour: string } {
  const colour = edge.state === 'gap' ? theme.severity[edge.severity ?? 'info'].line : theme[edge.state];
  return { line: lineOf(edge), colour };
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
