import type { TrafficState } from '#lib/flows/observed.ts';
import { TRAFFIC_LINES, type TrafficLine } from '#lib/graph/traffic-lines.ts';
import { CELL } from './matrix-geometry.ts';

/** Colours of the marks, from the page's own tokens. */
export type TrafficTheme = Readonly<Record<TrafficLine['colour'] | 'ground', string>>;

/** The colours of the theme that the page shows now. */
export function readTrafficTheme(): TrafficTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  return {
    used: token('flow-used'),
    unused: token('flow-unused'),
    contradiction: token('flow-contradiction'),
    drop: token('flow-drop'),
    depends: token('depends'),
    ground: token('surface'),
  };
}

const SIZE = 8;

/**
 * The lower right corner of a cell says what was observed: a full corner what passed, a cross what was refused, both what
 * passed although denied; a hollow corner what nobody used, a point what was not observed enough.
 */
export function paintTraffic(
  context: CanvasRenderingContext2D,
  theme: TrafficTheme,
  x: number,
  y: number,
  state: TrafficState,
): void {
  const [right, bottom] = [x + CELL, y + CELL];
  const colour = theme[TRAFFIC_LINES[state].colour];
  context.fillStyle = theme.ground;
  corner(context, right, bottom, SIZE + 2);
  context.fill();
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = 1.3;
  switch (state) {
    case 'used':
    case 'would-deny':
    case 'unjudged':
    case 'seen-denied':
      corner(context, right, bottom, SIZE);
      context.fill();
      if (state === 'seen-denied') cross(context, right - SIZE - 2, bottom - 4);
      return;
    case 'denied':
      cross(context, right - 4, bottom - 4);
      return;
    case 'unused':
      corner(context, right - 1, bottom - 1, SIZE - 2);
      context.stroke();
      return;
    case 'not-enough-seen':
      context.beginPath();
      context.arc(right - 3, bottom - 3, 1.5, 0, 2 * Math.PI);
      context.fill();
  }
}

function corner(context: CanvasRenderingContext2D, right: number, bottom: number, size: number): void {
  context.beginPath();
  context.moveTo(right, bottom - size);
  context.lineTo(right, bottom);
  context.lineTo(right - size, bottom);
  context.closePath();
}

function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x - 2, y - 2);
  context.lineTo(x + 2, y + 2);
  context.moveTo(x + 2, y - 2);
  context.lineTo(x - 2, y + 2);
  context.stroke();
}
