import { parseArgs } from 'node:util';
import { compareCluster, type Difference } from '#lib/policy/testing/compare-cluster.ts';

// `npm run fuzz`: the engine against the literal evaluator, until so many pairs of ends agree. Exit 1 on a difference.

const SHOWN = 20;

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const wanted = Number(values.pairs);
const firstSeed = Number(values.seed);
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(firstSeed)) {
  process.stderr.write('Usage: npm run fuzz -- [--pairs 1000000] [--seed 1]\n');
  process.exit(2);
}

const differences: Difference[] = [];
let pairs = 0;
let seed = firstSeed;
let reported = 0;
while (pairs < wanted && differences.length < SHOWN) {
  const result = compareCluster(seed++);
  pairs += result.pairs;
  differences.push(...result.differences);
  if (pairs - reported >= 100_000) {
    reported = pairs;
    process.stderr.write(`${pairs} pairs compared\n`);
  }
}
for (const difference of differences.slice(0, SHOWN)) process.stdout.write(`${JSON.stringify(difference)}\n`);
process.stdout.write(`${differences.length} differences in ${pairs} pairs, seeds ${firstSeed} to ${seed - 1}\n`);
process.exit(differences.length === 0 ? 0 : 1);
