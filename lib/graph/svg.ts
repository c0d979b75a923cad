import { svgEdge, svgPlate } from './svg-edge.ts';
import { svgBadge, svgClassGlyph, svgPost, svgTileFoot } from './svg-glyphs.ts';
import { svgLegend } from './svg-legend.ts';
import { shorten, shortenStart, svgText, textWidth } from './svg-text.ts';
import { SCENE_THEMES, type SceneTheme, type SceneThemeName } from './theme.ts';
import { ASKED_LINES, busiestLines } from './tile-lines.ts';
import type { Scene, SceneNode } from './types.ts';

export interface SvgOptions {
  /** Alternative text of the whole figure. */
  readonly title: string;
  /** Sentences under the figure: what is not in it. */
  readonly notes?: readonly string[];
  /** What its signs mean, where no caption says so. */
  readonly legend?: boolean;
}

const NOTE = { line: 18, size: 11, margin: 12 };

/**
 * The scene as an SVG of its own: the same boxes in the same places as on the canvas. Size in scene pixels. Fonts by
 * name (Inter, JetBrains Mono); no scripts, no external references.
 */
export function sceneToSvg(scene: Scene, themeName: SceneThemeName, options: SvgOptions): string {
  const theme = SCENE_THEMES[themeName];
  const { width, left = 0, top = 0 } = scene;
  const at = new Map(scene.nodes.map((node) => [node.id, node]));
  const behind = scene.nodes.filter((node) => node.type === 'namespace' || node.type === 'zone');
  const front = scene.nodes.filter((node) => node.type !== 'namespace' && node.type !== 'zone');
  const edges = drawnEdges(scene).toReversed(); // worst last, so that it lies on top
  const lines = (options.notes ?? []).flatMap((note) => wrapped(note, scene.width - 2 * NOTE.margin));
  const place = { x: left + NOTE.margin, y: top + scene.height, width: width - 2 * NOTE.margin };
  const legend =
    options.legend === true ? svgLegend({ nodes: scene.nodes, edges }, theme, place) : { svg: '', height: 0 };
  const under = scene.height + legend.height;
  const height = under + (lines.length === 0 && legend.height === 0 ? 0 : lines.length * NOTE.line + NOTE.margin);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" role="img" font-family="Inter">`,
    `<title>${svgText(options.title)}</title>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${theme.canvas}"/>`,
    ...behind.map((node) => svgNode(node, theme)),
    ...edges.map((edge) => svgEdge(edge, at, theme)),
    ...front.map((node) => svgNode(node, theme)),
    ...edges.map((edge) => svgPlate(edge, theme)),
    legend.svg,
    ...lines.map((line, at) =>
      text(left + NOTE.margin, top + under + (at + 1) * NOTE.line - 4, line, theme.ink2, NOTE.size),
    ),
    '</svg>',
  ].join('\n');
}

/** Between tiles only gaps, or what was seen most: other lines are for the tile that somebody chose. */
function drawnEdges({ level, edges }: Scene): Scene['edges'] {
  if (level !== 'namespaces') return edges;
  const busiest = busiestLines(edges, ASKED_LINES);
  return busiest.length > 0 ? busiest : edges.filter(({ state }) => state === 'gap');
}

/** A sentence in lines of a width, in pixels; a word that is longer than a line is shortened. */
function wrapped(sentence: string, width: number): readonly string[] {
  const most = Math.max(20, Math.floor(width / (NOTE.size * 0.56))); // mean advance of Inter at this size
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(shorten(word, width, NOTE.size));
  }
  return lines;
}

function svgNode(node: SceneNode, theme: SceneTheme): string {
  switch (node.type) {
    case 'zone':
      return [
        text(node.x, node.y + 13, node.label, theme.ink, 11, 600),
        text(node.x, node.y + 26, node.detail ?? '', theme.ink3, 10.5),
      ].join('');
    case 'namespace':
      return namespaceBox(node, theme);
    case 'tile':
      return tile(node, theme);
    case 'workload':
    case 'pod':
      return workloadBox(node, theme);
    case 'any-pod':
      return outerBox(node, theme, { radius: 15, dash: '4 3', stroke: theme.lineStrong });
    case 'address':
      return outerBox(node, theme, { radius: 4, dash: '4 2', stroke: theme.lineStrong });
    case 'unreadable':
      return outerBox(node, theme, { radius: 0, dash: '4 3', stroke: theme.lineStrong });
    case 'internet':
    case 'group':
      return outerBox(node, theme, { radius: 5, stroke: theme.line });
  }
}

