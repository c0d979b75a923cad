import { expect, test } from 'vitest';
import { foldedLines, isLong } from './folded-lines.ts';

const text = (from: number, to: number): string => `lines ${from} to ${to}`;
const patch = (lines: number): string =>
  `${['apiVersion: v1', 'kind: X', 'metadata:', '  name: a', 'spec:', ...Array.from({ length: lines - 5 }, (_, i) => `  line: ${i}`)].join('\n')}\n`;

test('a short patch is shown whole', () => {
  expect(isLong(patch(14))).toBe(false);
  expect(foldedLines(patch(14), false, text)).toHaveLength(14);
});

test('of a long one the head and what stands far below are folded, with the numbers of the lines', () => {
  const lines = foldedLines(patch(27), false, text);
  expect(lines[0]).toEqual({ type: 'fold', text: 'lines 1 to 4' });
  expect(lines[1]).toMatchObject({ type: 'line', number: 5, text: 'spec:' });
  expect(lines.at(-1)).toEqual({ type: 'fold', text: 'lines 17 to 27' });
  expect(lines).toHaveLength(14);
});

test('no line is lost when it is opened', () => {
  const lines = foldedLines(patch(27), true, text);
  expect(lines.map((line) => line.text).join('\n')).toBe(patch(27).trimEnd());
});
