import { expect, test } from 'vitest';
import { checkHref, checkOfPath } from './check-address.ts';

test('the address of a check leads back to it', () => {
  expect(checkOfPath(checkHref('prod eu', 'ISO-001'))).toBe('ISO-001');
  expect(checkOfPath('/demo/checks')).toBeUndefined();
  expect(checkOfPath('/demo/checks/')).toBeUndefined();
});
