import { expect, test } from 'vitest';
import { changed, NO_HISTORY, undone } from './simulation-history.ts';
import { readSimulation, storeSimulation } from './stored-simulation.ts';

function storageOf(room = Number.POSITIVE_INFINITY) {
  const kept = new Map<string, string>();
  return () => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > room) throw new Error('full');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  });
}
const yaml = (text: string) => [{ type: 'yaml' as const, id: '1', title: 't', text }];

test('a simulation is read as it was stored, with its steps', () => {
  const storage = storageOf();
  const history = changed(changed(NO_HISTORY, yaml('a')), yaml('b'));
  expect(storeSimulation('demo', history, storage)).toBe(true);
  expect(undone(readSimulation('demo', storage)).present).toEqual(yaml('a'));
  expect(readSimulation('other', storage)).toEqual(NO_HISTORY);
});

test('where there is no room for every step the present is kept', () => {
  const storage = storageOf(200);
  const history = changed(changed(NO_HISTORY, yaml('a'.repeat(300))), yaml('b'));
  expect(storeSimulation('demo', history, storage)).toBe(true);
  expect(readSimulation('demo', storage)).toEqual({ past: [], present: yaml('b'), future: [] });
});

test('what has another shape is nothing', () => {
  const storage = storageOf();
  storage().setItem(
    'ringfence-simulation/demo',
    JSON.stringify({ past: [], present: [{ type: 'yaml', id: 1 }], future: [] }),
  );
  expect(readSimulation('demo', storage)).toEqual(NO_HISTORY);
});
