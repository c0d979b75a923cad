import { expect, test } from 'vitest';
import { gov003Examples } from '#lib/gdpr/checks/examples/gov-003.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import { indexGaps } from './gap-index.ts';

test('a waived gap is listed with the others of its subject, and counts in no badge', () => {
  const { waivers } = parseWaivers(gov003Examples.waivers);
  const model = modelOf(gov003Examples.passing);
  const [open, waived] = [[], waivers].map((given) =>
    indexGaps(runChecks(model, { taken: '2026-06-01T12:00:00Z', waivers: given })),
  );
  const subject = 'crm/StatefulSet/crm-db';
  expect(waived?.ids(subject).toSorted()).toEqual(open?.ids(subject).toSorted());
  expect(waived?.badge(subject)?.count).toBe((open?.badge(subject)?.count ?? 0) - 1);
});
