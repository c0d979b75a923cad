import { parseArgs } from 'node:util';
import { soakLiveSource } from './cluster/soak-live-source.ts';

const SECONDS = '600';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: SECONDS } } });
const outcome = await soakLiveSource(Number(values.seconds), Math.random, (line) => console.log(line));
console.log(
  `${outcome.changes} changes, ${outcome.restarts} restarts, ${outcome.differences.length} differences, heap ${outcome.heapMegabytes} MB`,
);
for (const difference of outcome.differences) console.log(difference);
process.exit(outcome.differences.length === 0 ? 0 : 1);
