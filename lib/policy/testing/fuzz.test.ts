import { expect, test } from 'vitest';
import { compareCluster } from './compare-cluster.ts';

const CLUSTERS = 40; // some ten thousand pairs; a million by `npm run fuzz`
const TIMEOUT_MS = 90_000; // nine seconds of one core; others may be at work

test(
  `the engine agrees with the literal evaluator on every pair of ends of ${CLUSTERS} random clusters`,
  () => {
    const results = Array.from({ length: CLUSTERS }, (_, seed) => compareCluster(seed + 1));
    expect(results.flatMap((result) => result.differences).slice(0, 5)).toEqual([]);
    expect(results.reduce((sum, result) => sum + result.pairs, 0)).toBeGreaterThan(5_000);
  },
  TIMEOUT_MS,
);
