import { HOUR_MS } from './coverage-hours.ts';
import { FLOW_VERDICTS } from './flow-obs.ts';
import { type CoverageRow, type FlowEdge, type FlowWindow, WINDOW_MOST_MS } from './flow-row.ts';
import type { EndChange } from './join/end-changes.ts';
import type { ObservedTraffic } from './observed.ts';

/** What was observed as evidence keeps it: names once, hours alike as one. What no result rests on is left out. */
export interface PackedObserved {
  readonly window: FlowWindow;
  readonly leftOut: number;
  /** Sorted. */
  readonly complete: readonly string[];
  /** Ends of edges, sorted. */
  readonly ends: readonly string[];
  /** Policies as sources named them, sorted. */
  readonly policies: readonly string[];
  /** By `EDGE_COLUMNS`, sorted; an end and a policy is its place in its list. */
  readonly edges: readonly (readonly (string | number | boolean | null)[])[];
  readonly coverage: readonly PackedCoverage[];
  /** Who changed last when (`EndChange`), as far as it is in the window; absent: nobody is known to have. */
  readonly changed?: readonly (readonly [string, number])[];
  /** From when on policies are known; absent: all the time. */
  readonly policiesFrom?: number;
}

export interface PackedCoverage {
  readonly source: string;
  readonly node: string;
  /** First hour (milliseconds since 1970), hours, observed of each in milliseconds, records lost in each. */
  readonly runs: readonly (readonly [number, number, number, number])[];
}

export const EDGE_COLUMNS = [
  'from',
  'to',
  'port',
  'protocol',
  'verdict',
  'decidedAt',
  'trust',
  'policies',
  'seenAt',
  'directionUnknown',
  'connections',
  'bytesOut',
  'bytesIn',
  'sampling',
  'first',
  'last',
  'minutes',
] as const satisfies readonly (keyof FlowEdge)[];

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isMeasured = (value: unknown): boolean => value === null || isNumber(value);
const isOneOf =
  (known: readonly unknown[]) =>
  (value: unknown): boolean =>
    known.includes(value);

/** What each column holds: the evidence of strangers may hold anything. */
const IS_SUCH: Readonly<Record<(typeof EDGE_COLUMNS)[number], (value: unknown) => boolean>> = {
  from: isNumber,
  to: isNumber,
  port: isMeasured,
  protocol: isNumber,
  verdict: isOneOf(FLOW_VERDICTS),
  decidedAt: isOneOf(['ingress', 'egress', null]),
  trust: isOneOf(['datapath', 'reported', 'inferred']),
  policies: isNumber,
  seenAt: isNumber,
  directionUnknown: isOneOf([true, false]),
  connections: isMeasured,
  bytesOut: isMeasured,
  bytesIn: isMeasured,
  sampling: isNumber,
  first: isNumber,
  last: isNumber,
  minutes: isNumber,
};

export function packObserved({
  window,
  edges,
  leftOut,
  coverage,
  complete,
  changed = [],
  policiesFrom,
}: ObservedTraffic): PackedObserved {
  const ends = [...new Set(edges.flatMap(({ from, to }) => [from, to]))].sort();
  const policies = [...new Set(edges.map((edge) => edge.policies))].sort();
  const placeOf = new Map(ends.map((end, place) => [end, place]));
  const placeOfPolicies = new Map(policies.map((text, place) => [text, place]));
  const rows = edges.map((edge) =>
    EDGE_COLUMNS.map((column) => {
      if (column === 'from' || column === 'to') return placeOf.get(edge[column]) ?? 0;
      if (column === 'policies') return placeOfPolicies.get(edge.policies) ?? 0;
      return edge[column];
    }),
  );
  return {
    window: { from: window.from, to: window.to },
    leftOut,
    complete: [...complete].sort(),
    ends,
    policies,
    edges: rows
      .map((row) => [JSON.stringify(row), row] as const)
      .sort(byText)
      .map(([, row]) => row),
    coverage: packCoverage(coverage),
    ...packChanges(changed.filter(({ at }) => at >= window.from)),
    ...(policiesFrom === undefined ? {} : { policiesFrom }),
  };
}

