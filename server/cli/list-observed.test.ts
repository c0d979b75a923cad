import { expect, test } from 'vitest';
import type { JoinedEdge, TrafficState } from '#lib/flows/observed.ts';
import { observedLines } from './list-observed.ts';

const WEB = 'shop/Deployment/web';
const DB = 'shop/StatefulSet/db';
const edge = (from: string, to: string, state: TrafficState, connections?: number) =>
  ({ from, to, state, ...(connections === undefined ? {} : { seen: { connections } }) }) as JoinedEdge;
const lines = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([from, to]) => ({ from, to }));

test('an observed edge is told by the line of its pair, else by that of any pod of the namespace, else of any pod', () => {
  const all = lines([WEB, DB], ['any-pod@shop', DB], ['any-pod', DB], ['any-pod', 'internet']);
  const { cells } = observedLines(all, {
    edges: [
      edge(WEB, DB, 'used', 3),
      edge('shop/Deployment/other', DB, 'used', 5),
      edge('crm/Deployment/api', DB, 'used', 7),
      edge('crm/Deployment/api', 'ip:203.0.113.7/32', 'used', 2),
    ],
  });
  expect(all.map(({ from, to }) => cells(from, to))).toEqual([
    ['3', 'used'],
    ['5', 'used'],
    ['7', 'used'],
    ['2', 'used'],
  ]);
});

test('an address is told by the narrowest block round it', () => {
  const all = lines([WEB, '10.0.0.0/8'], [WEB, '10.20.0.0/24'], [WEB, 'internet']);
  const { cells } = observedLines(all, {
    edges: [edge(WEB, 'ip:10.20.0.15/32', 'used', 4), edge(WEB, 'ip:10.9.0.1/32', 'used', 1)],
  });
  expect(all.map(({ from, to }) => cells(from, to))).toEqual([
    ['1', 'used'],
    ['4', 'used'],
    ['', ''],
  ]);
});

test('a line of which one port was used is used, and counts that nobody took are no zero', () => {
  const all = lines([WEB, DB], [DB, WEB]);
  const { cells } = observedLines(all, {
    edges: [edge(WEB, DB, 'not-enough-seen'), edge(WEB, DB, 'used', 2), edge(DB, WEB, 'unused')],
  });
  expect(all.map(({ from, to }) => cells(from, to))).toEqual([
    ['2', 'used'],
    ['', 'unused'],
  ]);
});

test('what nothing allows is on no line', () => {
  const { cells } = observedLines(lines([WEB, DB]), {
    edges: [edge(WEB, DB, 'seen-denied', 2), edge(WEB, DB, 'denied', 2)],
  });
  expect(cells(WEB, DB)).toEqual(['', '']);
});
