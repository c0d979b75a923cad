import { expect, test } from 'vitest';
import { changedLines } from './changed-lines.ts';

const SIGNS = { added: '+', removed: '-', kept: ' ' };
const fold = (lines: number) => `${lines} lines`;
const shown = (before: string, after: string) =>
  changedLines(before, after, fold).map((line) =>
    line.type === 'fold' ? `… ${line.text}` : `${SIGNS[line.change ?? 'kept']}${line.number} ${line.text}`,
  );

test('added lines are marked, with two around them, and the rest is folded', () => {
  const before = 'a\nb\nc\nd\ne\nf\ng\n';
  expect(shown(before, before.replace('d\n', 'd\nnew\n'))).toEqual([
    '… 2 lines',
    ' 3 c',
    ' 4 d',
    '+5 new',
    ' 6 e',
    ' 7 f',
    '… 1 lines',
  ]);
});

test('two changes apart keep what stands between them', () => {
  expect(shown('a\nb\nc\n', 'x\na\nb\ny\nc\n')).toEqual(['+1 x', ' 2 a', ' 3 b', '+4 y', ' 5 c']);
});

test('a first text is all new, an equal one shows nothing', () => {
  expect(shown('', 'a\nb\n')).toEqual(['+1 a', '+2 b']);
  expect(shown('a\n', 'a\n')).toEqual([]);
});

test('removed lines are shown with the number that they had', () => {
  expect(shown('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\ne\nf\n')).toEqual(['… 1 lines', ' 2 b', ' 3 c', '-4 d', ' 4 e', ' 5 f']);
  expect(shown('a\nb\n', '')).toEqual(['-1 a', '-2 b']);
});

test('a line in the place of another stands behind it', () => {
  expect(shown('a\nb\nc\n', 'a\nx\nc\n')).toEqual([' 1 a', '-2 b', '+2 x', ' 3 c']);
  expect(shown('a\nb\n', 'a\nx\ny\n')).toEqual([' 1 a', '-2 b', '+2 x', '+3 y']);
});
