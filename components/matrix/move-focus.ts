/** A cell as it stands on the screen; -1 is the head of the row or column. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where the focus goes with a key, as in every grid; undefined: it is no key of a grid. */
export function afterKey(
  { row, column }: Place,
  key: string,
  withControl: boolean,
  last: number,
  page: number,
): Place | undefined {
  switch (key) {
    case 'ArrowUp':
      return within({ row: row - 1, column }, last);
    case 'ArrowDown':
      return within({ row: row + 1, column }, last);
    case 'ArrowLeft':
      return within({ row, column: column - 1 }, last);
    case 'ArrowRight':
      return within({ row, column: column + 1 }, last);
    case 'PageUp':
      return within({ row: Math.max(0, row - page), column }, last);
    case 'PageDown':
      return within({ row: row + page, column }, last);
    case 'Home':
      return withControl ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End':
      return withControl ? { row: last, column: last } : { row, column: last };
    default:
      return undefined;
  }
}

/** The corner between both heads is no place. */
function within({ row, column }: Place, last: number): Place {
  const clamped = { row: Math.max(-1, Math.min(last, row)), column: Math.max(-1, Math.min(last, column)) };
  return clamped.row < 0 && clamped.column < 0 ? { row: -1, column: 0 } : clamped;
}
