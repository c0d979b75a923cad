import { expect, test } from 'vitest';
import type { Peer, PeerGroup } from '#lib/api/pod-types.ts';
import { type PeerFilter, peerRows } from './peer-rows.ts';
import { treeMove } from './tree-move.ts';

const NONE = { TCP: [], UDP: [], SCTP: [] };
const ALL: PeerFilter = { otherNamespaces: false, personalOnly: false, gapsOnly: false };
const peer = (id: string): Peer => ({
  type: 'workload',
  id,
  name: id,
  pods: 1,
  of: 1,
  example: id,
  relation: { allow: NONE, depends: NONE, reasons: [] },
  label: '',
});
const group = (name: string, ...ids: readonly string[]): PeerGroup => ({
  type: 'namespace',
  name,
  pods: ids.length,
  peers: ids.map(peer),
});
const ROWS = peerRows([group('crm', 'a', 'b'), group('shop', 'c')], 'x', ALL, new Set(['namespace:shop']));

test('arrows stop at the ends', () => {
  expect(treeMove('ArrowUp', ROWS, 0)).toEqual({ type: 'go', index: 0 });
  expect(treeMove('ArrowDown', ROWS, 3)).toEqual({ type: 'go', index: 3 });
});

test('left goes from a peer to its group, and folds the group', () => {
  expect(treeMove('ArrowLeft', ROWS, 2)).toEqual({ type: 'go', index: 0 });
  expect(treeMove('ArrowLeft', ROWS, 0)).toEqual({ type: 'fold', group: 'namespace:crm', folded: true });
});

test('right unfolds a group, then enters it', () => {
  expect(treeMove('ArrowRight', ROWS, 3)).toEqual({ type: 'fold', group: 'namespace:shop', folded: false });
  expect(treeMove('ArrowRight', ROWS, 0)).toEqual({ type: 'go', index: 1 });
});

test('Enter asks why on a peer and folds a group', () => {
  expect(treeMove('Enter', ROWS, 1)).toEqual({ type: 'why', index: 1 });
  expect(treeMove('Enter', ROWS, 0)).toEqual({ type: 'fold', group: 'namespace:crm', folded: true });
});

test('an empty tree answers no key', () => {
  expect(treeMove('ArrowDown', [], 0)).toBeUndefined();
});

test('right unfolds the pods of a peer and enters them, left comes back and folds them', () => {
  const web = { ...peer('w'), of: 2, pods: 2 };
  const groups = [{ ...group('crm'), peers: [web] }];
  const pods = [{ key: 'crm/w-1', relation: 0 }];
  const found = { revision: { seq: 1, content: '' }, relations: [web.relation], pods, more: 0 };
  const folded = peerRows(groups, 'x', ALL, new Set());
  const open = peerRows(groups, 'x', ALL, new Set(), new Map([['w', found]]));
  expect(treeMove('ArrowRight', folded, 1)).toEqual({ type: 'pods', peer: 'w', folded: false });
  expect(treeMove('ArrowRight', open, 1)).toEqual({ type: 'go', index: 2 });
  expect(treeMove('ArrowLeft', open, 2)).toEqual({ type: 'go', index: 1 });
  expect(treeMove('ArrowLeft', open, 1)).toEqual({ type: 'pods', peer: 'w', folded: true });
  expect(treeMove('Enter', open, 2)).toEqual({ type: 'why', index: 2 });
});

test('with shift Enter looks from the peer, not from a group', () => {
  expect(treeMove('Enter', ROWS, 1, true)).toEqual({ type: 'look', index: 1 });
  expect(treeMove('Enter', ROWS, 0, true)).toEqual({ type: 'fold', group: 'namespace:crm', folded: true });
});
