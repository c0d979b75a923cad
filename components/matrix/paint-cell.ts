import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { MatrixGap, MatrixRelation } from '#lib/graph/matrix/types.ts';
import { portsAreAll, portsAreEmpty } from '#lib/graph/port-label.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { CELL } from './matrix-geometry.ts';

/** Colours of the cells, from the page's own tokens. */
export interface MatrixTheme {
  readonly fill: string;
  readonly soft: string;
  readonly ink: string;
  readonly depends: string;
  readonly dependsSoft: string;
  readonly denied: string;
  readonly line: string;
  readonly strong: string;
  readonly surface: string;
  readonly selected: string;
  readonly accent: string;
  readonly severity: Readonly<
    Record<Severity, { readonly fill: string; readonly soft: string; readonly line: string; readonly on: string }>
  >;
  readonly font: string;
}

/** How a cell is drawn. `all`: every pair; `some`: some pairs only. */
export type CellLook =
  | { readonly kind: 'any'; readonly every: boolean }
  | { readonly kind: 'ports'; readonly text: string; readonly depends: boolean }
  | { readonly kind: 'depends' | 'denied' | 'empty' };

/** What the colours and signs of a cell say, without its gaps. */
export function cellLook(relation: MatrixRelation): CellLook {
  if (relation.type === 'denied') return { kind: 'denied' };
  if (relation.type !== 'relation') return { kind: 'empty' };
  const { allow, some, depends } = relation;
  if (portsAreAll(allow)) return { kind: 'any', every: true };
  const certain = some === undefined || isNoPort(some) ? [allow] : [allow, some];
  if (coversAll(certain)) return { kind: 'any', every: false };
  if (certain.every(portsAreEmpty)) return { kind: portsAreEmpty(depends) ? 'denied' : 'depends' };
  return { kind: 'ports', text: portCount(certain), depends: !portsAreEmpty(depends) };
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const EVERY = 65_535;
const MOST_COUNTED = 99;

/** Disjoint parts: together every port of every protocol where their numbers add up to that. */
const coversAll = (parts: readonly PortsJson[]) => PROTOCOLS.every((each) => portsOf(parts, each) >= EVERY);

const portsOf = (parts: readonly PortsJson[], protocol: (typeof PROTOCOLS)[number]) =>
  parts.reduce(
    (sum, ports) => sum + ports[protocol].reduce((own, [first, last]) => own + last - Math.max(1, first) + 1, 0),
    0,
  );

function portCount(parts: readonly PortsJson[]): string {
  const number = PROTOCOLS.reduce((sum, each) => sum + portsOf(parts, each), 0);
  return number > MOST_COUNTED ? '∗' : String(number);
}

/** Draws one cell with its top left corner at a place. `itself`: on the diagonal. */
export function paintCell(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  x: number,
  y: number,
  relation: MatrixRelation,
  gap: MatrixGap | undefined,
  itself: boolean,
): void {
  const look = cellLook(relation);
  if (gap !== undefined) paintGap(context, theme, x, y, look, gap);
  else paintLook(context, theme, x, y, look, itself);
  if (itself) {
    context.strokeStyle = theme.strong;
    context.lineWidth = 1;
    context.setLineDash([2, 2]);
    context.strokeRect(x + 0.5, y + 0.5, CELL - 1, CELL - 1);
    context.setLineDash([]);
  }
}

function paintLook(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  x: number,
  y: number,
  look: CellLook,
  itself: boolean,
): void {
  switch (look.kind) {
    case 'any':
      if (itself) {
        text(context, theme, look.every ? '∗' : '◿', x, y);
        return;
      }
      if (look.every) box(context, theme.fill, x, y);
      else {
        // the half that is missing says that some pairs are denied
        box(context, theme.soft, x, y);
        triangle(context, theme.fill, x, y);
      }
      return;
    case 'ports':
      if (!itself) box(context, theme.soft, x, y);
      text(context, theme, look.text, x, y);
      if (look.depends) {
        context.fillStyle = theme.depends;
        context.fillRect(x + 2, y + CELL - 3, CELL - 4, 2);
      }
      return;
    case 'depends':
      hatch(context, theme, x, y);
      return;
    case 'denied':
      context.fillStyle = theme.denied;
      context.beginPath();
      context.arc(x + CELL / 2, y + CELL / 2, 1, 0, 2 * Math.PI);
      context.fill();
      return;
    case 'empty':
      return;
  }
}

/** Any port is solid, ports are soft in an outline; what depends is soft in a broken one. The bars say how bad. */
function paintGap(
  context: CanvasRenderingContext2D,
  theme: MatrixTheme,
  x: number,
  y: number,
  look: CellLook,
  { severity }: MatrixGap,
): void {
  const colours = theme.severity[severity];
  const isSolid = look.kind === 'any';
  box(context, isSolid ? colours.fill : colours.soft, x, y);
  if (!isSolid) {
    context.strokeStyle = colours.line;
    context.lineWidth = 1.5;
    if (look.kind !== 'ports') context.setLineDash([3, 2]);
    context.beginPath();
    context.roundRect(x + 0.75, y + 0.75, CELL - 1.5, CELL - 1.5, 2);
    context.stroke();
    context.setLineDash([]);
  }
  const filled = SEVERITIES.length - 1 - SEVERITIES.indexOf(severity);
  for (let bar = 0; bar < 4; bar++) {
    context.globalAlpha *= bar < filled ? 1 : 0.35;
    context.fillStyle = isSolid ? colours.on : colours.line;
    const height = 2.6 + bar * 2.4;
    context.fillRect(x + 4 + bar * 3.2, y + 15 - height, 2.3, height);
    if (bar >= filled) context.globalAlpha /= 0.35;
  }
}

function box(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, CELL, CELL, 2);
  context.fill();
}

function triangle(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y + 2);
  context.lineTo(x, y + CELL - 1);
  context.lineTo(x + CELL - 1, y);
  context.lineTo(x + 2, y);
  context.closePath();
  context.fill();
}

function hatch(context: CanvasRenderingContext2D, theme: MatrixTheme, x: number, y: number): void {
  box(context, theme.dependsSoft, x, y);
  context.save();
  context.beginPath();
  context.rect(x, y, CELL, CELL);
  context.clip();
  context.strokeStyle = theme.depends;
  context.lineWidth = 2;
  context.beginPath();
  for (let at = -CELL; at < CELL; at += 6) {
    context.moveTo(x + at, y + CELL);
    context.lineTo(x + at + CELL, y);
  }
  context.stroke();
  context.restore();
}

function text(context: CanvasRenderingContext2D, theme: MatrixTheme, words: string, x: number, y: number): void {
  context.fillStyle = theme.ink;
  context.font = `500 11px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(words, x + CELL / 2, y + CELL / 2 + 0.5);
}
