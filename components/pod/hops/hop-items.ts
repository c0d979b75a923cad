import type { HopColumn, HopEnd, HopRow } from '#lib/api/hops-schemas.ts';
import type { DataClass } from '#lib/gdpr/types.ts';

/** What stands in a column of one hop: ends outside, workloads, and folds that count what they hide. */
export type HopItem =
  | { readonly type: 'end'; readonly id: string; readonly end: HopEnd }
  | { readonly type: 'row'; readonly id: string; readonly row: HopRow; readonly level: 1 | 2 }
  | {
      readonly type: 'fold';
      readonly id: string;
      readonly of: DataClass | 'addresses';
      /** Workloads, or addresses, that it hides or hid. */
      readonly count: number;
      readonly folded: boolean;
    };

/** Rows of a column that are shown before the rest is folded by class. */
const SHOWN_ROWS = 10;
/** Ends of a column that are shown before they are folded. */
const SHOWN_ENDS = 2;

/**
 * The worst class first, as the server sorts; after ten rows the rest is folded by class, and so is whatever holds no
 * personal data beside rows that do.
 * @param unfolded ids of folds that are open.
 * @param kept workloads of the chosen way: their folds are open.
 */
export function hopItems(
  column: HopColumn,
  ends: readonly HopEnd[],
  unfolded: ReadonlySet<string>,
  kept: ReadonlySet<string>,
): readonly HopItem[] {
  const own = ends.filter(({ hop }) => hop === column.hop);
  const items: HopItem[] = own.slice(0, SHOWN_ENDS).map(endItem);
  if (own.length > SHOWN_ENDS) {
    const rest = own.slice(SHOWN_ENDS);
    const id = `${column.hop} addresses`;
    const folded = !unfolded.has(id);
    items.push({ type: 'fold', id, of: 'addresses', count: rest.length, folded });
    if (!folded) items.push(...rest.map(endItem));
  }
  const matters = column.rows.filter(({ dataClass }) => dataClass !== 'none');
  const first = (matters.length > 0 ? matters : column.rows).slice(0, SHOWN_ROWS);
  items.push(...first.map((row): HopItem => ({ type: 'row', id: row.workload, row, level: 1 })));
  const shown = new Set(first);
  for (const { dataClass, workloads } of column.classes) {
    const rows = column.rows.filter((row) => row.dataClass === dataClass);
    const rest = rows.filter((row) => !shown.has(row));
    const hidden = workloads - rows.length + rest.length;
    if (hidden === 0) continue;
    const id = `${column.hop} ${dataClass}`;
    const folded = !unfolded.has(id) && !rest.some(({ workload }) => kept.has(workload));
    items.push({ type: 'fold', id, of: dataClass, count: hidden, folded });
    if (!folded) items.push(...rest.map((row): HopItem => ({ type: 'row', id: row.workload, row, level: 2 })));
  }
  return items;
}

function endItem(end: HopEnd): HopItem {
  return { type: 'end', id: end.id, end };
}

/** Workloads that are counted in a column whose rows did not fit into the answer. */
export function notSent({ workloads, rows }: HopColumn): number {
  return Math.max(0, workloads - rows.length);
}

/** What a key does in the columns. */
export type HopMove =
  | { readonly type: 'go'; readonly column: number; readonly index: number }
  | { readonly type: 'fold'; readonly id: string; readonly folded: boolean }
  | { readonly type: 'why' }
  | { readonly type: 'look' };

/**
 * Keys of the columns: ↑↓ within one, → to the workload that is reached through this one, ← to the one before it; Enter
 * asks why, or folds. Undefined: not a key of the columns.
 */
export function hopMove(
  key: string,
  shift: boolean,
  columns: readonly (readonly HopItem[])[],
  at: { readonly column: number; readonly index: number },
): HopMove | undefined {
  const items = columns[at.column] ?? [];
  const item = items[at.index];
  if (item === undefined) return undefined;
  const go = (index: number): HopMove => ({ type: 'go', column: at.column, index });
  switch (key) {
    case 'ArrowDown':
      return go(Math.min(items.length - 1, at.index + 1));
    case 'ArrowUp':
      return go(Math.max(0, at.index - 1));
    case 'Home':
      return go(0);
    case 'End':
      return go(items.length - 1);
    case 'ArrowRight':
      if (item.type === 'fold' && item.folded) return { type: 'fold', id: item.id, folded: false };
      return across(columns, at.column + 1, (next) => viaOf(next) === item.id);
    case 'ArrowLeft': {
      if (item.type === 'fold' && !item.folded) return { type: 'fold', id: item.id, folded: true };
      const via = viaOf(item);
      return across(columns, at.column - 1, (next) => next.id === via);
    }
    case 'Enter':
      if (item.type === 'fold') return { type: 'fold', id: item.id, folded: !item.folded };
      return shift && item.type === 'row' ? { type: 'look' } : { type: 'why' };
    case ' ':
      return item.type === 'fold' ? { type: 'fold', id: item.id, folded: !item.folded } : undefined;
    default:
      return undefined;
  }
}

function viaOf(item: HopItem): string | undefined {
  if (item.type === 'row') return item.row.via;
  return item.type === 'end' ? item.end.via : undefined;
}

/** Into another column that has anything, to what fits, else to its first. */
function across(
  columns: readonly (readonly HopItem[])[],
  column: number,
  fits: (item: HopItem) => boolean,
): HopMove | undefined {
  const items = columns[column] ?? [];
  if (items.length === 0) return undefined;
  return { type: 'go', column, index: Math.max(0, items.findIndex(fits)) };
}
