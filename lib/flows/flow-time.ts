/** Year 9999: what comes after has more digits than any format of flows writes, and soon no date at all. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The time that a record tells, if it can be one: milliseconds since 1970, from 0 to the end of 9999. Else it has none. */
export function flowTime(millis: number | undefined): number | undefined {
  return millis !== undefined && millis >= 0 && millis <= LATEST ? millis : undefined;
}
