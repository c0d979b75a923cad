import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stepwise } from './stepwise.ts';

function counting(done: string[], throwsOnce = false) {
  let starts = 0;
  return stepwise(function* () {
    starts++;
    for (const step of ['a', 'b', 'c']) {
      if (throwsOnce && starts === 1 && step === 'b') throw new Error('fault');
      done.push(step);
      yield;
    }
    return starts;
  });
}

test('others have a turn between the steps', async () => {
  const done: string[] = [];
  const value = counting(done);
  const soon = value.soon();
  while (!done.includes('b')) {
    await nextTurn();
    done.push('turn');
  }
  expect(done).toEqual(['a', 'turn', 'b', 'turn']);
  await expect(soon).resolves.toBe(1);
});

test('whoever cannot wait takes over the steps that are done', async () => {
  const done: string[] = [];
  const value = counting(done);
  const soon = value.soon();
  while (!done.includes('a')) await nextTurn();
  expect(value.isDone()).toBe(false);
  expect(value.now()).toBe(1);
  await expect(soon).resolves.toBe(1);
  expect(done).toEqual(['a', 'b', 'c']);
});

test('all who wait get the one value', async () => {
  const done: string[] = [];
  const value = counting(done);
  expect(await Promise.all([value.soon(), value.soon()])).toEqual([1, 1]);
  expect(await value.soon()).toBe(1);
  expect(done).toEqual(['a', 'b', 'c']);
});

test.each(['now', 'soon'] as const)('a fault is told, and the next who asks begins anew: %s', async (way) => {
  const value = counting([], true);
  await expect(async () => value[way]()).rejects.toThrow('fault');
  expect(value.isDone()).toBe(false);
  expect(await value[way]()).toBe(2);
});
