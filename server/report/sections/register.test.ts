import { expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckResult } from '#lib/gdpr/types.ts';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { registerChapter } from './register.ts';
import { scopeChapter } from './scope.ts';

const NONE = { PASS: 0, FAIL: 0, WAIVED: 0, UNKNOWN: 0, NOT_APPLICABLE: 0, NOT_EVALUATED: 0 };

it('lists as measures checks without any gap, with what they did not evaluate; not those of the evidence', async () => {
  const { evidence } = await snapshotOf(cluster(namespace('crm'), workload('crm/crm-db', { dataClass: 'personal' })));
  const check = (id: string, counts: Partial<CheckResult['counts']>): CheckResult => ({
    ...{ id, title: 'title', notEvaluated: [] },
    counts: { ...NONE, PASS: 3, ...counts },
  });
  const checks = [
    check('ISO-001', {}),
    check('ISO-002', { NOT_EVALUATED: 2 }),
    check('ISO-003', { WAIVED: 1 }),
    check('ISO-004', { FAIL: 1 }),
    check('ISO-005', { UNKNOWN: 1 }),
    check('GOV-003', {}),
  ];
  const bullets = registerChapter({ ...evidence, checks }).blocks.find(({ type }) => type === 'bullets');
  expect(bullets).toMatchObject({
    items: ['ISO-001 title: 3 subjects without a gap', 'ISO-002 title: 3 subjects without a gap, 2 not evaluated'],
  });
});

it('says that nothing was observed only where nothing was', async () => {
  const { evidence } = await snapshotOf(cluster(namespace('crm'), workload('crm/crm-db', { dataClass: 'personal' })));
  const told = (given: typeof evidence) => JSON.stringify(registerChapter(given).blocks);
  expect(told(evidence)).toContain('there was no flow source');
  const seen = smallSnapshot().evidence;
  expect(seen.observed).toBeDefined();
  expect(told(seen)).not.toContain('no flow source');
  expect(JSON.stringify(scopeChapter(seen).blocks)).not.toContain('Flow source: none');
});
