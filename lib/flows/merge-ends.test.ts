import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOW_VERDICTS, type FlowSide } from './flow-obs.ts';
import { type EndSum, mergeEnds } from './merge-ends.ts';

const sum = (
  side: FlowSide,
  verdict: EndSum['verdict'],
  connections: number | null,
  part: Partial<EndSum> = {},
): EndSum => ({
  side,
  verdict,
  decidedAt: verdict === 'allowed' ? null : side === 1 ? 'egress' : 'ingress',
  trust: 'datapath',
  policies: new Map(),
  connections,
  bytesOut: null,
  bytesIn: null,
  sampling: 1,
  first: 0,
  last: 0,
  ...part,
});
const told = (...sums: EndSum[]) =>
  mergeEnds(sums).map(({ verdict, decidedAt, seenAt, connections }) => ({ verdict, decidedAt, seenAt, connections }));

test.each([
  ['both let it go: seen at both', [sum(1, 'allowed', 4), sum(2, 'allowed', 5)], [['allowed', null, 3, 5]]],
  ['only the client tells', [sum(1, 'allowed', 4)], [['allowed', null, 1, 4]]],
  [
    'the server refused all that the client let go',
    [sum(1, 'allowed', 4), sum(2, 'denied', 4)],
    [['denied', 'ingress', 3, 4]],
  ],
  [
    'the server refused some',
    [sum(1, 'allowed', 10), sum(2, 'denied', 4), sum(2, 'allowed', 6)],
    [
      ['denied', 'ingress', 3, 4],
      ['allowed', null, 3, 6],
    ],
  ],
  [
    'refused on the way out',
    [sum(1, 'denied', 3), sum(1, 'allowed', 2)],
    [
      ['denied', 'egress', 1, 3],
      ['allowed', null, 1, 2],
    ],
  ],
  [
    'would be refused on the way out',
    [sum(1, 'would-deny', 3), sum(2, 'allowed', 3)],
    [['would-deny', 'egress', 3, 3]],
  ],
  [
    'would be refused on the way in',
    [sum(1, 'allowed', 3), sum(2, 'would-deny', 3)],
    [['would-deny', 'ingress', 3, 3]],
  ],
  [
    'nobody counted, and the server refused',
    [sum(1, 'allowed', null), sum(2, 'denied', null)],
    [['denied', 'ingress', 3, null]],
  ],
  ['one source counted at both ends already', [sum(3, 'allowed', 7)], [['allowed', null, 3, 7]]],
] as const)('%s', (_, sums, expected) => {
  expect(told(...sums)).toEqual(
    expected.map(([verdict, decidedAt, seenAt, connections]) => ({ verdict, decidedAt, seenAt, connections })),
  );
});

test('bytes of both ends are the larger, what no end measured stays null', () => {
  const [one] = mergeEnds([sum(1, 'allowed', null, { bytesOut: 10 }), sum(2, 'allowed', null, { bytesOut: 12 })]);
  expect(one).toMatchObject({ connections: null, bytesOut: 12, bytesIn: null });
});

test('what several tell is as good as the least of them', () => {
  const [one] = mergeEnds([sum(1, 'allowed', 1, { trust: 'reported' }), sum(2, 'allowed', 1)]);
  expect(one?.trust).toBe('reported');
});

const anySum = fc
  .tuple(
    fc.constantFrom<FlowSide>(1, 2, 3),
    fc.constantFrom(...FLOW_VERDICTS),
    fc.option(fc.nat(9)),
    fc.constantFrom<EndSum['decidedAt']>('ingress', 'egress', null),
  )
  .map(([side, verdict, connections, at]) =>
    sum(side, verdict, connections, { decidedAt: verdict === 'allowed' ? null : at }),
  );

test('the order in which ends are told means nothing', () => {
  fc.assert(
    fc.property(fc.array(anySum, { minLength: 1, maxLength: 6 }), (sums) => {
      const sorted = (of: readonly EndSum[]) =>
        told(...of)
          .map((one) => JSON.stringify(one))
          .sort();
      expect(sorted([...sums].reverse())).toEqual(sorted(sums));
    }),
  );
});
