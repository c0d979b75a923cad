import { expect, test } from 'vitest';
import { someEdge } from '#lib/flows/testing/some-edge.ts';
import { edgeStateWord, laneSentence, notMeasuredIn, sourceTrouble, whatHappened } from './traffic-page.ts';

test('three times that were not measured are named, and how many more there are', () => {
  expect(notMeasuredIn([])).toBe('');
  expect(notMeasuredIn(['a', 'b', 'c', 'd', 'e'])).toBe('Not measured: a, b, c and 2 more.');
  expect(notMeasuredIn(['a'], true)).toBe('Not wholly measured: a.');
});

test('a lane of which nobody counted anything says so, and not 0', () => {
  expect(laneSentence('used', null)).toBe('used: not measured.');
  expect(laneSentence('used', null, true)).toBe('used: not wholly measured.');
  expect(laneSentence('used', 0)).toBe('used: 0 connections.');
});

test('what was refused though policies allow it says so, and what is only reported is no drop', () => {
  expect(edgeStateWord({ state: 'denied' })).toBe('dropped');
  expect(edgeStateWord({ state: 'denied', refusedThoughAllowed: true })).toBe('dropped, allowed');
  expect(edgeStateWord({ state: 'unjudged', refusedThoughAllowed: true })).toBe('reported, allowed');
  const seen = { ...someEdge('a', 'b'), connections: 2 };
  const window = { from: 0, to: 1 };
  expect(whatHappened({ state: 'denied', seen, refusedThoughAllowed: true }, window)).toMatch(
    /^2 attempts at .*\. None passed, though all policies of that time allow it\.$/,
  );
  expect(whatHappened({ state: 'denied', seen }, window)).toMatch(/\. None passed\.$/);
  expect(whatHappened({ state: 'unjudged', seen, refusedThoughAllowed: true }, window)).toContain(
    'reported as refused',
  );
});

test('of a file that ended, lines that were no flow are told; one of which all were is not', () => {
  const source = { source: 'file:a', label: 'File a', state: 'ended' as const, since: '', lost: 0 };
  const whole = { ...source, records: 3, unreadable: 0, withoutFlow: 5, examples: [] };
  expect(sourceTrouble(whole, 0)).toBeUndefined();
  expect(sourceTrouble({ ...whole, records: 0, withoutFlow: 0 }, 0)).toBeUndefined();
  expect(sourceTrouble({ ...whole, records: 0 }, 0)).toEqual({
    source: 'file:a',
    sentence: 'File a: 0 flows taken in, 5 lines tell of no connection.',
    isError: false,
  });
  const examples = [{ place: 'a, line 3', message: 'it is no JSON' }];
  expect(sourceTrouble({ ...whole, unreadable: 1, withoutFlow: 1, examples }, 0)?.sentence).toBe(
    'File a: 3 flows taken in, 1 line not read (a, line 3: it is no JSON), 1 line tells of no connection.',
  );
});
