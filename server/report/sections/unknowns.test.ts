import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { gapLookups } from './gap-block.ts';
import { unknownsChapter } from './unknowns.ts';

const { evidence } = smallSnapshot();

function toldOf(...notEvaluated: readonly string[]): string {
  const [check] = evidence.checks;
  const checks = [{ ...check, notEvaluated }] as unknown as Evidence['checks'];
  return JSON.stringify(unknownsChapter(gapLookups({ ...evidence, checks })).blocks);
}

it('says once what a check says alike of several workloads, with the names of all', () => {
  const told = toldOf(
    'Whether crm/Deployment/api (prod) is open: 2 workloads may connect.',
    'Whether crm/Deployment/web (prod) is open: 2 workloads may connect.',
    'Whether crm/StatefulSet/db (prod) is open: 1 workload may connect.',
  );
  expect(told).toContain(
    'Whether crm/Deployment/api (prod) is open: 2 workloads may connect. The same holds of crm/Deployment/web.',
  );
  expect(told).toContain('Whether crm/StatefulSet/db (prod) is open: 1 workload may connect."');
});
