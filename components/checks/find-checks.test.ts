import { expect, test } from 'vitest';
import type { CheckListItem } from '#lib/api/check-schemas.ts';
import { findChecks } from './find-checks.ts';

const counts = { PASS: 0, FAIL: 0, WAIVED: 0, UNKNOWN: 0, NOT_APPLICABLE: 0, NOT_EVALUATED: 0 };
const CHECKS: readonly CheckListItem[] = [
  { id: 'ISO-001', title: 'Personal data reachable', name: 'Reachable from any pod', family: 'Isolation', counts },
  { id: 'DNS-001', title: 'Egress without DNS', name: 'Cannot resolve names', family: 'Names', counts },
];

test.each([
  ['', ['ISO-001', 'DNS-001']],
  ['iso', ['ISO-001']],
  ['names resolve', ['DNS-001']],
  ['pod names', []],
])('"%s" finds %j', (text, ids) => {
  expect(findChecks(CHECKS, text).map(({ id }) => id)).toEqual(ids);
});
