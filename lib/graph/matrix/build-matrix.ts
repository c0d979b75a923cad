import type { PolicyModel } from '#lib/policy/model.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { neighboursFolded, onlyThesePair, tooManyWorkloads } from '#lib/text/en/matrix.ts';
import { portsAreEmpty } from '../port-label.ts';
import type { SceneInput } from '../scene-input.ts';
import {
  ADDRESS_LINE,
  ANY_POD_LINE,
  INTERNET_LINE,
  matrixFacts,
  namespaceEntries,
  outsideEntry,
  type UnitEntry,
  workloadEntries,
} from './entries.ts';
import { type LineRelation, type LineRelations, lineRelations } from './line-relations.ts';
import { type CellGaps, gapsByCell } from './matrix-gaps.ts';
import { orderEntries } from './order-entries.ts';
import type { MatrixCounts, MatrixEntry, MatrixLevel, MatrixOrder, MatrixRelation } from './types.ts';

/** So many lines have names in one answer of 200 kB; a cluster with more workloads is looked at by namespace. */
export const MATRIX_MOST_LINES = 2500;

export interface MatrixQuery {
  readonly level: MatrixLevel;
  readonly order: MatrixOrder;
  /** Workloads of one namespace; every other namespace that has something with it is one line. */
  readonly namespace?: string | undefined;
  /** Beside `namespace`: the workloads of these two, and nothing else. */
  readonly with?: string | undefined;
}

/** Who may connect to whom, line by line: rows are sources, columns destinations, both in the same order. */
export interface Matrix {
  readonly level: MatrixLevel;
  readonly order: MatrixOrder;
  readonly namespace?: string;
  readonly with?: string;
  readonly entries: readonly MatrixEntry[];
  readonly counts: MatrixCounts;
  /** What was folded or left out; absent where nothing was. */
  readonly note?: string;
  relation(row: number, column: number): MatrixRelation;
  /** Equal keys: equal relations. Cheaper to compare than these. */
  relationKey(row: number, column: number): string;
  gaps(row: number, column: number): CellGaps | undefined;
}

/** The matrix of one question. Kept as long as the revision: pages that look at the same thing share it. */
export function buildMatrix(input: SceneInput, query: MatrixQuery): Matrix {
  let known = matrices.get(input.model);
  if (known === undefined) {
    known = new Map();
    matrices.set(input.model, known);
  }
  const key = JSON.stringify([query.level, query.order, query.namespace, query.with]);
  let matrix = known.get(key);
  if (matrix === undefined) {
    matrix = createMatrix(input, query);
    if (known.size >= MATRICES_KEPT) known.clear();
    known.set(key, matrix);
  }
  return matrix;
}
const matrices = new WeakMap<PolicyModel, Map<string, Matrix>>();
const MATRICES_KEPT = 16;

function createMatrix(input: SceneInput, query: MatrixQuery): Matrix {
  const { lines, relations, ...asked } = matrixLines(input, query);
  const openness = (from: number, to: number) => share(relations.between(unitAt(lines, from), unitAt(lines, to)));
  const ordered = orderEntries(lines, query.order, openness).map((index) => lines[index] as UnitEntry);
  const lineOfUnit = new Map(ordered.map(({ unit }, line) => [unit, line]));
  const cells = gapsByCell(input.gaps, (end, side) => lineOfUnit.get(relations.unitOfEnd(end, side) ?? ''));
  const gaps = (row: number, column: number) => cells.get(row)?.get(column);
  const at = (row: number, column: number) => relations.between(unitAt(ordered, row), unitAt(ordered, column));
  return {
    ...asked,
    order: query.order,
    entries: ordered.map(({ entry }) => entry),
    counts: countCells(ordered, relations, cells),
    gaps,
    relationKey(row, column) {
      const relation = at(row, column);
      if (relation === undefined) return 'denied';
      if (typeof relation !== 'string') return String(relation.id);
      const known = relation === 'unsaid' ? gaps(row, column) : undefined;
      return known === undefined ? relation : JSON.stringify([known.certain, known.uncertain]);
    },
    relation(row, column) {
      const relation = at(row, column);
      if (relation === undefined) return { type: 'denied' };
      if (typeof relation !== 'string') return { type: 'relation', ...relations.json(relation) };
      const known = relation === 'unsaid' ? gaps(row, column) : undefined;
      return known === undefined ? { type: relation } : fromHops(known);
    },
  };
}