function packChanges(changed: readonly EndChange[]): Pick<PackedObserved, 'changed'> {
  if (changed.length === 0) return {};
  return { changed: changed.map(({ of, at }) => [of, at] as const).sort(byText) };
}

function byText([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function packCoverage(rows: readonly CoverageRow[]): readonly PackedCoverage[] {
  const groups = [...Map.groupBy(rows, ({ source, node }) => JSON.stringify([source, node]))].sort(byText);
  return groups.map(([, own]) => {
    const { source, node } = own[0] as CoverageRow;
    const runs: [number, number, number, number][] = [];
    for (const { hour, connectedMs, lost } of [...own].sort((a, b) => a.hour - b.hour)) {
      const last = runs.at(-1);
      const goesOn = last !== undefined && last[0] + last[1] * HOUR_MS === hour;
      if (goesOn && last[2] === connectedMs && last[3] === lost) last[1]++;
      else runs.push([hour, 1, connectedMs, lost]);
    }
    return { source, node, runs };
  });
}

/** Hours of all nodes and sources together; evidence of strangers may say any number. */
const MOST_HOURS = 2_000_000;

/** What claims to be packed is not what `packObserved` writes, or is too much. */
export class NotPacked extends RangeError {
  override readonly name = 'NotPacked';
}

/** What `packObserved` was given, but for what it leaves out. Throws NotPacked for what nobody packed. */
export function unpackObserved(packed: PackedObserved): ObservedTraffic {
  const { window, leftOut, complete, ends, policies, edges, coverage, changed, policiesFrom } = packed;
  // The silence of files says nothing, and nobody goes through their hours: they may be of any length.
  const longest = complete.length === 0 ? Number.MAX_VALUE : WINDOW_MOST_MS;
  if (!(window.from <= window.to && window.to - window.from <= longest)) throw new NotPacked('window');
  const runs = coverage.flatMap((of) => of.runs);
  if (!runs.every(([, hours]) => hours >= 0)) throw new NotPacked('hours');
  if (changed?.some(([of, at]) => of === '' || !isNumber(at))) throw new NotPacked('changed');
  if (policiesFrom !== undefined && !isNumber(policiesFrom)) throw new NotPacked('policies');
  if (runs.reduce((sum, [, hours]) => sum + hours, 0) > MOST_HOURS) throw new NotPacked('hours');
  return {
    window,
    edges: edges.map((row) => unpackEdge(row, ends, policies)),
    leftOut,
    coverage: coverage.flatMap(({ source, node, runs }) =>
      runs.flatMap(([hour, hours, connectedMs, lost]) => {
        return Array.from(
          { length: hours },
          (_, at): CoverageRow => ({
            ...{ hour: hour + at * HOUR_MS, source, node, connectedMs, lost },
            records: 0,
          }),
        );
      }),
    ),
    complete,
    ...(changed === undefined ? {} : { changed: changed.map(([of, at]) => ({ of, at })) }),
    ...(policiesFrom === undefined ? {} : { policiesFrom }),
  };
}

function unpackEdge(
  row: PackedObserved['edges'][number],
  ends: readonly string[],
  policies: readonly string[],
): FlowEdge {
  const edge = Object.fromEntries(EDGE_COLUMNS.map((column, at) => [column, row[at]])) as Record<string, unknown>;
  const from = ends[edge.from as number];
  const to = ends[edge.to as number];
  const named = policies[edge.policies as number];
  const isWhole = row.length === EDGE_COLUMNS.length && EDGE_COLUMNS.every((column) => IS_SUCH[column](edge[column]));
  if (from === undefined || to === undefined || named === undefined || !isWhole) throw new NotPacked('edge');
  return { ...edge, from, to, policies: named } as unknown as FlowEdge;
}
