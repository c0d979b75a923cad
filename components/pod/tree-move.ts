import type { PeerRow } from './peer-rows.ts';

/** What a key does in the tree: go to a row, fold or unfold a group, ask why. Undefined: not a key of the tree. */
export type TreeMove =
  | { readonly type: 'go'; readonly index: number }
  | { readonly type: 'fold'; readonly group: string; readonly folded: boolean }
  | { readonly type: 'why'; readonly index: number };

/** Keys of a tree by the ARIA practices: arrows move and fold, Home and End jump, Enter opens. */
export function treeMove(key: string, rows: readonly PeerRow[], current: number): TreeMove | undefined {
  const row = rows[current];
  if (row === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return { type: 'go', index: Math.min(rows.length - 1, current + 1) };
    case 'ArrowUp':
      return { type: 'go', index: Math.max(0, current - 1) };
    case 'Home':
      return { type: 'go', index: 0 };
    case 'End':
      return { type: 'go', index: rows.length - 1 };
    case 'ArrowLeft':
      if (row.type === 'peer')
        return { type: 'go', index: rows.findLastIndex((r, i) => i < current && r.type === 'group') };
      return row.folded ? undefined : { type: 'fold', group: row.id, folded: true };
    case 'ArrowRight':
      if (row.type === 'peer') return undefined;
      if (row.folded) return { type: 'fold', group: row.id, folded: false };
      return { type: 'go', index: Math.min(rows.length - 1, current + 1) };
    case 'Enter':
    case ' ':
      if (row.type === 'group') return { type: 'fold', group: row.id, folded: !row.folded };
      return key === 'Enter' ? { type: 'why', index: current } : undefined;
    default:
      return undefined;
  }
}
