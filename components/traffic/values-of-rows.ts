import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import { FILTER_VALUES, type FilterKey } from '#lib/graph/filter/filter-language.ts';
import { termHolds } from '#lib/graph/filter/filter-subject.ts';
import { flowSubject } from '#lib/graph/filter/flow-subject.ts';

const SINCE = ['1h', '6h', '24h', '7d'];

/** The values that a key of the filter has in these rows, each with how many rows it would leave. */
export function valuesOfRows(rows: readonly JoinedEdgeView[], key: FilterKey): ReadonlyMap<string, number> {
  const subjects = rows.map(subjectOf);
  const fixed = key === 'since' ? SINCE : FILTER_VALUES[key];
  if (fixed !== undefined) {
    const left = (value: string) =>
      subjects.filter((subject) => termHolds(subject, { key, value, negated: false, start: 0, end: 0 })).length;
    return new Map(fixed.map((value) => [value, left(value)]));
  }
  const found = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    for (const value of new Set(namesOf(row, key) ?? subjects[place]?.values(key))) {
      found.set(value, (found.get(value) ?? 0) + 1);
    }
  }
  return found;
}

/** Of an end the one name that is offered, though it answers to others. */
function namesOf({ fromEnd, toEnd, port }: JoinedEdgeView, key: FilterKey): readonly string[] | undefined {
  if (key === 'from') return [fromEnd.label];
  if (key === 'to') return [toEnd.label];
  if (key === 'port') return port === null ? [] : [String(port)];
  return undefined;
}

const subjectOf = (row: JoinedEdgeView) =>
  flowSubject({
    ...row,
    from: { id: row.from, ...row.fromEnd },
    to: { id: row.to, ...row.toEnd },
  });
