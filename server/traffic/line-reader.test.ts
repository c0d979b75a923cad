import { expect, test } from 'vitest';
import { createLineReader } from './line-reader.ts';

const bytes = (text: string) => Buffer.from(text);

test('lines are told as they end, with their numbers, empty ones left out', () => {
  const reader = createLineReader();
  expect(reader.push(bytes('a\n\nb'))).toEqual([{ number: 1, text: 'a' }]);
  expect(reader.push(bytes('c\r\nd'))).toEqual([{ number: 3, text: 'bc' }]);
  expect(reader.end()).toEqual([{ number: 4, text: 'd' }]);
  expect(reader.end()).toEqual([]);
});

test('a character that is cut in two is whole again', () => {
  const reader = createLineReader();
  const whole = bytes('ä\n');
  expect([...reader.push(whole.subarray(0, 1)), ...reader.push(whole.subarray(1))]).toEqual([{ number: 1, text: 'ä' }]);
});

test('a line longer than any flow is told as such, and takes no room; the next is read', () => {
  const reader = createLineReader();
  for (let i = 0; i < 10; i++) expect(reader.push(bytes('x'.repeat(100_000)))).toEqual([]);
  expect(reader.push(bytes('x\nb\n'))).toEqual([
    { number: 1, text: undefined },
    { number: 2, text: 'b' },
  ]);
});
