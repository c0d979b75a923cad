import type { TrafficDecision } from '#lib/flows/observed.ts';

/**
 * The decision that a row names: what denies; else the rule that admits, the one nearest to the server; else an open
 * gate. Undefined where no end has a gate.
 */
export function decidingOf(decisions: readonly TrafficDecision[]): TrafficDecision | undefined {
  return (
    decisions.find(({ allowed }) => allowed !== true) ??
    decisions.findLast(({ policy }) => policy !== undefined) ??
    decisions.at(-1)
  );
}

/** Whether every gate on the way is open: no policy has a say. */
export const isOpenAllTheWay = (decisions: readonly TrafficDecision[]): boolean =>
  decisions.length > 1 && decisions.every(({ allowed, policy }) => allowed === true && policy === undefined);
