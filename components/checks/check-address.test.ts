import { expect, test } from 'vitest';
import { checkHref, checkOfPath } from './check-address.ts';

test('the address of a check leads back to it', () => {
  expect(checkOfPath(checkHref('prod eu', 'ISO-001'))).toBe('ISO-001');
  expect(checkOfPath('/demo/checks')).toBeUndefined();
  expect(checkOfPath('/demo/checks/')).toBeUndefined();
});

test('an address that cannot be decoded names no check', () => {
  expect(checkOfPath('/demo/checks/%E0')).toBeUndefined();
});
