import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Mean milliseconds of one call; a tenth as many calls before are not counted. */
export function millisecondsPerCall(calls: number, call: (n: number) => unknown): number {
  for (let n = 0; n < calls / 10; n++) call(n);
  const start = performance.now();
  for (let n = 0; n < calls; n++) call(n);
  return (performance.now() - start) / calls;
}

/** The value below which a share of the values lies: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Heap in use, in MB, after a collection. */
export function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1_048_576;
}

/** What `node --expose-gc` gives every script, for this one alone. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  collect();
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * The exponent b of y = a · x^b that fits best (least squares of the logarithms): 1 is linear growth. NaN for fewer than
 * two points.
 */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  if (points.length < 2) return Number.NaN;
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const along = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return along / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
