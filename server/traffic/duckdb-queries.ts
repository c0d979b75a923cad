import type { EndsWanted } from './ends-wanted.ts';
import type { FlowFilter } from './flow-store.ts';
import { HOUR_MS, MINUTE_MS, type Range, type Tiers } from './tiers.ts';

export const EDGE_COLUMNS = `e."from", e."to", e.port, e.protocol, e.verdict, e.decided_at AS "decidedAt", e.trust, e.policies,
  s.seen_at AS "seenAt", e.direction_unknown AS "directionUnknown", s.connections, s.bytes_out AS "bytesOut",
  s.bytes_in AS "bytesIn", s.sampling, s.first, s.last, s.minutes`;
export const EVER_COLUMNS = `, e.first::DOUBLE AS "everFirst", e.last::DOUBLE AS "everLast"`;
export const ORDER =
  's.connections DESC NULLS LAST, s.minutes DESC, e."from", e."to", e.port NULLS FIRST, e.protocol, e.verdict, e.policies, e.id';

/** As `edgeName` writes it. */
const EDGE_NAME = `concat_ws(' ', e."from", e."to", coalesce(e.port::VARCHAR, '-'), e.protocol, e.direction_unknown, e.trust)`;

/** Ends that a filter may mean which it does not name: in a block, or of a kind in other letters. */
export function endsPerhaps(cluster: string, { blocks, anyKinds }: EndsWanted) {
  const values = [cluster, ...anyKinds];
  const parts = [
    ...(blocks.length > 0 ? ["starts_with(kept, 'ip:')"] : []),
    ...[...anyKinds].map((_, index) => `lower(kept) = lower($${index + 2})`),
  ];
  const sql = `SELECT DISTINCT kept FROM (
    SELECT "from" AS kept FROM edge WHERE cluster = $1 UNION ALL SELECT "to" FROM edge WHERE cluster = $1)
    WHERE ${parts.join(' OR ')}`;
  return { sql, values };
}
/** So many ends are written into a question; more of them are a list, of which DuckDB makes a table. */
const ENDS_WRITTEN = 500;

/** @param ends as they are kept: blocks are not looked into here. */
export function edgesWanted(
  cluster: string,
  { ends, verdicts, only }: FlowFilter,
): { where: string; values: readonly string[] } {
  const values = [cluster];
  const list = (of: readonly string[]) => {
    const places = of.map((value) => `$${values.push(value)}`);
    return `(${places.join(', ')})`;
  };
  const parts = ['e.cluster = $1'];
  if (ends !== undefined) {
    if (ends.length === 0) parts.push('false');
    else {
      const places =
        ends.length <= ENDS_WRITTEN
          ? list(ends)
          : `(SELECT unnest(string_split($${values.push(ends.join('\n'))}, chr(10))))`;
      parts.push(`(e."from" IN ${places} OR e."to" IN ${places})`);
    }
  }
  if (verdicts !== undefined) parts.push(verdicts.length === 0 ? 'false' : `e.verdict IN ${list(verdicts)}`);
  if (only !== undefined) parts.push(only.length === 0 ? 'false' : `${EDGE_NAME} IN ${list(only)}`);
  return { where: parts.join(' AND '), values };
}

export function limitOf({ limit }: FlowFilter): string {
  return limit === undefined ? '' : `LIMIT ${Math.max(0, Math.floor(limit))}`;
}

/** Which edges are asked for, and what need not be read of them. */
export interface Wanted {
  /** Their numbers as SQL; undefined: all that the store has. */
  readonly ids: string | undefined;
  /** Bytes were measured of any. */
  readonly hasBytes: boolean;
  /** What an edge `e` must be, as SQL. */
  readonly where: string;
  /** For the places in `ids` and `where`. */
  readonly values: readonly string[];
}

/** Sums of a window's parts. */
export function partsOf({ days, hours, minutes }: Tiers, wanted: Wanted): string {
  const { bytes, and } = sqlOf(wanted);
  const rolled = `edge, seen_at, connections, ${bytes('')}, sampling, minutes, first, last`;
  return [
    ...within('day', days).map((part) => `SELECT ${rolled} FROM day WHERE ${part} ${and}`),
    ...within('hour', hours).map((part) => `SELECT ${rolled} FROM hour WHERE ${part} ${and}`),
    ...withinHours(minutes).map(
      ([part, count]) => `SELECT edge, bit_or(seen_at) AS seen_at, sum(connections) AS connections, ${bytes('sum')},
        max(sampling) AS sampling, ${count} AS minutes, min(minute::BIGINT * ${MINUTE_MS} + first) AS first,
        max(minute::BIGINT * ${MINUTE_MS} + last) AS last
      FROM minute WHERE ${part} ${and} GROUP BY edge`,
    ),
  ].join(' UNION ALL ');
}

/** Connections of a window's parts with their times. */
export function timesOf({ hours, minutes }: Tiers, wanted: Wanted): string {
  const { and } = sqlOf(wanted);
  const of = (table: string, ms: number, ranges: readonly Range[]) =>
    within(table, ranges).map(
      (part) => `SELECT ${table}::DOUBLE * ${ms} AS moment, edge, connections FROM ${table} WHERE ${part} ${and}`,
    );
  return [...of('hour', HOUR_MS, hours), ...of('minute', MINUTE_MS, minutes)].join(' UNION ALL ');
}

function sqlOf({ ids, hasBytes }: Wanted) {
  const bytes = (sum: string) =>
    ['bytes_out', 'bytes_in'].map((of) => `${hasBytes ? `${sum}(${of})` : 'NULL::BIGINT'} AS ${of}`).join(', ');
  return { bytes, and: ids === undefined ? '' : `AND edge IN (${ids})` };
}

/** So many ranges are asked apart. */
const APART_MOST = 24;

/** A range of its own is found by what the file says of its pieces; of several together every row is read. */
function within(column: string, ranges: readonly Range[]): readonly string[] {
  const each = ranges.map((range) => isIn(column, range));
  return each.length <= APART_MOST ? each : [`(${each.join(' OR ')})`];
}

/** The same of minutes, hour by hour where these are few, with how minutes are counted: bits are quicker than a set. */
function withinHours(ranges: readonly Range[]): readonly (readonly [part: string, count: string])[] {
  const hours = ranges.flatMap(hoursOf);
  if (hours.length > APART_MOST) return within('minute', ranges).map((part) => [part, 'count(DISTINCT minute)']);
  return hours.map((hour) => [
    isIn('minute', hour),
    `bit_count(bit_or(1::UBIGINT << (minute - ${hour[0]})::UBIGINT))::BIGINT`,
  ]);
}

function hoursOf([from, to]: Range): readonly Range[] {
  const hours: Range[] = [];
  for (let at = from; at < to; at = (Math.floor(at / 60) + 1) * 60) {
    hours.push([at, Math.min(to, (Math.floor(at / 60) + 1) * 60)]);
  }
  return hours;
}

function isIn(column: string, [from, to]: Range): string {
  return `(${column} >= ${from} AND ${column} < ${to})`;
}
