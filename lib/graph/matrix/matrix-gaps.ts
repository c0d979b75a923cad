import type { Gap, Severity } from '#lib/gdpr/types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { NO_PORTS, portsFromJson, portsJson, unitePorts } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import type { MatrixGap } from './types.ts';

/** The gaps of one cell: those whose witness has a hop from the row's line to the column's. */
export interface CellGaps {
  /** Waived ones too; in the order of the report, the worst first. */
  readonly gaps: readonly Gap[];
  /** Absent where all are waived. */
  readonly worst?: MatrixGap;
  /** What the hops open: for certain, and where it depends. */
  readonly certain: PortsJson;
  readonly uncertain: PortsJson;
}

/** Row → column → gaps. `lineOf` says in which line an end of a hop lies; undefined: in none of this matrix. */
export function gapsByCell(
  gaps: readonly Gap[],
  lineOf: (end: string, side: 'from' | 'to') => number | undefined,
): ReadonlyMap<number, ReadonlyMap<number, CellGaps>> {
  const drafts = new Map<number, Map<number, { gaps: Gap[]; certain: PortsJson[]; uncertain: PortsJson[] }>>();
  for (const gap of gaps) {
    for (const hop of gap.witness) {
      const row = lineOf(hop.from, 'from');
      const column = lineOf(hop.to, 'to');
      if (row === undefined || column === undefined) continue;
      const columns = drafts.get(row) ?? new Map();
      drafts.set(row, columns);
      const draft = columns.get(column) ?? { gaps: [], certain: [], uncertain: [] };
      columns.set(column, draft);
      if (!draft.gaps.includes(gap)) draft.gaps.push(gap);
      if (hop.verdict === 'allow') draft.certain.push(hop.ports);
      if (hop.verdict === 'depends') draft.uncertain.push(hop.ports);
    }
  }
  return new Map(
    Array.from(drafts, ([row, columns]) => [
      row,
      new Map(
        Array.from(columns, ([column, draft]): [number, CellGaps] => [
          column,
          {
            gaps: draft.gaps,
            ...worstOf(draft.gaps),
            certain: unite(draft.certain),
            uncertain: unite(draft.uncertain),
          },
        ]),
      ),
    ]),
  );
}

function worstOf(gaps: readonly Gap[]): { worst?: MatrixGap } {
  const open = gaps.filter(({ result }) => result !== 'WAIVED');
  const severity: Severity | undefined = SEVERITIES.find((each) => open.some((gap) => gap.severity === each));
  if (severity === undefined) return {};
  return { worst: { severity, count: open.length, checks: [...new Set(open.map(({ check }) => check))].sort() } };
}

const unite = (sets: readonly PortsJson[]): PortsJson =>
  portsJson(sets.map(portsFromJson).reduce((union, set) => unitePorts(union, set), NO_PORTS));
