import { expect, test } from 'vitest';
import { createEdgeEndsTable } from './edge-ends.ts';

const told = { from: 'a/Pod/x', to: 'a/Pod/y', port: 80, protocol: 6, source: 'hubble', directionUnknown: false };
const others = [
  { ...told, port: 81 },
  { ...told, port: null },
  { ...told, port: 0 },
  { ...told, protocol: 17 },
  { ...told, source: 'file' },
  { ...told, directionUnknown: true },
  { ...told, from: 'a/Pod/y', to: 'a/Pod/x' },
  { ...told, to: 'a/Pod/z' },
];

test('the ends of an edge are one thing, those of each other edge another, until they are deleted', () => {
  const table = createEdgeEndsTable();
  const all = [told, ...others].map((each) => {
    const ends = table.of(each);
    expect(ends).toEqual({ ...each, minutes: 0 });
    table.add(ends);
    table.add(ends); // again after there was no room for it
    return ends;
  });
  expect(new Set(all).size).toBe(all.length);
  const isKnown = () => [told, ...others].map((each, at) => table.of(each) === all[at]);
  expect(isKnown()).toEqual(all.map(() => true));
  for (const [at, ends] of all.entries()) {
    table.delete(ends);
    expect(isKnown()).toEqual(all.map((_, other) => other > at));
  }
});

test('edges of one pair are told apart however sources come and go', () => {
  const table = createEdgeEndsTable();
  const add = (source: string, port: number) => {
    const ends = table.of({ ...told, source, port });
    table.add(ends);
    return ends;
  };
  const first = add('a', 1);
  const second = add('b', 2);
  table.delete(first);
  const third = add('c', 2);
  expect(table.of({ ...told, source: 'b', port: 2 })).toBe(second);
  expect(table.of({ ...told, source: 'c', port: 2 })).toBe(third);
  expect(table.of({ ...told, source: 'a', port: 1 })).not.toBe(first);
});
