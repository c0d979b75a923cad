import { expect, test } from 'vitest';
import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { nameWidth } from './name-width.ts';

const item = (name: string, more: Partial<PolicyListItem> = {}) =>
  ({
    policy: { kind: 'NetworkPolicy', namespace: 'shop', name },
    opensToAny: false,
    unread: false,
    ...more,
  }) as PolicyListItem;
const NONE = new Set<string>();

test('the column of names is as wide as the longest, within bounds', () => {
  const width = nameWidth([item('web'), item('shop-egress-baseline')], NONE);
  expect(width).toBeGreaterThan(nameWidth([item('default-deny-all')], NONE));
  expect(width).toBeLessThan(nameWidth([item('a'.repeat(253))], NONE));
  expect(nameWidth([], NONE)).toBe(nameWidth([item('a')], NONE));
});

test('a tag has room beside its name', () => {
  expect(nameWidth([item('shop-egress', { opensToAny: true })], NONE)).toBeGreaterThan(
    nameWidth([item('shop-egress')], NONE) + 60,
  );
});
