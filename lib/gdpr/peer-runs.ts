/** Some of many names, without naming them: in an open cluster each gap has nearly every workload behind it. */
export interface PeerRuns {
  /** Sorted. */
  readonly names: readonly string[];
  /** Positions in `names`: first, last, first, last, … Many gaps may have the same list. */
  readonly runs: readonly number[];
  /** Positions that are in `runs` and not meant, and the other way round; ascending. */
  readonly differs: readonly number[];
}

/** Ascending numbers as runs: first, last, first, last, … */
export function runsOf(positions: Iterable<number>): readonly number[] {
  const runs: number[] = [];
  for (const position of positions) addRun(runs, position, position);
  return runs;
}

/** Puts a run behind others; one that begins where the last ends makes it longer. */
export function addRun(runs: number[], first: number, last: number): void {
  if (runs.length > 0 && runs.at(-1) === first - 1) runs[runs.length - 1] = last;
  else runs.push(first, last);
}
