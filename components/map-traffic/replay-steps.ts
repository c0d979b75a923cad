/**
 * Where the replay stands after one step: the change of policies before or after a time. Behind the last is the
 * present (`undefined`); before the first there is nothing, so that one stays. `at` undefined: the present.
 */
export function stepTo(changes: readonly number[], at: number | undefined, by: 1 | -1): number | undefined {
  const sorted = [...changes].sort((a, b) => a - b);
  if (by === -1) return sorted.findLast((change) => at === undefined || change < at) ?? at;
  return at === undefined ? undefined : sorted.find((change) => change > at);
}