interface MatrixLines extends Pick<Matrix, 'level' | 'namespace' | 'with' | 'note'> {
  /** In no order. */
  readonly lines: readonly UnitEntry[];
  readonly relations: LineRelations;
}

/** Which lines a question asks for. A namespace that is not known is as none. */
function matrixLines(input: SceneInput, query: MatrixQuery): MatrixLines {
  const { workloads, namespaceBands, namespaces } = matrixFacts(input);
  const isKnown = (name: string | undefined): name is string => name !== undefined && namespaceBands.has(name);
  const asked = isKnown(query.namespace) ? query.namespace : undefined;
  const other = asked !== undefined && isKnown(query.with) ? query.with : undefined;
  const tooMany = asked === undefined && query.level === 'workloads' && workloads.length > MATRIX_MOST_LINES;
  const level: MatrixLevel = asked !== undefined ? 'workloads' : tooMany ? 'namespaces' : query.level;
  const opened = [asked, other].filter((name) => name !== undefined);
  const relations = lineRelations(input.model, { level, opened });
  const named = new Set(
    input.gaps.flatMap(({ witness }) =>
      witness.flatMap(({ from, to }) => [relations.unitOfEnd(from, 'from'), relations.unitOfEnd(to, 'to')]),
    ),
  );
  const outside = [
    ...(named.has(ANY_POD_LINE) ? [outsideEntry(ANY_POD_LINE)] : []),
    outsideEntry(INTERNET_LINE),
    ...(relations.namesBlocks || named.has(ADDRESS_LINE) ? [outsideEntry(ADDRESS_LINE)] : []),
  ];
  if (level === 'namespaces') {
    const lines = namespaceEntries(namespaces, workloads, relations.reachesInternet);
    return {
      level,
      relations,
      lines: [...outside, ...lines],
      ...(tooMany ? { note: tooManyWorkloads(workloads.length, MATRIX_MOST_LINES) } : {}),
    };
  }
  // Of an opened namespace its own workloads come first, then those of the other, then the neighbours by zone.
  const bands = asked === undefined ? namespaceBands : new Map(opened.map((name, place) => [name, place]));
  const own = workloadEntries(workloads, bands, relations.reachesInternet).filter(({ unit }) =>
    relations.units.has(unit),
  );
  if (asked === undefined) return { level, relations, lines: [...outside, ...own] };
  if (other !== undefined) {
    return {
      level,
      namespace: asked,
      with: other,
      relations,
      lines: [...outside, ...own],
      note: onlyThesePair(asked, other),
    };
  }
  const touching = relations.touching(new Set(own.map(({ unit }) => unit)));
  const neighbours = namespaceEntries(namespaces, workloads, relations.reachesInternet)
    .filter(({ unit }) => unit !== asked && (touching.has(unit) || named.has(unit)))
    .map((each) => ({ ...each, band: each.band + opened.length }));
  return {
    level,
    namespace: asked,
    relations,
    lines: [...outside, ...own, ...neighbours],
    ...(neighbours.length === 0 ? {} : { note: neighboursFolded(neighbours.length) }),
  };
}

const unitAt = (lines: readonly UnitEntry[], line: number) => (lines[line] as UnitEntry).unit;

/** How much of a cell is open, for the order by similarity. */
function share(relation: LineRelation): number {
  if (relation === undefined || typeof relation === 'string') return 0;
  return relation.any !== NO_PORTS ? 1 : relation.may !== NO_PORTS ? 0.5 : 0;
}

/** Where nobody can be asked, what the hops of the gaps say: of some pod, since any pod may be many. */
function fromHops({ certain, uncertain }: CellGaps): MatrixRelation {
  if (portsAreEmpty(certain) && portsAreEmpty(uncertain)) return { type: 'unsaid' };
  return {
    type: 'relation',
    allow: { TCP: [], UDP: [], SCTP: [] },
    ...(portsAreEmpty(certain) ? {} : { some: certain }),
    depends: uncertain,
    reasons: [],
  };
}

function countCells(
  lines: readonly UnitEntry[],
  relations: LineRelations,
  cells: ReadonlyMap<number, ReadonlyMap<number, CellGaps>>,
): MatrixCounts {
  const inside = lines.filter(({ band }) => band >= 0).map(({ unit }) => unit);
  const isOpen = ({ worst }: CellGaps) => worst !== undefined;
  const gaps = [...cells.values()].reduce((sum, row) => sum + [...row.values()].filter(isOpen).length, 0);
  return { pairs: inside.length * (inside.length - 1), ...relations.tally(inside), gaps };
}
