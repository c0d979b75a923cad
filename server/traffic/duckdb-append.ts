import type { DuckDBAppender } from '@duckdb/node-api';
import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';
import { HOUR_MS, MINUTE_MS } from './tiers.ts';

/** A row of a window, as `incoming` has its columns. */
export function appendRow(appender: DuckDBAppender, row: FlowRow): void {
  appender.appendInteger(Math.floor(row.minute / MINUTE_MS));
  appender.appendVarchar(row.source);
  appender.appendVarchar(row.from);
  appender.appendVarchar(row.to);
  if (row.port === null) appender.appendNull();
  else appender.appendInteger(row.port);
  appender.appendInteger(row.protocol);
  appender.appendVarchar(row.verdict);
  if (row.decidedAt === null) appender.appendNull();
  else appender.appendVarchar(row.decidedAt);
  appender.appendVarchar(row.trust);
  appender.appendVarchar(row.policies);
  appender.appendBoolean(row.directionUnknown);
  appender.appendInteger(row.seenAt);
  for (const count of [row.connections, row.bytesOut, row.bytesIn]) {
    if (count === null) appender.appendNull();
    else appender.appendDouble(count);
  }
  appender.appendDouble(row.sampling);
  appender.appendDouble(row.first);
  appender.appendDouble(row.last);
  appender.endRow();
}

/** A row of coverage, as `covered` has its columns. */
export function appendCoverage(appender: DuckDBAppender, row: CoverageRow): void {
  appender.appendInteger(Math.floor(row.hour / HOUR_MS));
  appender.appendVarchar(row.source);
  appender.appendVarchar(row.node);
  for (const count of [row.connectedMs, row.records, row.lost]) appender.appendDouble(Math.round(count));
  appender.endRow();
}
