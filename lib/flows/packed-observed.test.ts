import { expect, test } from 'vitest';
import { EDGE_COLUMNS, NotPacked, type PackedObserved, packObserved, unpackObserved } from './packed-observed.ts';
import { someEdge, someTraffic } from './testing/some-edge.ts';

const traffic = someTraffic([
  someEdge('one/Pod/web', 'one/Pod/db', { connections: null }),
  someEdge('one/Pod/web', 'name:api.example', { port: null, policies: 'NetworkPolicy one/web' }),
]);

test('what was observed is unpacked as it was packed, without the counts of records', () => {
  const unpacked = unpackObserved(packObserved(traffic));
  expect(unpacked.edges).toHaveLength(2);
  expect(unpacked.edges).toEqual(expect.arrayContaining([...traffic.edges]));
  expect(unpacked.coverage).toEqual(traffic.coverage.map((row) => ({ ...row, records: 0 })));
  expect(unpacked).toMatchObject({ window: traffic.window, leftOut: 0, complete: ['hubble'] });
});

test('changes of ends are packed as far as they lie in the window, and absent where there are none', () => {
  const changed = [
    { of: 'one/Pod/web', at: traffic.window.from + 5 },
    { of: 'one/Pod/db', at: traffic.window.from - 5 },
  ];
  expect(unpackObserved(packObserved({ ...traffic, changed })).changed).toEqual([changed[0]]);
  expect(packObserved(traffic)).not.toHaveProperty('changed');
});

test('from when on policies are known is packed, and absent where they always are', () => {
  expect(unpackObserved(packObserved({ ...traffic, policiesFrom: 5 })).policiesFrom).toBe(5);
  expect(packObserved(traffic)).not.toHaveProperty('policiesFrom');
  expect(() => unpackObserved({ ...packObserved(traffic), policiesFrom: Number.NaN })).toThrow(NotPacked);
});

test('packing does not depend on the order, and packed twice it is the same', () => {
  const turned = { ...traffic, edges: [...traffic.edges].reverse(), coverage: [...traffic.coverage].reverse() };
  expect(packObserved(turned)).toEqual(packObserved(traffic));
  expect(packObserved(unpackObserved(packObserved(traffic)))).toEqual(packObserved(traffic));
});

test('hours that are alike are one run', () => {
  expect(packObserved(traffic).coverage).toEqual([
    { source: 'hubble', node: 'n1', runs: [[0, 24, 3_600_000, 0]] },
    { source: 'hubble', node: 'n2', runs: [[0, 24, 3_600_000, 0]] },
  ]);
});

test('what nobody packed is refused', () => {
  const packed = packObserved(traffic);
  expect(() => unpackObserved({ ...packed, ends: [] })).toThrow(NotPacked);
  expect(() => unpackObserved({ ...packed, edges: [[0, 0]] })).toThrow(NotPacked);
  const endless = [{ source: 'a', node: 'b', runs: [[0, 1e9, 0, 0] as const] }];
  expect(() => unpackObserved({ ...packed, coverage: endless })).toThrow(NotPacked);
});

test('a strange value in any column of an edge is refused', () => {
  const packed = packObserved(traffic);
  const [edge] = packed.edges as [PackedObserved['edges'][number]];
  for (const [at, column] of EDGE_COLUMNS.entries()) {
    for (const strange of ['strange', { deep: 1 }, Number.NaN, -1.5e308 * 10, [1]] as unknown as string[]) {
      const edges = [edge.toSpliced(at, 1, strange)];
      expect(() => unpackObserved({ ...packed, edges }), `${column} ${strange}`).toThrow(NotPacked);
    }
  }
  for (const changed of [[['', 1]], [['one/Pod/web', Number.NaN]]] as const) {
    expect(() => unpackObserved({ ...packed, changed })).toThrow(NotPacked);
  }
});

test('more hours of coverage than anybody keeps are refused, however they are split', () => {
  const packed = packObserved(traffic);
  const half = [0, 1_000_001, 0, 0] as const;
  const coverage = ['n1', 'n2'].map((node) => ({ source: 'a', node, runs: [half] }));
  expect(() => unpackObserved({ ...packed, coverage })).toThrow(NotPacked);
  const negative = [{ source: 'a', node: 'b', runs: [[0, -1, 0, 0] as const] }];
  expect(() => unpackObserved({ ...packed, coverage: negative })).toThrow(NotPacked);
});

test('a window that is longer than 400 days, or turned, is refused', () => {
  const packed = packObserved(traffic);
  for (const window of [
    { from: -62_135_596_800_000, to: 0 },
    { from: 1, to: 0 },
    { from: Number.NaN, to: 0 },
  ])
    expect(() => unpackObserved({ ...packed, window })).toThrow(NotPacked);
});

test('files of years are taken, since their silence says nothing', () => {
  const years = { ...traffic, window: { from: 0, to: 10 ** 12 }, complete: [] };
  expect(unpackObserved(packObserved(years)).window).toEqual(years.window);
});
