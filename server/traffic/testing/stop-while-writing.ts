/**
 * A process whose flows are stopped while they are written and asked for, so long after the first of them were kept:
 * `stop-while-writing.ts FOLDER MILLISECONDS`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startTrafficThread } from '../traffic-thread.ts';

const [dataDir = '', ms = '0'] = process.argv.slice(2);
let isKept = false;
const thread = startTrafficThread({
  dataDir,
  keep: { minuteDays: 30, hourMonths: 13 },
  cluster: (id) => ({
    id,
    under: id,
    demo: false,
    tellNames: (port) => port().postMessage({ whole: true, changes: [], ranges: [] }),
  }),
  onChanged: () => {
    isKept = true;
  },
  onLost: (error) => {
    throw error ?? new Error('lost');
  },
});

/** Within what is kept, by the clock that the thread goes by. */
const now = Date.now();
const YESTERDAY = now - 86_400_000;
let number = 0;
async function* lines() {
  for (;;) {
    const records = Array.from({ length: 500 }, () => {
      number++;
      const time = new Date(YESTERDAY + (number % 1_000) * 60_000).toISOString();
      const from = { namespace: 'a', workload: { kind: 'Deployment', name: `w${number % 5_000}` } };
      const to = { namespace: 'b', workload: { kind: 'Deployment', name: 'db' } };
      return JSON.stringify({ schema: 'ringfence.dev/flow/v1', time, from, to, port: 1, verdict: 'allowed' });
    });
    yield Buffer.from(`${records.join('\n')}\n`);
  }
}
const window = { from: YESTERDAY, to: now };
const flood = thread.ingest('a', 'test', lines()).catch((error: Error) => error);
const asking = (async () => {
  for (;;) await thread.ask({ ask: 'edges', cluster: 'a', window, filter: {} });
})().catch((error: Error) => error);
while (!isKept) await sleep(5); // the thread alone does not keep a process
await sleep(Number(ms));
await thread.stop();
await Promise.all([flood, asking]);
process.stdout.write(`stopped ${number > 0}\n`);