function namespaceBox(node: SceneNode, theme: SceneTheme): string {
  const badge = node.gaps === undefined ? '' : svgBadge(node.x + node.width - 10, node.y + 5, node.gaps, theme);
  const opacity = node.platform === true ? ' opacity="0.75"' : '';
  const { detail = '' } = node;
  const room = node.width - 12 - (node.gaps === undefined ? 8 : 44) - 7 - textWidth(detail, 11);
  return [
    `<g${opacity}>`,
    `<rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="8" fill="${theme.surface}" stroke="${theme.line}"/>`,
    posts(node, theme, 8),
    `<text x="${node.x + 12}" y="${node.y + 18}" font-size="12" font-weight="600" fill="${theme.ink}">${svgText(shorten(node.label, room, 12))}<tspan dx="7" font-size="11" font-weight="400" fill="${theme.ink3}">${svgText(detail)}</tspan></text>`,
    '</g>',
    badge,
  ].join('');
}

function workloadBox(node: SceneNode, theme: SceneTheme): string {
  const dash =
    node.basis === 'inferred'
      ? ' stroke-dasharray="4 2"'
      : node.basis === 'unknown'
        ? ' stroke-dasharray="1.5 2.5"'
        : '';
  const many = node.type === 'workload' && node.count !== undefined && node.count !== 1 ? ` ×${node.count}` : '';
  const opacity = node.platform === true ? ' opacity="0.62"' : '';
  const hasGlyph = node.dataClass !== undefined && node.dataClass !== 'none';
  const room = node.width - (hasGlyph ? 36 : 18) - textWidth(many, 10.5);
  return [
    `<g${opacity}>`,
    `<title>${svgText(node.sentence)}</title>`,
    `<rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="5" fill="${theme.page}" stroke="${theme.line}"${dash}/>`,
    posts(node, theme, 5),
    `<text x="${node.x + 10}" y="${node.y + 17}" font-size="11.5" font-weight="500" fill="${theme.ink}">${svgText(shorten(node.label, room, 11.5))}<tspan font-size="10.5" font-weight="400" fill="${theme.ink3}">${many}</tspan></text>`,
    node.dataClass !== undefined && hasGlyph
      ? svgClassGlyph(node.x + node.width - 16, node.y + 13, node.dataClass, theme)
      : '',
    '</g>',
  ].join('');
}

function tile(node: SceneNode, theme: SceneTheme): string {
  const badge = node.gaps === undefined ? '' : svgBadge(node.x + node.width - 4, node.y + 15, node.gaps, theme, 13);
  return [
    `<rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="5" fill="${theme.surface}" stroke="${theme.line}"/>`,
    posts(node, theme, 3),
    text(node.x + 7, node.y + 13, shortenStart(node.label, node.width - 12, 11), theme.ink, 11, 500),
    svgTileFoot(node, theme),
    badge,
  ].join('');
}

function outerBox(
  node: SceneNode,
  theme: SceneTheme,
  style: { readonly radius: number; readonly stroke: string; readonly dash?: string },
): string {
  const middle = node.x + node.width / 2;
  const { detail } = node;
  const twoLines = detail !== undefined && node.height >= 34;
  const label = twoLines || detail === undefined ? node.label : `${node.label}  ${detail}`;
  const dash = style.dash === undefined ? '' : ` stroke-dasharray="${style.dash}"`;
  return [
    `<rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" rx="${style.radius}" fill="${theme.page}" stroke="${style.stroke}"${dash}/>`,
    text(
      middle,
      node.y + node.height / 2 + (twoLines ? -2 : 4),
      shorten(label, node.width - 12, 11.5),
      theme.ink,
      11.5,
      500,
      'middle',
    ),
    twoLines ? text(middle, node.y + node.height / 2 + 12, detail, theme.ink3, 10.5, 400, 'middle') : '',
  ].join('');
}

function posts(node: SceneNode, theme: SceneTheme, inset: number): string {
  if (node.fence === undefined) return '';
  const span = { top: node.y + inset, bottom: node.y + node.height - inset };
  return (
    svgPost(node.x, span, node.fence.ingress, theme) + svgPost(node.x + node.width, span, node.fence.egress, theme)
  );
}

function text(
  x: number,
  y: number,
  content: string,
  fill: string,
  size: number,
  weight = 400,
  anchor = 'start',
): string {
  if (content === '') return '';
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${svgText(content)}</text>`;
}
