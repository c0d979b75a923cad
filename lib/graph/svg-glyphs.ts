import { type DataClass, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { shortCount } from '#lib/text/en/count.ts';
import { svgText } from './svg-text.ts';
import type { SceneTheme } from './theme.ts';
import type { FencePost, SceneNode } from './types.ts';

/** A gate that is closed to some only. */
const PARTLY_SHARE = 0.5;

/**
 * A fence post: solid where it isolates, dotted where it is open; on tiles the solid part grows from below with the
 * share of isolated pods. Undecided posts are drawn in the colour of `depends`.
 */
export function svgPost(
  x: number,
  span: { readonly top: number; readonly bottom: number },
  post: FencePost,
  theme: SceneTheme,
): string {
  const share = post.partly === true ? Math.max(post.isolated, PARTLY_SHARE) : post.isolated;
  const solidTop = span.bottom - (span.bottom - span.top) * share;
  const colour = post.depends === true ? theme.depends : theme.ink2;
  const open = `<path d="M${x} ${span.top}V${round(solidTop)}" stroke="${post.depends === true ? theme.depends : theme.lineStrong}" stroke-width="1.5" stroke-dasharray="2 3"/>`;
  const solid = `<path d="M${x} ${round(solidTop)}V${span.bottom}" stroke="${colour}" stroke-width="3"/>`;
  return (share < 1 ? open : '') + (share > 0 ? solid : '');
}

/** Of `svgBadge`, in pixels. */
export function badgeWidth({ count }: { readonly count: number }): number {
  return 22 + shortCount(count).length * 6.5;
}

/** Bars plus count; the number of filled bars says how bad, so that it survives without colour. `right` is the right edge. */
export function svgBadge(
  right: number,
  y: number,
  gaps: { readonly worst: Severity; readonly count: number },
  theme: SceneTheme,
  height = 17,
): string {
  const colours = theme.severity[gaps.worst];
  const label = shortCount(gaps.count);
  const width = badgeWidth(gaps);
  const x = right - width;
  return [
    `<rect x="${round(x)}" y="${y}" width="${width}" height="${height}" rx="4" fill="${colours.fill}" stroke="${theme.surface}" stroke-width="1.5"/>`,
    svgBars(x + 4.5, round(y + (height + 9) / 2), gaps.worst, colours.on),
    `<text x="${round(right - 4)}" y="${round(y + height / 2 + 3.8)}" font-size="10.5" font-weight="600" text-anchor="end" fill="${colours.on}">${label}</text>`,
  ].join('');
}

function svgBars(x: number, bottom: number, severity: Severity, colour: string): string {
  const filled = 4 - SEVERITIES.indexOf(severity);
  return [2.8, 4.7, 6.6, 8.5]
    .map(
      (height, bar) =>
        `<rect x="${round(x + bar * 2.5)}" y="${round(bottom - height)}" width="1.8" height="${height}" fill="${colour}"${bar < filled ? '' : ' opacity="0.32"'}/>`,
    )
    .join('');
}

/** Shape says what data: circle personal, square special, half circle pseudonymised, ring none, dotted ring unknown. */
export function svgClassGlyph(x: number, y: number, dataClass: DataClass, theme: SceneTheme): string {
  const colour = theme.dataClass[dataClass];
  const surface = theme.page;
  switch (dataClass) {
    case 'personal':
      return `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/>`;
    case 'children':
      return `<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/><circle cx="${x}" cy="${y}" r="1.5" fill="${surface}"/>`;
    case 'special':
      return `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9" fill="${colour}"/>`;
    case 'criminal':
      return `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9" fill="${colour}"/><rect x="${x - 4.5}" y="${y - 1}" width="9" height="2" fill="${surface}"/>`;
    case 'pseudonymised':
      return `<circle cx="${x}" cy="${y}" r="4.5" fill="none" stroke="${colour}" stroke-width="1.4"/><path d="M${x} ${y - 4.5}a4.5 4.5 0 0 0 0 9z" fill="${colour}"/>`;
    case 'none':
      return `<circle cx="${x}" cy="${y}" r="4" fill="none" stroke="${colour}" stroke-width="1.4"/>`;
    case 'unknown':
      return `<circle cx="${x}" cy="${y}" r="5.5" fill="none" stroke="${colour}" stroke-dasharray="1.5 2"/><text x="${x}" y="${y + 3}" font-size="8.5" text-anchor="middle" fill="${colour}">?</text>`;
  }
}

/** Below the name of a tile, seen from its corner: how many pods, and the class; beside a wide badge the class alone. */
export function svgTileFoot(
  { x, y, width, detail = '', dataClass, gaps }: Pick<SceneNode, 'x' | 'y' | 'width' | 'detail' | 'dataClass' | 'gaps'>,
  theme: SceneTheme,
): string {
  const pods = `<text x="${x + 7}" y="${y + 26}" font-size="10.5" fill="${theme.ink3}">${svgText(detail)}</text>`;
  if (dataClass === undefined || dataClass === 'none') return pods;
  const glyph = x + 15.5 + detail.length * 6.3;
  const room = x + width - 4 - (gaps === undefined ? 0 : badgeWidth(gaps));
  if (glyph + 5.5 <= room) return pods + svgClassGlyph(round(glyph), y + 22, dataClass, theme);
  return dataClass === 'unknown' ? pods : svgClassGlyph(x + 13, y + 22, dataClass, theme);
}

const round = (value: number) => Math.round(value * 10) / 10;
