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
