import { expect, test } from 'vitest';
import { changeSetting, isSameChoice } from './change-setting.ts';

const cilium = { profile: 'cilium', sets: ['sctp=unsupported', 'endPort=unsupported'] };

test('a changed field replaces its earlier setting and keeps the others', () => {
  expect(changeSetting(cilium, { field: 'podToOwnNode', preset: 'depends' }, 'allow').sets).toEqual([
    'sctp=unsupported',
    'endPort=unsupported',
    'podToOwnNode=allow',
  ]);
  expect(
    changeSetting(
      { profile: 'cilium', sets: ['podToOwnNode=allow'] },
      { field: 'podToOwnNode', preset: 'depends' },
      'evaluate',
    ).sets,
  ).toEqual(['podToOwnNode=evaluate']);
});

test('what the preset says anyway is no setting', () => {
  expect(changeSetting(cilium, { field: 'sctp', preset: 'supported' }, 'supported').sets).toEqual([
    'endPort=unsupported',
  ]);
});

test('the order of settings does not make another choice', () => {
  expect(isSameChoice(cilium, { profile: 'cilium', sets: ['endPort=unsupported', 'sctp=unsupported'] })).toBe(true);
  expect(isSameChoice(cilium, { profile: 'cilium', sets: [] })).toBe(false);
});
