'use client';

import { useCallback, useState } from 'react';

/** First and last row and column in sight, in the numbers of the matrix (not of the screen). */
export interface CellsInSight {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

const NOTHING: CellsInSight = { rows: [0, -1], columns: [0, -1] };

/** What is in sight; the same object as long as it is the same. */
export function useSight() {
  const [sight, setSight] = useState(NOTHING);
  const onSight = useCallback((next: CellsInSight) => setSight((known) => (isSame(known, next) ? known : next)), []);
  return { sight, onSight };
}

const isSame = (a: CellsInSight, b: CellsInSight) =>
  a.rows[0] === b.rows[0] && a.rows[1] === b.rows[1] && a.columns[0] === b.columns[0] && a.columns[1] === b.columns[1];
