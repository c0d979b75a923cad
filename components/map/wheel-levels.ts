/** From this zoom on a box is so large that zooming in further means it. */
export const DIVE_ZOOM = 2.2;
/** So much smaller than fitted an opened picture must be before zooming out further means to leave it. */
export const RISE_SHARE = 0.55;
/** The wheel must go on for so long in one direction over one box: a slip opens nothing. */
export const WHEEL_ENOUGH = 320;
/** After a change of level the wheel's own swing goes on for a while. */
export const QUIET_MS = 500;
/** Between two turns that belong together. */
const PAUSE_MS = 400;

export interface WheelTurn {
  /** Of the event: below 0 zooms in. */
  readonly delta: number;
  readonly at: number;
  readonly zoom: number;
  /** The zoom at which all of the picture fits. */
  readonly fit: number;
  /** The box under the pointer that can be opened. */
  readonly box: string | undefined;
  readonly canRise: boolean;
}

export type WheelMeans = { readonly type: 'dive'; readonly box: string } | { readonly type: 'rise' } | undefined;

/** Semantic zoom: what a wheel that goes on and on means. Only where it is sure, and with much room between in and out. */
export function createWheelLevels(): {
  readonly turn: (turn: WheelTurn) => WheelMeans;
  readonly quiet: (at: number) => void;
} {
  let quietUntil = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let target: string | undefined;
  let last = Number.NEGATIVE_INFINITY;
  return {
    quiet(at) {
      quietUntil = at + QUIET_MS;
      sum = 0;
    },
    turn({ delta, at, zoom, fit, box, canRise }) {
      if (at < quietUntil) return undefined;
      const dives = delta < 0 && zoom >= DIVE_ZOOM && box !== undefined;
      const rises = delta > 0 && canRise && zoom <= fit * RISE_SHARE;
      const meant = dives ? `in ${box}` : rises ? 'out' : undefined;
      if (meant === undefined || meant !== target || at - last > PAUSE_MS) sum = 0;
      target = meant;
      last = at;
      if (meant === undefined) return undefined;
      sum += Math.abs(delta);
      if (sum < WHEEL_ENOUGH) return undefined;
      sum = 0;
      return dives && box !== undefined ? { type: 'dive', box } : { type: 'rise' };
    },
  };
}
