import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { RingfenceError } from '#lib/api/errors.ts';
import type { FlowTrust, FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { CoverageRow, FlowEdge, FlowEdges, FlowRow, FlowWindow } from '#lib/flows/flow-row.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import { cannotOpen } from './cannot-open.ts';
import { appendCoverage, appendRow } from './duckdb-append.ts';
import {
  EDGE_COLUMNS,
  EVER_COLUMNS,
  edgesWanted,
  endsPerhaps,
  limitOf,
  ORDER,
  partsOf,
  timesOf,
  type Wanted,
} from './duckdb-queries.ts';
import {
  ADD_COVERAGE,
  ADD_EDGES,
  ADD_ROWS,
  DAY_OF_HOURS,
  exact,
  HOUR_OF_MINUTES,
  INCOMING,
  NUMBER_ROWS,
  SCHEMA,
  UPDATE_SEEN,
} from './duckdb-schema.ts';
import { endsWanted, isEndWanted } from './ends-wanted.ts';
import type { EdgesEver, FlowFilter, FlowRetention, FlowStore } from './flow-store.ts';
import { DAY_MS, HOUR_MS, MONTH_MS, tiersOf } from './tiers.ts';
import { minutesKeptFrom } from './times-taken.ts';
import { withoutTooOld } from './too-old-rows.ts';

/** Nothing is fetched, and nothing but its own file and folder is read. */
const OPTIONS = {
  memory_limit: '512MB',
  threads: '2',
  max_temp_directory_size: '4GB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  preserve_insertion_order: 'false',
};
/** So many edges are named by their numbers. */
const NAMED_MOST = 500;
/** Of the second in which a server ends. */
const WRITE_ON_MS = 250;
/** A closed hour waits for what comes late. */
const LATE_MS = HOUR_MS;

/**
 * Opens the flows of a data folder, or makes them. One process at a time: throws USAGE and says which one holds them;
 * NOT_WRITABLE, DAMAGED.
 */
export async function openDuckDbStore(file: string): Promise<FlowStore> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(file, OPTIONS).catch((error: Error) => {
    throw cannotOpen(file, error);
  });
  try {
    chmodSync(file, 0o600);
    const writer = await instance.connect();
    await writer.run(SCHEMA);
    await writer.run(INCOMING);
    await writer.run('PRAGMA disable_checkpoint_on_shutdown'); // each hour has one, and ending is to be quick
    const reader = await instance.connect();
    return await DuckDbStore.start(instance, writer, reader);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

class DuckDbStore implements FlowStore {
  readonly #instance: DuckDBInstance;
  readonly #writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  #unrolledHours = new Set<number>();
  #unrolledDays = new Set<number>();
  #firstHourWithMinutes = 0;
  #firstSummedHour = 0;
  #keeps: FlowRetention | undefined;
  /** One write after the other; reading goes on beside it. */
  #writing: Promise<unknown> = Promise.resolve();
  /** Its library must not be left while it works: it would take the process along. */
  readonly #reading = new Set<Promise<void>>();
  #isClosing = false;

  constructor(instance: DuckDBInstance, writer: DuckDBConnection, reader: DuckDBConnection) {
    this.#instance = instance;
    this.#writer = writer;
    this.#reader = reader;
  }

  static async start(instance: DuckDBInstance, writer: DuckDBConnection, reader: DuckDBConnection): Promise<FlowStore> {
    const store = new DuckDbStore(instance, writer, reader);
    await store.#readRolled();
    return store;
  }

  get minutesFrom(): number {
    return this.#firstHourWithMinutes * HOUR_MS;
  }

  get sumsFrom(): number {
    return this.#firstSummedHour * HOUR_MS;
  }

  get keeps(): FlowRetention | undefined {
    return this.#keeps;
  }

  keepFor(keep: FlowRetention): Promise<void> {
    return this.#write(async () => {
      const { minuteDays, hourMonths } = keep;
      if (this.#keeps?.minuteDays === minuteDays && this.#keeps.hourMonths === hourMonths) return;
      await this.#transaction(async () => {
        await this.#writer.run("DELETE FROM fact WHERE name IN ('minute days', 'hour months')");
        await this.#writer.run(
          `INSERT INTO fact VALUES ('minute days', ${minuteDays}), ('hour months', ${hourMonths})`,
        );
      });
      this.#keeps = { minuteDays, hourMonths };
    });
  }

  appendWindow(cluster: string, rows: readonly FlowRow[], coverage: readonly CoverageRow[]): Promise<void> {
    return this.#write(async () => {
      const { rows: kept, coverage: covered } = withoutTooOld(rows, coverage, this.minutesFrom);
      await this.#writer.run('TRUNCATE incoming; TRUNCATE covered;');
      if (kept.length > 0) await this.#fill('incoming', kept, appendRow);
      if (covered.length > 0) await this.#fill('covered', covered, appendCoverage);
      await this.#transaction(async () => {
        if (kept.length > 0) {
          await this.#writer.run(ADD_EDGES, [cluster]);
          await this.#writer.run(NUMBER_ROWS, [cluster]);
          await this.#writer.run(UPDATE_SEEN);
          await this.#writer.run(ADD_ROWS);
        }
        if (covered.length > 0) for (const sql of statements(ADD_COVERAGE)) await this.#writer.run(sql, [cluster]);
      });
      for (const { minute } of kept) {
        this.#unrolledHours.add(Math.floor(minute / HOUR_MS));
        this.#unrolledDays.add(Math.floor(minute / DAY_MS));
      }
    });
  }

  async edges(cluster: string, window: FlowWindow, filter: FlowFilter = {}): Promise<FlowEdges> {
    return edgesOf(await this.#edgesOf(cluster, window, filter));
  }

  async edgesEver(cluster: string, window: FlowWindow, limit: number): Promise<EdgesEver> {
    const rows = await this.#edgesOf(cluster, window, { limit }, EVER_COLUMNS);
    const [oldest] = await this.#read('SELECT min(first)::DOUBLE AS since FROM edge WHERE cluster = $1', [cluster]);
    const since = oldest?.since as number | null | undefined;
    return {
      ...edgesOf(rows.map(({ everFirst: _, everLast: __, ...row }) => row)),
      ever: rows.map(({ everFirst, everLast }) => ({ first: everFirst as number, last: everLast as number })),
      ...(typeof since === 'number' ? { since } : {}),
    };
  }

  async #edgesOf(cluster: string, window: FlowWindow, filter: FlowFilter, more = '') {
    const bounds = await this.#within(cluster, window);
    if (bounds === undefined) return [];
    const wanted = await this.#wanted(cluster, filter);
    const tiers = tiersOf(bounds, this.#rolled());
    return this.#read(
      `WITH part AS (${partsOf(tiers, wanted)}), summed AS (
        SELECT edge, bit_or(seen_at) AS seen_at, ${exact('sum(connections)')}::DOUBLE AS connections, ${exact('sum(bytes_out)')}::DOUBLE AS bytes_out,
          ${exact('sum(bytes_in)')}::DOUBLE AS bytes_in, max(sampling) AS sampling, sum(minutes)::INTEGER AS minutes,
          min(first)::DOUBLE AS first, max(last)::DOUBLE AS last
        FROM part GROUP BY edge)
      SELECT ${EDGE_COLUMNS}${more}, count(*) OVER ()::INTEGER AS total FROM summed s JOIN edge e ON e.id = s.edge
      WHERE ${wanted.where} ORDER BY ${ORDER} ${limitOf(filter)}`,
      wanted.values,
    );
  }

  /**
   * Of few edges the numbers themselves, and none where all are wanted: DuckDB then reads less. Others may be kept before
   * the sums are read, so that these ask for `where` as well.
   */
  async #wanted(cluster: string, asked: FlowFilter): Promise<Wanted> {
    const { where, values } = edgesWanted(cluster, await this.#asKept(cluster, asked));
    const all = `SELECT id FROM edge e WHERE ${where}`;
    const [told] = await this.#read(
      `SELECT count(bytes_out) + count(bytes_in) > 0 AS "hasBytes", count(*) FILTER (WHERE NOT (${where})) > 0 AS some FROM edge e`,
      values,
    );
    const hasBytes = told?.hasBytes === true;
    if (told?.some !== true) return { ids: undefined, hasBytes, where, values };
    const ids = (await this.#read(`${all} LIMIT ${NAMED_MOST + 1}`, values)).map(({ id }) => id as number);
    if (ids.length > NAMED_MOST) return { ids: all, hasBytes, where, values };
    return { ids: ids.length === 0 ? 'NULL' : ids.join(), hasBytes, where, values };
  }

  /** With the ends that are kept in the place of what stands for several. */
  async #asKept(cluster: string, filter: FlowFilter): Promise<FlowFilter> {
    if (filter.ends === undefined) return filter;
    const wanted = endsWanted(filter.ends);
    const { named, blocks, anyKinds } = wanted;
    if (blocks.length === 0 && anyKinds.size === 0) return { ...filter, ends: [...named] };
    const { sql, values } = endsPerhaps(cluster, wanted);
    const kept = (await this.#read(sql, values)).map((row) => row.kept as string);
    return { ...filter, ends: [...named, ...kept.filter((end) => !named.has(end) && isEndWanted(wanted, end))] };
  }

  async seen(cluster: string, filter: FlowFilter = {}): Promise<FlowEdges> {
    const { where, values } = edgesWanted(cluster, await this.#asKept(cluster, filter));
    const rows = await this.#read(
      `SELECT ${EDGE_COLUMNS}, count(*) OVER ()::INTEGER AS total FROM edge e JOIN (
        SELECT id AS edge, seen_at, connections::DOUBLE AS connections, bytes_out::DOUBLE AS bytes_out,
          bytes_in::DOUBLE AS bytes_in, sampling, minutes, first::DOUBLE AS first, last::DOUBLE AS last FROM edge) s
      ON e.id = s.edge WHERE ${where} ORDER BY ${ORDER} ${limitOf(filter)}`,
      values,
    );
    return edgesOf(rows);
  }

  async timeline(cluster: string, window: FlowWindow, stepMs: number, filter: FlowFilter = {}) {
    const bounds = await this.#within(cluster, window);
    if (bounds === undefined) return [];
    const wanted = await this.#wanted(cluster, filter);
    const byHour = stepMs % HOUR_MS === 0 && window.from % HOUR_MS === 0;
    const tiers = tiersOf(bounds, this.#rolled(), byHour ? 'hour' : 'minute');
    const rows = await this.#read(
      `WITH part AS (${timesOf(tiers, wanted)})
      SELECT (floor((part.moment - ${window.from}) / ${stepMs}) * ${stepMs} + ${window.from})::DOUBLE AS moment, verdict,
        ${exact('sum(part.connections)')}::DOUBLE AS connections
      FROM part JOIN edge e ON e.id = part.edge WHERE ${wanted.where}
      GROUP BY ALL HAVING sum(part.connections) IS NOT NULL ORDER BY moment`,
      wanted.values,
    );
    const steps = new Map<number, Partial<Record<FlowVerdict, number>>>();
    for (const { moment, verdict, connections } of rows) {
      const counts = steps.get(moment as number) ?? {};
      counts[verdict as FlowVerdict] = connections as number;
      steps.set(moment as number, counts);
    }
    return [...steps].map(([at, counts]) => ({ at: Math.max(at, window.from), counts }));
  }

  async coverage(cluster: string, { from, to }: FlowWindow): Promise<readonly CoverageRow[]> {
    const rows = await this.#read(
      `SELECT hour::DOUBLE * ${HOUR_MS} AS hour, source, node, least(sum(connected_ms), ${HOUR_MS})::DOUBLE AS "connectedMs",
        sum(records)::DOUBLE AS records, sum(lost)::DOUBLE AS lost
      FROM coverage WHERE cluster = $1 AND hour >= ${Math.floor(from / HOUR_MS)} AND hour * ${HOUR_MS}::BIGINT < ${to}
      GROUP BY ALL ORDER BY hour, source, node`,
      [cluster],
    );
    return rows as unknown as CoverageRow[];
  }

  async clusters(): Promise<readonly string[]> {
    const rows = await this.#read('SELECT cluster FROM edge UNION SELECT cluster FROM coverage ORDER BY cluster');
    return rows.map(({ cluster }) => cluster as string);
  }

  async sources(cluster: string): Promise<readonly string[]> {
    const rows = await this.#read('SELECT DISTINCT source FROM coverage WHERE cluster = $1 ORDER BY source', [cluster]);
    return rows.map(({ source }) => source as string);
  }

  retain(now: number, { minuteDays, hourMonths }: FlowRetention): Promise<void> {
    return this.#write(async () => {
      const isClosed = (end: number) => end + LATE_MS <= now;
      for (const hour of [...this.#unrolledHours].sort((a, b) => a - b)) {
        if (isClosed((hour + 1) * HOUR_MS)) await this.#roll('hour', hour, HOUR_OF_MINUTES, this.#unrolledHours);
      }
      const openDays = new Set([...this.#unrolledHours].map((hour) => Math.floor(hour / 24)));
      for (const day of [...this.#unrolledDays].sort((a, b) => a - b)) {
        if (openDays.has(day) || !isClosed((day + 1) * DAY_MS)) continue;
        await this.#roll('day', day, DAY_OF_HOURS, this.#unrolledDays);
      }
      const firstHour = Math.max(this.#firstHourWithMinutes, minutesKeptFrom(now, minuteDays) / HOUR_MS);
      const oldest = now - hourMonths * MONTH_MS;
      await this.#transaction(async () => {
        await this.#writer.run(`DELETE FROM minute WHERE minute < ${firstHour * 60}`);
        await this.#writer.run(`UPDATE fact SET value = ${firstHour} WHERE name = 'minutes from'`);
        await this.#writer.run(`DELETE FROM hour WHERE hour < ${Math.floor(oldest / HOUR_MS)}`);
        await this.#writer.run(`DELETE FROM day WHERE day < ${Math.floor(oldest / DAY_MS)}`);
        await this.#writer.run(`DELETE FROM coverage WHERE hour < ${Math.floor(oldest / HOUR_MS)}`);
        await this.#writer.run(`DELETE FROM edge WHERE last < ${Math.floor(oldest / DAY_MS) * DAY_MS}`);
      });
      this.#firstHourWithMinutes = firstHour;
      await this.#writer.run('CHECKPOINT');
    });
  }

  /** Whoever still asks is interrupted; what is being written gets a moment, and is undone where that is too short. */
  async close(): Promise<void> {
    const late = setTimeout(() => this.#writer.interrupt(), WRITE_ON_MS);
    this.#isClosing = true;
    this.#reader.interrupt();
    await Promise.all([this.#writing, ...this.#reading]);
    clearTimeout(late);
    this.#reader.closeSync();
    this.#writer.closeSync();
    this.#instance.closeSync();
  }

  /** Replaces the sums of one hour or day: made twice they are the same. */
  async #roll(table: 'hour' | 'day', number: number, insert: string, unrolled: Set<number>): Promise<void> {
    await this.#transaction(async () => {
      await this.#writer.run(`DELETE FROM ${table} WHERE ${table} = ${number}`);
      await this.#writer.run(insert, [number]);
      await this.#writer.run(`DELETE FROM unrolled_${table} WHERE ${table} = ${number}`);
    });
    unrolled.delete(number);
  }

  #rolled() {
    return {
      unrolledHours: this.#unrolledHours,
      unrolledDays: this.#unrolledDays,
      firstHourWithMinutes: this.#firstHourWithMinutes,
    };
  }

  async #readRolled(): Promise<void> {
    const hours = await this.#read('SELECT hour AS number FROM unrolled_hour');
    const days = await this.#read('SELECT day AS number FROM unrolled_day');
    const told = await this.#read('SELECT name, value::INTEGER AS number FROM fact');
    const facts = new Map(told.map(({ name, number }) => [name, number as number]));
    const [minuteDays, hourMonths] = [facts.get('minute days'), facts.get('hour months')];
    this.#keeps = minuteDays === undefined || hourMonths === undefined ? undefined : { minuteDays, hourMonths };
    this.#unrolledHours = new Set(hours.map(({ number }) => number as number));
    this.#unrolledDays = new Set(days.map(({ number }) => number as number));
    this.#firstHourWithMinutes = facts.get('minutes from') ?? 0;
    const [summed] = await this.#read(
      'SELECT least((SELECT min(hour) FROM hour), (SELECT min(day) * 24 FROM day))::INTEGER AS first',
    );
    this.#firstSummedHour = (summed?.first as number | null) ?? 0;
  }

  /** The part of the window in which there is anything: a window of decades costs no more than what is kept. */
  async #within(cluster: string, window: FlowWindow): Promise<FlowWindow | undefined> {
    const [known] = await this.#read(
      'SELECT min(first)::DOUBLE AS first, max(last)::DOUBLE AS last FROM edge WHERE cluster = $1',
      [cluster],
    );
    if (typeof known?.first !== 'number' || typeof known.last !== 'number') return undefined;
    const from = Math.max(window.from, Math.floor(known.first / DAY_MS) * DAY_MS);
    const to = Math.min(window.to, (Math.floor(known.last / DAY_MS) + 1) * DAY_MS);
    return from < to ? { from, to } : undefined;
  }

  async #read(sql: string, values: readonly string[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> {
    if (this.#isClosing) throw new RingfenceError('WORKER_LOST', TRAFFIC.closing);
    const answer = this.#reader.runAndReadAll(sql, [...values]);
    const settled = answer.then(nothing, nothing);
    this.#reading.add(settled);
    void settled.then(() => this.#reading.delete(settled));
    return (await answer).getRowObjectsJS() as Record<string, unknown>[];
  }

  #write<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosing) return Promise.reject(new RingfenceError('WORKER_LOST', TRAFFIC.closing));
    const done = this.#writing.then(work, work);
    this.#writing = done.catch(() => {});
    return done;
  }

  async #transaction(work: () => Promise<void>): Promise<void> {
    await this.#writer.run('BEGIN');
    try {
      await work();
      await this.#writer.run('COMMIT');
    } catch (error) {
      await this.#writer.run('ROLLBACK').catch(() => {}); // what failed may have ended it
      throw error;
    }
  }

  async #fill<T>(table: string, rows: readonly T[], append: (appender: DuckDBAppender, row: T) => void): Promise<void> {
    const appender = await this.#writer.createAppender(table, null, 'temp');
    for (const row of rows) append(appender, row);
    appender.closeSync();
  }
}

function nothing(): void {}

function statements(sql: string): readonly string[] {
  return sql.split(';').filter((statement) => statement.trim() !== '');
}

function edgesOf(rows: readonly Readonly<Record<string, unknown>>[]): FlowEdges {
  const edges = rows.map(({ total, ...edge }) => edge as unknown as FlowEdge & { trust: FlowTrust });
  return { edges, total: (rows[0]?.total as number | undefined) ?? 0 };
}
