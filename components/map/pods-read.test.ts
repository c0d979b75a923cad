import { expect, test } from 'vitest';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { podsRead } from './pods-read.ts';

const pods = (state: KindCompleteness['state'], deniedNamespaces?: readonly string[]): KindCompleteness => ({
  resource: 'pods',
  kind: 'Pod',
  count: 0,
  state,
  ...(deniedNamespaces === undefined ? {} : { deniedNamespaces }),
});

test('a namespace that may be read and is empty is not called unread because another may not', () => {
  const kinds = [pods('partial', ['payments'])];
  expect(podsRead(kinds, 'empty')).toBe('read');
  expect(podsRead(kinds, 'payments')).toBe('not read');
  expect(podsRead(kinds, undefined)).toBe('partly');
});

test('what may not be read anywhere is unread in each namespace', () => {
  expect(podsRead([pods('forbidden')], 'empty')).toBe('not read');
  expect(podsRead([pods('failed')], undefined)).toBe('not read');
  expect(podsRead([pods('read')], undefined)).toBe('read');
});
