'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useAnsweredBoxes } from '#components/filter/use-answered-boxes.ts';
import { useHidden } from '#components/filter/use-hidden.ts';
import type { LayerQuestion } from '#components/map-traffic/layer-query.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { matchMatrix, matrixScene } from '#lib/graph/filter/match-matrix.ts';
import type { MatrixEntry } from '#lib/graph/matrix/types.ts';
import type { OpenWindow } from '#lib/graph/matrix/window.ts';
import { WINDOW_LINES } from '#lib/graph/matrix/window.ts';
import { MATRIX } from '#lib/text/en/matrix.ts';
import { MatrixBar } from './matrix-bar.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { MatrixLegend } from './matrix-legend.tsx';
import { type LoadedMatrix, type MatrixQuestion, matrixQuery, matrixWindowQuery } from './matrix-queries.ts';
import type { TrafficOfCells } from './traffic-marks.tsx';
import { type CellsInSight, useSight } from './use-sight.ts';

const TrafficMarks = dynamic(() => import('./traffic-marks.tsx').then((module) => module.TrafficMarks), {
  ssr: false,
});

interface MatrixViewProps {
  readonly cluster: string;
  readonly question: MatrixQuestion;
  readonly onQuestion: (change: Partial<Pick<MatrixQuestion, 'order' | 'with'>>) => void;
  /** Rows are destinations. */
  readonly swapped: boolean;
  readonly onSwap: () => void;
  /** What can be read of the filter; undefined: nothing is filtered. */
  readonly filter: Filter | undefined;
  readonly gapsOnly: boolean;
  /** The layer of observed traffic; absent: it is off. */
  readonly traffic?: LayerQuestion | undefined;
  /** Filters whose lines are left out. */
  readonly hide: readonly string[];
  /** Ids of the chosen box or of both ends of the chosen cell, as on the map. */
  readonly selected: string | undefined;
  readonly selectedCell: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly onSelectCell: (from: string, to: string) => void;
}

/** Who may connect to whom, as a grid of any size: the same filter, gaps and choice as the map. */
export function MatrixView(props: MatrixViewProps) {
  const query = useQuery(matrixQuery(props.cluster, props.question));
  return (
    <QueryState query={query} loading={MATRIX.loading} failed={MATRIX.failed}>
      {(matrix) =>
        matrix.counts.pairs === 0 && matrix.entries.every(({ pods }) => pods === 0) ? (
          <EmptyState title={MATRIX.empty}>{null}</EmptyState>
        ) : (
          <Shown {...props} matrix={matrix} />
        )
      }
    </QueryState>
  );
}

function Shown({ matrix, ...props }: MatrixViewProps & { readonly matrix: LoadedMatrix }) {
  useSwapKey(props.onSwap);
  const { sight, onSight } = useSight();
  const [marks, setMarks] = useState<{ readonly of: TrafficOfCells }>();
  const onMarks = useCallback((of: TrafficOfCells) => setMarks({ of }), []);
  const kept = useKept(props.cluster, matrix, props.hide);
  const entries = useMemo(() => kept.map((place) => matrix.entries[place] as MatrixEntry), [matrix, kept]);
  const whole = useCells(
    props.cluster,
    matrix,
    useMemo(() => inWhole(sight, kept), [sight, kept]),
  );
  const cells = useMemo(() => ofKept(whole, kept), [whole, kept]);
  const scene = useMemo(() => matrixScene(matrix.level, entries), [matrix.level, entries]);
  const { answer, isPending } = useAnsweredBoxes(props.cluster, scene, props.filter);
  const match = useMemo(
    () =>
      props.filter === undefined || isPending ? undefined : matchMatrix(matrix.level, entries, props.filter, answer),
    [matrix.level, entries, props.filter, answer, isPending],
  );
  return (
    <div className="flex h-full min-h-0 flex-col bg-surface">
      <MatrixBar
        counts={matrix.counts}
        note={matrix.note}
        order={props.question.order}
        within={matrix.level === 'workloads'}
        onOrder={(order) => props.onQuestion({ order })}
        pair={matrix.with === undefined ? undefined : [matrix.namespace ?? '', matrix.with]}
        onLeavePair={() => props.onQuestion({ with: undefined })}
        swapped={props.swapped}
        onSwap={props.onSwap}
      />
      <MatrixGrid
        key={`${matrix.level} ${matrix.namespace ?? ''} ${matrix.with ?? ''}`}
        entries={entries}
        banded={matrix.order === 'zone'}
        swapped={props.swapped}
        onSwap={props.onSwap}
        cells={cells}
        match={match}
        gapsOnly={props.gapsOnly}
        traffic={props.traffic === undefined ? undefined : marks?.of}
        selected={props.selected}
        selectedCell={props.selectedCell}
        onSelect={props.onSelect}
        onSelectCell={props.onSelectCell}
        onSight={onSight}
      />
      <MatrixLegend>
        {props.traffic === undefined ? null : (
          <TrafficMarks {...props.traffic} cluster={props.cluster} question={props.question} onMarks={onMarks} />
        )}
      </MatrixLegend>
    </div>
  );
}

