import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import { FILTER_VALUES, type FilterKey } from '#lib/graph/filter/filter-language.ts';

/** Offered where somebody asks since when. */
const SINCE: ReadonlyMap<string, number> = new Map([
  ['1h', 3_600_000],
  ['6h', 21_600_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
]);

/** The values that a key of the filter has in these rows, each with how many rows it would leave. `at`: end of the window. */
export function valuesOfRows(rows: readonly JoinedEdgeView[], key: FilterKey, at: number): ReadonlyMap<string, number> {
  if (key === 'since') {
    const left = (ms: number) => rows.filter(({ ever }) => ever !== undefined && at - ever.first <= ms).length;
    return new Map([...SINCE].map(([value, ms]) => [value, left(ms)]));
  }
  const found = new Map<string, number>((FILTER_VALUES[key] ?? []).map((value) => [value, 0]));
  for (const row of rows) {
    for (const value of new Set(valuesOf(row, key))) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
}

function valuesOf(row: JoinedEdgeView, key: FilterKey): readonly string[] {
  const { fromEnd, toEnd, state, port, decisions, refusedThoughAllowed } = row;
  const ofEnds = (of: (end: typeof fromEnd) => string | undefined) => [fromEnd, toEnd].flatMap((end) => of(end) ?? []);
  switch (key) {
    case 'from':
      return [fromEnd.label];
    case 'to':
      return [toEnd.label];
    case 'state':
      return refusedThoughAllowed === true ? [state, 'denied-allowed'] : [state];
    case 'ns':
      return ofEnds(({ namespace }) => namespace);
    case 'kind':
      return ofEnds(({ kind }) => kind);
    case 'name':
      return ofEnds(({ label }) => label);
    case 'class':
      return ofEnds(({ dataClass }) => dataClass);
    case 'policy':
      return decisions.flatMap(({ policy }) => policy?.name ?? []);
    case 'port':
      return port === null ? [] : [String(port)];
    default:
      return [];
  }
}
