/**
 * Strings stand once, in `edge`, with what was ever seen of it; `minute`, `hour` and `day` are narrow and name it by
 * number. Minutes, hours and days are numbered since 1970. `unrolled_*` names the hours and days whose sums are not made,
 * or not made anew since more came: there the finer table counts, everywhere else the coarser one.
 */
export const SCHEMA = `
CREATE SEQUENCE IF NOT EXISTS edge_id;
CREATE TABLE IF NOT EXISTS edge (
  id INTEGER NOT NULL, cluster VARCHAR NOT NULL, "from" VARCHAR NOT NULL, "to" VARCHAR NOT NULL, port INTEGER,
  protocol UTINYINT NOT NULL, verdict VARCHAR NOT NULL, decided_at VARCHAR, trust VARCHAR NOT NULL,
  policies VARCHAR NOT NULL, direction_unknown BOOLEAN NOT NULL,
  seen_at UTINYINT NOT NULL, connections BIGINT, bytes_out BIGINT, bytes_in BIGINT, sampling INTEGER NOT NULL,
  minutes INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS minute (
  minute INTEGER NOT NULL, edge INTEGER NOT NULL, source VARCHAR NOT NULL, seen_at UTINYINT NOT NULL,
  connections BIGINT, bytes_out BIGINT, bytes_in BIGINT, sampling INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS hour (
  hour INTEGER NOT NULL, edge INTEGER NOT NULL, seen_at UTINYINT NOT NULL,
  connections BIGINT, bytes_out BIGINT, bytes_in BIGINT, sampling INTEGER NOT NULL,
  minutes INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS day (
  day INTEGER NOT NULL, edge INTEGER NOT NULL, seen_at UTINYINT NOT NULL,
  connections BIGINT, bytes_out BIGINT, bytes_in BIGINT, sampling INTEGER NOT NULL,
  minutes INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS coverage (
  cluster VARCHAR NOT NULL, hour INTEGER NOT NULL, source VARCHAR NOT NULL, node VARCHAR NOT NULL,
  connected_ms BIGINT NOT NULL, records BIGINT NOT NULL, lost BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS unrolled_hour (hour INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS unrolled_day (day INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS fact (name VARCHAR NOT NULL, value BIGINT NOT NULL);
INSERT INTO fact SELECT 'format', 1 WHERE NOT EXISTS (SELECT 1 FROM fact WHERE name = 'format');
INSERT INTO fact SELECT 'minutes from', 0 WHERE NOT EXISTS (SELECT 1 FROM fact WHERE name = 'minutes from');
`;

/** Of the connection that writes: what one window brings, before its edges have numbers. */
export const INCOMING = `
CREATE TEMP TABLE IF NOT EXISTS incoming (
  minute INTEGER, source VARCHAR, "from" VARCHAR, "to" VARCHAR, port INTEGER, protocol INTEGER, verdict VARCHAR,
  decided_at VARCHAR, trust VARCHAR, policies VARCHAR, direction_unknown BOOLEAN, seen_at INTEGER,
  connections DOUBLE, bytes_out DOUBLE, bytes_in DOUBLE, sampling DOUBLE, first DOUBLE, last DOUBLE);
CREATE TEMP TABLE IF NOT EXISTS covered (hour INTEGER, source VARCHAR, node VARCHAR, connected_ms DOUBLE, records DOUBLE, lost DOUBLE);
`;

/** A sum, SQL that is not NULL where it was measured, as a number that is exact: more ends there. */
export function exact(sum: string): string {
  return `CASE WHEN ${sum} > ${Number.MAX_SAFE_INTEGER} THEN ${Number.MAX_SAFE_INTEGER} ELSE ${sum} END::BIGINT`;
}
const SUMS = ['connections', 'bytes_out', 'bytes_in'].map((column) => exact(`sum(${column})`)).join(', ');

/** The columns that tell edges apart. */
const KEY = ['"from"', '"to"', 'port', 'protocol', 'verdict', 'decided_at', 'trust', 'policies', 'direction_unknown'];
const SAME_EDGE = KEY.map((column) => `e.${column} IS NOT DISTINCT FROM i.${column}`).join(' AND ');

/** Edges that nobody saw before. $1: the cluster. */
export const ADD_EDGES = `
INSERT INTO edge
SELECT nextval('edge_id'), $1, ${KEY.map((column) => `i.${column}`).join(', ')}, 0, NULL, NULL, NULL, 1, 0, ${Number.MAX_SAFE_INTEGER}, 0
FROM (SELECT DISTINCT ${KEY.join(', ')} FROM incoming) i
WHERE NOT EXISTS (SELECT 1 FROM edge e WHERE e.cluster = $1 AND ${SAME_EDGE});
`;

