import {
  cellsOfRow,
  NO_ENVIRONMENT,
  OUT_OF_SCOPE,
  REACH_STATES,
  type ReachMatrix,
  type ReachState,
} from '#lib/gdpr/report-parts/reach-matrix.ts';
import { matrixSvg } from '#lib/graph/matrix-svg.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { count } from '#lib/text/en/count.ts';
import { CHAPTERS, ISOLATION } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter, LineItem } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** Beyond, a cell is smaller than a millimetre. */
const MOST_DRAWN = 100;

/** A matrix that is small enough to be shown cell by cell, its lines in the order of their names. */
interface ShownMatrix {
  readonly names: readonly string[];
  readonly rows: readonly (readonly ReachState[])[];
}

function inNameOrder({ names, rows }: ReachMatrix): ShownMatrix {
  const order = nameOrder(names);
  return {
    names: order.map((index) => names[index] as string),
    rows: order.map((index) => {
      const cells = cellsOfRow(rows[index] as string);
      return order.map((column) => cells[column] as ReachState);
    }),
  };
}

/** The places of the names, in the order in which people read them: evidence has them by code unit. */
function nameOrder(names: readonly string[]): readonly number[] {
  return [...names.keys()].sort((a, b) => compareNames(names[a] as string, names[b] as string));
}

export function isolationChapter({ derived: { isolation } }: Evidence): Chapter {
  const { namespaces, environments } = isolation;
  return {
    title: CHAPTERS.isolation,
    numbered: true,
    newPage: true,
    blocks: [
      { type: 'text', text: ISOLATION.intro },
      { type: 'section', text: ISOLATION.namespaces },
      countsTable(namespaces),
      ...(namespaces.names.length > MOST_DRAWN
        ? [{ type: 'text' as const, text: ISOLATION.tooMany(namespaces.names.length) }]
        : matrixFigure(inNameOrder(namespaces), 'namespace')),
      { type: 'section', text: ISOLATION.environments },
      ...environmentBlocks(inNameOrder(environments)),
    ],
  };
}

function environmentBlocks({ names, rows }: ShownMatrix): readonly Block[] {
  if (names.every((name) => name === NO_ENVIRONMENT)) return [{ type: 'text', text: ISOLATION.environmentsNone }];
  const label = (name: string): string => (name === NO_ENVIRONMENT ? ISOLATION.environmentUnknown : name);
  return [
    {
      type: 'table',
      widths: [1, ...names.map(() => 1)],
      head: ['', ...names.map(label)],
      rows: rows.map((row, index) => [
        label(names[index] ?? ''),
        ...row.map((state) => `${ISOLATION.letter[state]} ${ISOLATION.state[state]}`.trim()),
      ]),
    },
  ];
}

function matrixFigure({ names, rows }: ShownMatrix, what: string): readonly Block[] {
  if (names.length === 0) return [];
  const alt = ISOLATION.alt(what, names.length);
  const drawn = matrixSvg({ names: names.map(shown), cells: rows, title: alt });
  return [
    {
      type: 'figure',
      svg: drawn.svg,
      alt,
      caption: ISOLATION.caption,
      width: drawn.width,
      height: drawn.height,
      scale: 1.1,
    },
  ];
}

function shown(name: string): string {
  return name === OUT_OF_SCOPE ? ISOLATION.outOfScope : name;
}

function countsTable({ rows }: ReachMatrix): Block {
  const numbers = new Map<ReachState, number>(REACH_STATES.map((state) => [state, 0]));
  for (const row of rows) for (const state of cellsOfRow(row)) numbers.set(state, (numbers.get(state) ?? 0) + 1);
  const states = REACH_STATES.filter((state) => state !== 'none');
  return {
    type: 'table',
    widths: [2, ...states.map(() => 1)],
    right: states.map((_, index) => index + 1),
    head: ['', ...states.map((state) => `${ISOLATION.letter[state]} ${ISOLATION.state[state]}`)],
    rows: [[ISOLATION.counts, ...states.map((state) => count(numbers.get(state) ?? 0))]],
  };
}

/** The matrix in words: sources with the same row once; what most destinations are is said last, once. */
export function matrixAnnex({ derived: { isolation } }: Evidence): Chapter {
  const { names, rows } = isolation.namespaces;
  const order = nameOrder(names);
  const sources = Map.groupBy(order, (index) => rows[index] ?? '');
  return {
    title: CHAPTERS.annexMatrix,
    numbered: false,
    blocks: [
      { type: 'text', text: ISOLATION.annexIntro },
      {
        type: 'lines',
        items: [...sources].map(
          ([row, members]): LineItem => ({
            name: ISOLATION.fromMany(members.map((index) => shown(names[index] ?? '')).join(', ')),
            text: rowInWords(cellsOfRow(row), names, order),
          }),
        ),
      },
    ],
  };
}

function rowInWords(cells: readonly ReachState[], names: readonly string[], order: readonly number[]): string {
  const places = REACH_STATES.flatMap((state) => {
    const found = order.flatMap((index) => (cells[index] === state ? [shown(names[index] ?? '')] : []));
    return found.length === 0 ? [] : [{ state, found }];
  });
  const [only] = places;
  if (only !== undefined && places.length === 1)
    return ISOLATION.rowText([ISOLATION.allSame(ISOLATION.state[only.state])]);
  const most = places.reduce((a, b) => (b.found.length > a.found.length ? b : a), places[0] as (typeof places)[number]);
  const isLong = most.found.length > 3;
  const named = places
    .filter((place) => place !== most || !isLong)
    .map(({ state, found }) => ISOLATION.part(ISOLATION.state[state], found.join(', ')));
  return ISOLATION.rowText(isLong ? [...named, ISOLATION.others(ISOLATION.state[most.state])] : named);
}
