import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PackedGroup, packObjects, unpackObjects, valuesOfPacked } from './pack-objects.ts';

const NAMES = ['name', 'labels', 'a/b', 'c~d', '', '__proto__', 'constructor', '0'];
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, 0, 1, 'x', 'y', '', true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { selector: ([key]) => key, maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** As it comes back from a file. */
function throughFile(groups: readonly PackedGroup[]): readonly PackedGroup[] {
  return JSON.parse(JSON.stringify(groups));
}

test('what is packed comes back equal, each family and shape in its order', () => {
  fc.assert(
    fc.property(fc.array(tree, { maxLength: 12 }), (values) => {
      const tagged = values.map((value, number) => ({ value, number }));
      const back = Array.from(unpackObjects(throughFile(packObjects(tagged, ({ number }) => String(number % 3)))));
      const inOrder = (back as typeof tagged).toSorted((a, b) => a.number - b.number);
      expect(JSON.stringify(inOrder)).toBe(JSON.stringify(throughSorted(tagged)));
    }),
    { numRuns: 300 },
  );
});

test('what all have in common stands once', () => {
  const pods = ['a', 'b', 'c'].map((name) => ({ metadata: { name, labels: { app: 'web' } }, spec: { ports: [1, 2] } }));
  expect(packObjects(pods, () => '')).toEqual([
    {
      shared: { metadata: { name: null, labels: { app: 'web' } }, spec: { ports: [1, 2] } },
      own: ['/metadata/name'],
      rows: [['a'], ['b'], ['c']],
    },
  ]);
});

/** Keys sorted, as packing leaves them. */
function throughSorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(throughSorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, throughSorted(entry)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('one value of each object is read without unpacking the others, shared or its own', () => {
  const pods = ['a', 'b', 'c', 'd'].map((name, index) => ({
    metadata: { namespace: 'shop', name, ...(index > 2 ? { labels: { app: 'x' } } : {}) },
  }));
  const packed = packObjects(pods, () => '');
  expect([...valuesOfPacked(packed, '/metadata/name')]).toEqual(['a', 'b', 'c', 'd']);
  expect([...valuesOfPacked(packed, '/metadata/namespace')]).toEqual(['shop', 'shop', 'shop', 'shop']);
  expect([...valuesOfPacked(packed, '/metadata/uid')]).toEqual([undefined, undefined, undefined, undefined]);
});