/** The window's rows with the numbers of their edges. */
export const NUMBER_ROWS = `
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT i.minute, e.id AS edge, i.source, i.seen_at, round(i.connections)::BIGINT AS connections,
  round(i.bytes_out)::BIGINT AS bytes_out, round(i.bytes_in)::BIGINT AS bytes_in, i.sampling::INTEGER AS sampling,
  i.first, i.last
FROM incoming i JOIN edge e ON e.cluster = $1 AND ${SAME_EDGE};
`;

/** What was ever seen of each edge. Before its rows are added: a minute of it that is there counts no second time. */
export const UPDATE_SEEN = `
UPDATE edge SET
  seen_at = edge.seen_at | s.seen_at, sampling = greatest(edge.sampling, s.sampling),
  connections = ${sumOf('connections')}, bytes_out = ${sumOf('bytes_out')}, bytes_in = ${sumOf('bytes_in')},
  minutes = edge.minutes + coalesce(s.minutes, 0), first = least(edge.first, s.first), last = greatest(edge.last, s.last)
FROM (
  SELECT n.edge, bit_or(seen_at)::UTINYINT AS seen_at, max(sampling) AS sampling, ${exact('sum(connections)')} AS connections,
    ${exact('sum(bytes_out)')} AS bytes_out, ${exact('sum(bytes_in)')} AS bytes_in, min(first)::BIGINT AS first,
    max(last)::BIGINT AS last, any_value(fresh.minutes) AS minutes
  FROM numbered n LEFT JOIN (
    SELECT edge, count(*) AS minutes FROM (SELECT DISTINCT edge, minute FROM numbered) i
    WHERE NOT EXISTS (
      SELECT 1 FROM minute m
      WHERE m.minute = i.minute AND m.edge = i.edge
        AND m.minute BETWEEN (SELECT min(minute) FROM numbered) AND (SELECT max(minute) FROM numbered))
    GROUP BY edge) fresh ON fresh.edge = n.edge
  GROUP BY n.edge) s
WHERE edge.id = s.edge;
`;

function sumOf(column: string): string {
  return `CASE WHEN s.${column} IS NULL THEN edge.${column} ELSE ${exact(`(coalesce(edge.${column}, 0) + s.${column})`)} END`;
}

export const ADD_ROWS = `
INSERT INTO minute
SELECT minute, edge, source, seen_at, connections, bytes_out, bytes_in, sampling,
  (first - minute::DOUBLE * 60000)::INTEGER, least(last - minute::DOUBLE * 60000, 2147483647)::INTEGER
FROM numbered;
INSERT INTO unrolled_hour SELECT DISTINCT minute // 60 FROM numbered EXCEPT SELECT hour FROM unrolled_hour;
INSERT INTO unrolled_day SELECT DISTINCT minute // 1440 FROM numbered EXCEPT SELECT day FROM unrolled_day;
`;

export const ADD_COVERAGE = `
UPDATE coverage c SET
  connected_ms = c.connected_ms + n.connected_ms, records = c.records + n.records, lost = c.lost + n.lost
FROM covered n
WHERE c.cluster = $1 AND c.hour = n.hour AND c.source = n.source AND c.node = n.node;
INSERT INTO coverage
SELECT $1, hour, source, node, connected_ms, records, lost FROM covered n
WHERE NOT EXISTS (
  SELECT 1 FROM coverage c WHERE c.cluster = $1 AND c.hour = n.hour AND c.source = n.source AND c.node = n.node);
`;

/** The sums of rows of the finer table, as the coarser one holds them. */
export const HOUR_OF_MINUTES = `
INSERT INTO hour
SELECT minute // 60, edge, bit_or(seen_at), ${SUMS},
  max(sampling), count(DISTINCT minute), min(minute::BIGINT * 60000 + first), max(minute::BIGINT * 60000 + last)
FROM minute WHERE minute >= $1::INTEGER * 60 AND minute < ($1::INTEGER + 1) * 60 GROUP BY minute // 60, edge;
`;
export const DAY_OF_HOURS = `
INSERT INTO day
SELECT hour // 24, edge, bit_or(seen_at), ${SUMS},
  max(sampling), sum(minutes)::INTEGER, min(first), max(last)
FROM hour WHERE hour >= $1::INTEGER * 24 AND hour < ($1::INTEGER + 1) * 24 GROUP BY hour // 24, edge;
`;
