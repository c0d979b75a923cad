import { expect, it } from 'vitest';
import { afterKey } from './move-focus.ts';

const go = (row: number, column: number, key: string, withControl = false) =>
  afterKey({ row, column }, key, withControl, 9, 5);

it('moves with the arrows, to the heads and no further', () => {
  expect(go(2, 2, 'ArrowRight')).toEqual({ row: 2, column: 3 });
  expect(go(2, 0, 'ArrowLeft')).toEqual({ row: 2, column: -1 });
  expect(go(2, -1, 'ArrowLeft')).toEqual({ row: 2, column: -1 });
  expect(go(9, 9, 'ArrowDown')).toEqual({ row: 9, column: 9 });
});

it('never comes into the corner between the heads', () => {
  expect(go(0, -1, 'ArrowUp')).toEqual({ row: -1, column: 0 });
});

it('goes to the ends of the row, with Control to those of the matrix, and by pages', () => {
  expect(go(3, 4, 'Home')).toEqual({ row: 3, column: 0 });
  expect(go(3, 4, 'End')).toEqual({ row: 3, column: 9 });
  expect(go(3, 4, 'Home', true)).toEqual({ row: 0, column: 0 });
  expect(go(3, 4, 'End', true)).toEqual({ row: 9, column: 9 });
  expect(go(3, 4, 'PageDown')).toEqual({ row: 8, column: 4 });
  expect(go(3, 4, 'PageUp')).toEqual({ row: 0, column: 4 });
});

it('leaves other keys alone', () => {
  expect(go(3, 4, 'j')).toBeUndefined();
});
