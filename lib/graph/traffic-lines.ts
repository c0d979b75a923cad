/** How observed traffic is drawn, on the map, in lists and in legends alike: the table of edges of the design. */
import type { TrafficState } from '#lib/flows/observed.ts';

export interface TrafficLine {
  readonly width: number;
  readonly dash?: readonly number[];
  readonly arrow: 'filled' | 'hollow' | 'vee' | 'tee';
  readonly colour: 'used' | 'unused' | 'contradiction' | 'drop' | 'depends';
}

export const TRAFFIC_LINES: Readonly<Record<TrafficState, TrafficLine>> = {
  'seen-denied': { width: 2.4, dash: [6, 2, 1, 2], arrow: 'filled', colour: 'contradiction' },
  denied: { width: 1.6, dash: [1.5, 3.5], arrow: 'tee', colour: 'drop' },
  'would-deny': { width: 1.6, dash: [6, 2, 1, 2], arrow: 'hollow', colour: 'unused' },
  used: { width: 1.6, arrow: 'filled', colour: 'used' },
  'not-enough-seen': { width: 1.2, arrow: 'vee', colour: 'unused' },
  unused: { width: 1.2, arrow: 'hollow', colour: 'unused' },
  unjudged: { width: 1.6, dash: [6, 4], arrow: 'filled', colour: 'depends' },
};

/** Nothing was seen of it. */
export const isUnseen = (state: TrafficState): boolean => state === 'unused' || state === 'not-enough-seen';

const THINNEST = 1.1;
const THICKEST = 3.8;
const BY_TENFOLD = 0.68;

/** Width in pixels of a line with so many connections an hour. */
export function widthOfRate(perHour: number): number {
  return Math.min(THICKEST, THINNEST + BY_TENFOLD * Math.log10(perHour + 1));
}
