import type { PeerRow } from './peer-rows.ts';

/**
 * What a key does in the tree: go to a row, fold or unfold a group or the pods of a peer, ask why, look from the peer.
 * Undefined: not a key of the tree.
 */
export type TreeMove =
  | { readonly type: 'go'; readonly index: number }
  | { readonly type: 'fold'; readonly group: string; readonly folded: boolean }
  | { readonly type: 'pods'; readonly peer: string; readonly folded: boolean }
  | { readonly type: 'why'; readonly index: number }
  | { readonly type: 'look'; readonly index: number };

/** Keys of a tree by the ARIA practices: arrows move and fold, Home and End jump, Enter opens. */
export function treeMove(key: string, rows: readonly PeerRow[], current: number, shift = false): TreeMove | undefined {
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
      if (row.type === 'group') return row.folded ? undefined : { type: 'fold', group: row.id, folded: true };
      if (row.type === 'peer' && row.folded === false) return { type: 'pods', peer: row.peer.id, folded: true };
      return { type: 'go', index: rows.findLastIndex(({ type }, i) => i < current && isAbove(type, row.type)) };
    case 'ArrowRight':
      if (row.type === 'peer' && row.folded === true) return { type: 'pods', peer: row.peer.id, folded: false };
      if (row.type === 'group' && row.folded) return { type: 'fold', group: row.id, folded: false };
      if (row.type === 'group' || (row.type === 'peer' && row.folded === false)) {
        return { type: 'go', index: Math.min(rows.length - 1, current + 1) };
      }
      return undefined;
    case 'Enter':
    case ' ':
      if (row.type === 'group') return { type: 'fold', group: row.id, folded: !row.folded };
      if (key !== 'Enter' || row.type === 'note') return undefined;
      return { type: shift ? 'look' : 'why', index: current };
    default:
      return undefined;
  }
}

/** Above a pod stands its peer, above a peer its group. */
function isAbove(type: PeerRow['type'], below: PeerRow['type']): boolean {
  return below === 'peer' ? type === 'group' : type === 'peer';
}
