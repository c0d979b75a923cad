import { DEPENDS_REASONS, type DependsReason } from './types.ts';

/** Several reasons as bits: bit n is `DEPENDS_REASONS[n]`. */
export type ReasonMask = number;

const bits = new Map<DependsReason, number>(DEPENDS_REASONS.map((reason, index) => [reason, 1 << index]));

export function reasonBit(reason: DependsReason): ReasonMask {
  return bits.get(reason) as number;
}

/** The reasons of a mask, in the order of the table. */
export function reasonsOf(mask: ReasonMask): readonly DependsReason[] {
  return DEPENDS_REASONS.filter((_, index) => (mask & (1 << index)) !== 0);
}