/** Places of the lines that no filter hides, in their order. */
function useKept(cluster: string, { level, entries }: LoadedMatrix, hide: readonly string[]): readonly number[] {
  const whole = useMemo(() => matrixScene(level, entries), [level, entries]);
  const { scene } = useHidden(cluster, whole, hide);
  return useMemo(() => {
    const left = new Set(scene.nodes.map(({ id }) => id));
    return entries.flatMap(({ id }, place) => (left.has(id) ? [place] : []));
  }, [scene, entries]);
}

/** What is in sight, in the numbers of all lines. */
function inWhole({ rows, columns }: CellsInSight, kept: readonly number[]): CellsInSight {
  const at = (line: number) => kept[Math.max(0, Math.min(line, kept.length - 1))] ?? -1;
  const lines = ([first, last]: readonly [number, number]) => [at(first), last < 0 ? -1 : at(last)] as const;
  return { rows: lines(rows), columns: lines(columns) };
}

const ofKept = (whole: OpenWindow, kept: readonly number[]): OpenWindow => ({
  relation: (row, column) => whole.relation(kept[row] ?? -1, kept[column] ?? -1),
  gap: (row, column) => whole.gap(kept[row] ?? -1, kept[column] ?? -1),
});

/** Cells by their place; those of windows that are not here yet are undefined. */
function useCells(cluster: string, matrix: LoadedMatrix, sight: CellsInSight): OpenWindow {
  const asked = useMemo(() => windowsIn(sight, matrix.entries.length), [sight, matrix.entries.length]);
  const { level, order, namespace, with: other } = matrix;
  const own: MatrixQuestion = { level, order, namespace, with: other };
  return useQueries({
    queries: asked.map(([row, column]) => matrixWindowQuery(cluster, own, matrix.revision.seq, row, column)),
    combine: (results) => {
      const windows = new Map(asked.map(([row, column], place) => [windowKey(row, column), results[place]?.data]));
      const of = (row: number, column: number): OpenWindow | undefined => {
        const [top, left] = [windowOf(row), windowOf(column)];
        return top === 0 && left === 0 ? matrix.window : windows.get(windowKey(top, left));
      };
      return {
        relation: (row, column) => of(row, column)?.relation(row, column),
        gap: (row, column) => of(row, column)?.gap(row, column),
      };
    },
  });
}

const windowOf = (line: number) => line - (line % WINDOW_LINES);
const windowKey = (row: number, column: number) => `${row} ${column}`;

/** Windows that hold a cell in sight, the first one left out: it comes with the lines. */
function windowsIn({ rows, columns }: CellsInSight, size: number): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let row = windowOf(rows[0]); row <= Math.min(rows[1], size - 1); row += WINDOW_LINES) {
    for (let column = windowOf(columns[0]); column <= Math.min(columns[1], size - 1); column += WINDOW_LINES) {
      if (row > 0 || column > 0) found.push([row, column]);
    }
  }
  return found;
}

/** T, wherever the focus is on this page. */
function useSwapKey(onSwap: () => void): void {
  const latest = useRef(onSwap);
  latest.current = onSwap;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.key.toLowerCase() !== 't' || !isSingleKey(event) || !singleKeysOn()) return;
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
