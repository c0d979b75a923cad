import { expect, test } from 'vitest';
import { placeInChanges, proposalOf, type SimulatedChange, withIds } from './simulated-change.ts';

const yaml = (id: string, text: string): SimulatedChange => ({ type: 'yaml', id, title: id, text });
const POLICY = { kind: 'NetworkPolicy', namespace: 'crm', name: 'db' };

test('texts become documents of one text, also where one does not end with a line, and empty ones are left out', () => {
  const changes = [
    yaml('1', 'a: 1'),
    yaml('2', ' \n'),
    yaml('3', 'b: 2\n'),
    { type: 'remove', id: '4', object: POLICY } as const,
  ];
  expect(proposalOf(changes)).toEqual({ objects: '---\na: 1\n---\nb: 2\n', patches: '', remove: [POLICY], labels: [] });
});

test('a line of the text is found again in its change', () => {
  const changes = [yaml('1', 'a: 1\nb: 2'), yaml('2', 'c: 3\nd: [\n')];
  const lines = proposalOf(changes).objects.split('\n');
  for (const [text, id, line] of [
    ['a: 1', '1', 1],
    ['b: 2', '1', 2],
    ['c: 3', '2', 1],
    ['d: [', '2', 2],
  ] as const) {
    expect(placeInChanges(changes, lines.indexOf(text) + 1)).toEqual({ id, line });
  }
  expect(placeInChanges([], 1)).toBeUndefined();
});

test('what ends too early is told at the last line of the last text', () => {
  const changes = [yaml('1', 'a: 1'), yaml('2', 'c: 3\nd: [\n')];
  expect(placeInChanges(changes, proposalOf(changes).objects.split('\n').length)).toEqual({ id: '2', line: 2 });
});

test('ids are new ones', () => {
  const known = [yaml('7', 'a')];
  expect(
    withIds(known, [
      { type: 'remove', object: POLICY },
      { type: 'yaml', title: 't', text: '' },
    ]).map(({ id }) => id),
  ).toEqual(['8', '9']);
});
