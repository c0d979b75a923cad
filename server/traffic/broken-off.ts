import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer } from '#lib/api/traffic-schemas.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';

/** What the state of the source says of an upload that broke off. */
export function faultOf(error: unknown): string {
  return isRingfenceError(error) ? error.message : TAKING_FLOWS.brokeOff;
}

/** The error, with how much had been taken in before. */
export function brokenOff(error: unknown, taken: IngestAnswer | undefined): unknown {
  if (!isRingfenceError(error) || taken === undefined) return error;
  return new RingfenceError(error.code, `${error.message} ${TAKING_FLOWS.takenBefore(taken.accepted)}`, error.detail);
}
