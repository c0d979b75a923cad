import { badgeWidth, svgBadge, svgClassGlyph, svgPost, svgTileFoot } from '#lib/graph/svg-glyphs.ts';
import { svgText } from '#lib/graph/svg-text.ts';
import type { SceneTheme } from '#lib/graph/theme.ts';
import type { SceneNode } from '#lib/graph/types.ts';
import { count } from '#lib/text/en/count.ts';
import { kindIcon, svgIcon } from './kind-icon.ts';

/** Room round a box for posts and for the badge's ring, in scene pixels. */
export const IMAGE_MARGIN = 4;

/**
 * The parts of a box that are no label (posts, icon, class glyph, second text) as an SVG data URI, drawn by the same
 * functions as the report's figure. `labelEnd` is where the box's label ends, in pixels from the left edge: the second
 * text follows it.
 */
export function nodeImage(node: SceneNode, theme: SceneTheme, labelEnd: number): string {
  return dataUri(
    { x: 0, y: 0, width: node.width, height: node.height },
    posts(node, theme) + inside(node, theme, labelEnd),
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether a box has a badge of its own on the map: what holds others does. */
export function hasBadge({ gaps, type }: SceneNode): boolean {
  return gaps !== undefined && (type === 'tile' || type === 'namespace' || type === 'group');
}

/** The gap badge of a box: an image of its own, since it lies over the lines and never fades. Undefined: no gaps. */
export function badgeImage(
  node: SceneNode,
  theme: SceneTheme,
): { readonly box: Box; readonly image: string } | undefined {
  if (node.gaps === undefined || !hasBadge(node)) return undefined;
  const small = node.type !== 'namespace';
  const height = small ? 13 : 17;
  const width = badgeWidth(node.gaps);
  const right = node.width - (small ? 4 : 10);
  const y = node.type === 'group' ? -6 : small ? 15 : 5; // a group's text fills it: its badge sits on its edge
  return {
    box: { x: node.x + right - width, y: node.y + y, width, height },
    image: dataUri({ x: 0, y: 0, width, height }, svgBadge(width, 0, node.gaps, theme, height)),
  };
}

function dataUri(box: Box, content: string): string {
  const width = box.width + 2 * IMAGE_MARGIN;
  const height = box.height + 2 * IMAGE_MARGIN;
  return `data:image/svg+xml;utf8,${briefly(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-IMAGE_MARGIN} ${-IMAGE_MARGIN} ${width} ${height}" font-family="Inter, system-ui, sans-serif">${content}</svg>`,
  )}`;
}

/** Escaped no more than an address needs it: the canvas reads each letter whenever a box is styled. */
function briefly(svg: string): string {
  return svg.replaceAll('"', "'").replace(/[%#\s]|[^\x20-\x7e]+/g, encodeURIComponent);
}

const POST_INSET: Readonly<Partial<Record<SceneNode['type'], number>>> = { namespace: 8, tile: 3 };

function posts(node: SceneNode, theme: SceneTheme): string {
  if (node.fence === undefined) return '';
  const inset = POST_INSET[node.type] ?? 5;
  const span = { top: inset, bottom: node.height - inset };
  return svgPost(0, span, node.fence.ingress, theme) + svgPost(node.width, span, node.fence.egress, theme);
}

function inside(node: SceneNode, theme: SceneTheme, labelEnd: number): string {
  switch (node.type) {
    case 'namespace':
      return secondText(labelEnd + 7, 18, node.detail ?? '', theme, 11);
    case 'workload':
    case 'pod':
      return [
        svgIcon(kindIcon(node), 8, 6.5, 13, theme.ink3),
        node.type === 'workload' && node.count !== undefined && node.count !== 1
          ? secondText(labelEnd + 5, 17, `×${count(node.count)}`, theme, 10.5)
          : '',
        node.dataClass === undefined || node.dataClass === 'none'
          ? ''
          : svgClassGlyph(node.width - 12, node.height / 2, node.dataClass, theme),
      ].join('');
    case 'tile':
      return svgTileFoot({ ...node, x: 0, y: 0 }, theme);
    case 'any-pod':
      return svgIcon('asterisk', 12, node.height / 2 - 6.5, 13, theme.ink3);
    case 'internet':
      return svgIcon('globe', 9, node.height / 2 - 6.5, 13, theme.ink3);
    case 'unreadable':
      return svgIcon('eye-off', 9, node.height / 2 - 6.5, 13, theme.ink3);
    case 'group':
      // a second border behind the first: it stands for several
      return `<path d="M3 ${node.height + 3}H${node.width + 3}V3" fill="none" stroke="${theme.line}"/>`;
    case 'zone':
      return secondText(0, 26, node.detail ?? '', theme, 10.5);
    case 'address':
      return '';
  }
}

function secondText(x: number, y: number, text: string, theme: SceneTheme, size: number): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${theme.ink3}">${svgText(text)}</text>`;
}
