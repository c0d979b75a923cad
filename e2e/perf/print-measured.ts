/** Of an odd number of values the one in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** "demo, click to connections: median 91 ms of 5 (88 to 103), budget 100 ms" */
export function printMeasured(what: string, values: readonly number[], unit: string, budget?: string): void {
  const rounded = values.map((each) => Math.round(each * 10) / 10).sort((a, b) => a - b);
  const span = rounded.length > 1 ? ` of ${rounded.length} (${rounded[0]} to ${rounded.at(-1)})` : '';
  const against = budget === undefined ? '' : `, budget ${budget}`;
  process.stdout.write(`   ${what}: median ${median(rounded)} ${unit}${span}${against}\n`);
}
