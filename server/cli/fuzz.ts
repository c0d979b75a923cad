import { parseArgs } from 'node:util';
import { compareCluster, type Difference } from '#lib/policy/testing/compare-cluster.ts';
import { compareDiff, type DiffDifference } from '#lib/policy/testing/literal-diff.ts';

// `npm run fuzz`: the engine against the literal evaluator, and the diff of two states against comparing every pair of
// pods, until so many pairs of ends agree. Exit 1 on a difference.

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

const differences: (Difference | DiffDifference)[] = [];
let pairs = 0;
let seed = firstSeed;
let reported = 0;
while (pairs < wanted && differences.length < SHOWN) {
  for (const { pairs: compared, differences: found } of [compareCluster(seed), compareDiff(seed)]) {
    pairs += compared;
    differences.push(...found);
  }
  seed++;
  if (pairs - reported >= 100_000) {
    reported = pairs;
    process.stderr.write(`${pairs} pairs compared\n`);
  }
}
for (const difference of differences.slice(0, SHOWN)) process.stdout.write(`${JSON.stringify(difference)}\n`);
process.stdout.write(`${differences.length} differences in ${pairs} pairs, seeds ${firstSeed} to ${seed - 1}\n`);
process.exit(differences.length === 0 ? 0 : 1);
