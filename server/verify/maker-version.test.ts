import { expect, it } from 'vitest';
import { isKnownVersion } from './maker-version.ts';

it.each([
  ['1.2.3', true],
  ['1.2.2', true],
  ['1.1.9', true],
  ['0.9.9', true],
  ['1.2.3-rc.1', true],
  ['1.2.4', false],
  ['1.3.0', false],
  ['1.10.0', false],
  ['2.0.0', false],
  ['1.2.4-rc.1', false],
  ['1.2', false],
  ['', false],
  ['v1.2.3', false],
  ['1.2.3x', false],
])('version 1.2.3 can judge what %s made: %s', (version, known) => {
  expect(isKnownVersion(version, '1.2.3')).toBe(known);
});

it('a version before its release judges no other one of its number', () => {
  expect(isKnownVersion('1.2.3', '1.2.3-rc.1')).toBe(false);
  expect(isKnownVersion('1.2.3-rc.2', '1.2.3-rc.1')).toBe(false);
  expect(isKnownVersion('1.2.3-rc.1', '1.2.3-rc.1')).toBe(true);
});
