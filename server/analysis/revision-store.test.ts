import { beforeEach, describe, expect, test } from 'vitest';
import { createRevisionStore, LEASE_MS, type RevisionStore } from './revision-store.ts';

let now = 0;
let store: RevisionStore<string>;
beforeEach(() => {
  now = 0;
  store = createRevisionStore(() => now);
});
const addUpTo = (last: number) => {
  for (let seq = (store.kept().at(-1) ?? 0) + 1; seq <= last; seq++) store.add(seq, `r${seq}`);
};

describe('revisions', () => {
  test('there is none before the first', () => expect(store.get(undefined)).toBeUndefined());
  test('without a number the newest is given', () => {
    addUpTo(2);
    expect(store.get(undefined)).toBe('r2');
  });
  test('one that nobody looked at goes with the next', () => {
    addUpTo(2);
    expect(store.kept()).toEqual([2]);
  });
  test('one that somebody looked at stays for its lease', () => {
    addUpTo(1);
    store.get(1);
    addUpTo(2);
    now = LEASE_MS - 1;
    expect(store.get(1)).toBe('r1');
  });
  test('after the lease it is gone, and the answer names the newest', () => {
    addUpTo(1);
    store.get(1);
    now = LEASE_MS;
    addUpTo(2);
    expect(() => store.get(1)).toThrow(expect.objectContaining({ code: 'REVISION_GONE' }));
  });
  test('holding renews the lease', () => {
    addUpTo(1);
    store.get(1);
    addUpTo(2);
    now = LEASE_MS - 1;
    store.hold([1]);
    now = LEASE_MS + 1;
    addUpTo(3);
    expect(store.kept()).toEqual([1, 3]);
  });
  test('at most three are kept beside the newest: those looked at last', () => {
    for (let seq = 1; seq <= 6; seq++) {
      addUpTo(seq);
      now++;
      store.get(seq);
    }
    expect(store.kept()).toEqual([3, 4, 5, 6]);
  });
});
