import type { ReasonMask } from './reasons.ts';

/** Whether a peer means someone: for certain, not at all, or possibly for some reasons. One number, for speed. */
export type Match = number;

export const NO_MATCH: Match = 0;
export const MATCHES: Match = 1;

/** @param reasons why it is undecided; not empty. */
export function matchesPossibly(reasons: ReasonMask): Match {
  return reasons << 1;
}

export function matchReasons(match: Match): ReasonMask {
  return match === MATCHES ? 0 : match >>> 1;
}

/** Alternatives: one certain match is enough. */
export function anyMatch(a: Match, b: Match): Match {
  return a === MATCHES || b === MATCHES ? MATCHES : a | b;
}
