import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DuckDBInstance } from '@duckdb/node-api';
import { SCHEMA } from '#server/traffic/duckdb-schema.ts';
import { openDuckDbStore } from '#server/traffic/duckdb-store.ts';
import { FLOWS_FILE, type FlowFilter, type FlowStore } from '#server/traffic/flow-store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/traffic/tiers.ts';
import { percentile, rounded } from './timing.ts';

const EDGES = 20_000;
const MINUTES = 30 * 24 * 60;
/** A whole number of days, in minutes since 1970. */
const FIRST_MINUTE = 20_600 * 1440;
const TIMES = 9;

/** Minute-edges of 30 days and 20,000 edges, written into a store of its own; then what map and pod ask of it. */
export async function measureFlowStore(rows: number): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-bench-flows-'));
  try {
    const file = join(folder, FLOWS_FILE);
    await fill(file, rows);
    const store = await openDuckDbStore(file);
    const from = FIRST_MINUTE * MINUTE_MS;
    const to = from + Math.floor(rows / perMinute(rows)) * MINUTE_MS;
    const rolling = await timed(() => store.retain(to + 2 * DAY_MS, { minuteDays: 60, hourMonths: 13 }));
    const figures = {
      rows,
      fileMb: Math.round(statSync(file).size / 1_048_576),
      rollUp: rolling,
      mapHour: await asked(store, { from: to - 90 * MINUTE_MS, to: to - 30 * MINUTE_MS }, { limit: 1000 }),
      mapDay: await asked(store, { from: to - DAY_MS - 17 * MINUTE_MS, to: to - 17 * MINUTE_MS }, { limit: 1000 }),
      mapMonth: await asked(store, { from: from + HOUR_MS / 2, to: to - HOUR_MS / 2 }, { limit: 1000 }),
      podDay: await asked(store, { from: to - DAY_MS - 17 * MINUTE_MS, to: to - 17 * MINUTE_MS }, POD),
      podMonth: await asked(store, { from: from + HOUR_MS / 2, to: to - HOUR_MS / 2 }, POD),
      rssMb: rounded(process.memoryUsage().rss / 1_048_576),
    };
    await store.close();
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const POD: FlowFilter = { ends: ['ns7/Deployment/w7'], limit: 1000 };

function perMinute(rows: number): number {
  return Math.ceil(rows / MINUTES);
}

async function fill(file: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(file, { memory_limit: '2GB', threads: '2' });
  const db = await instance.connect();
  await db.run(SCHEMA);
  await db.run(`INSERT INTO edge SELECT nextval('edge_id'), 'demo', 'ns' || (i % 50) || '/Deployment/w' || (i % 2000),
    'ns' || (i * 7 % 50) || '/Deployment/w' || (i * 31 % 2000), 8080 + i % 4, 6,
    CASE WHEN i % 100 = 0 THEN 'denied' ELSE 'allowed' END, NULL, 'datapath', '', false, 3, 100, NULL, NULL, 1, 100,
    ${FIRST_MINUTE}::BIGINT * 60000, ${FIRST_MINUTE + MINUTES - 1}::BIGINT * 60000 FROM range(${EDGES}) t(i)`);
  await db.run(`INSERT INTO minute SELECT ${FIRST_MINUTE} + (r // ${perMinute(rows)}), 1 + hash(r) % ${EDGES}, 'hubble', 3,
    1 + r % 17, NULL, NULL, 1, r % 60000, r % 60000 FROM range(${rows}) t(r)`);
  await db.run('INSERT INTO unrolled_hour SELECT DISTINCT minute // 60 FROM minute');
  await db.run('INSERT INTO unrolled_day SELECT DISTINCT minute // 1440 FROM minute');
  db.closeSync();
  instance.closeSync();
}

async function asked(store: FlowStore, window: { from: number; to: number }, filter: FlowFilter): Promise<object> {
  const walls: number[] = [];
  const cpus: number[] = [];
  let edges = 0;
  for (let time = 0; time < TIMES; time++) {
    const { wallMs, cpuMs } = await timed(async () => {
      edges = (await store.edges('demo', window, filter)).total;
    });
    walls.push(wallMs);
    cpus.push(cpuMs);
  }
  return { edges, wallMs: rounded(percentile(walls, 0.5)), cpuMs: rounded(percentile(cpus, 0.5)) };
}

async function timed(work: () => Promise<void>): Promise<{ readonly wallMs: number; readonly cpuMs: number }> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wallMs: rounded(performance.now() - start), cpuMs: rounded((user + system) / 1000) };
}
