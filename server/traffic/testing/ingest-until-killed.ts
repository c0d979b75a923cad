/** A process that takes in flows by the minute and says what is kept, until it is killed: `ingest-until-killed.ts FILE`. */

import { someFlow } from '#lib/flows/testing/some-flow.ts';
import { createClusterTraffic } from '../cluster-traffic.ts';
import { openDuckDbStore } from '../duckdb-store.ts';
import { createFlowWriter } from '../flow-writer.ts';
import { DAY } from './store-contract-rows.ts';

const MINUTE_MS = 60_000;
const FLOWS_A_MINUTE = 50;

const [file = ''] = process.argv.slice(2);
const store = await openDuckDbStore(file);
const writer = createFlowWriter(
  async () => store,
  () => {},
);
let now = DAY;
const traffic = createClusterTraffic(
  'demo',
  writer,
  () => now,
  () => 0,
);
for (let minute = 0; ; minute++) {
  const start = DAY + minute * MINUTE_MS;
  const flows = Array.from({ length: FLOWS_A_MINUTE }, (_, i) => someFlow({ t0: start + i, fromPort: 30_000 + i }));
  traffic.observe(flows);
  traffic.sink.cover({ type: 'connected', source: 'hubble', t0: start, t1: start + MINUTE_MS });
  now = start + MINUTE_MS + 5_000;
  traffic.flush(now);
  await writer.written();
  process.stdout.write(`${minute}\n`);
}
