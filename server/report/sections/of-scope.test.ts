import { beforeAll, expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { gapLookups } from './gap-block.ts';
import { unknownsChapter } from './unknowns.ts';
import { waiversChapter, waiverTable } from './waivers.ts';

const OF_OTHERS = (name: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: guard, namespace: ${name}}`;
const MANIFESTS = cluster(
  namespace('crm'),
  namespace('lab'),
  workload('crm/db', { dataClass: 'personal', port: 5432 }),
  workload('lab/records', { dataClass: 'special', port: 5432 }),
  OF_OTHERS('crm'),
  OF_OTHERS('lab'),
);
const waiver = (id: string, subject: string) => `- id: ${id}
  check: ISO-001
  match: { subject: "${subject}", peer: "any-pod" }
  justification: "Moves to a namespace of its own"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: 2026-03-04
  expiresAt: 2026-12-31
`;
const { waivers } = parseWaivers(
  `waivers:\n${waiver('W-2026-001', 'crm/Deployment/db')}${waiver('W-2026-002', 'lab/Deployment/records')}`,
);
const unread = (object?: string) => ({ ...(object === undefined ? {} : { object }), message: 'no port' });

let whole: Evidence;
let partial: Evidence;
beforeAll(async () => {
  whole = (await snapshotOf(MANIFESTS, {}, { waivers })).evidence;
  partial = (await snapshotOf(MANIFESTS, { scopeNamespaces: ['lab'] }, { waivers })).evidence;
}, 60_000);

const unknowns = (evidence: Evidence) =>
  JSON.stringify(
    unknownsChapter(
      gapLookups({
        ...evidence,
        completeness: {
          ...evidence.completeness,
          unread: [unread('NetworkPolicy crm/web'), unread('NetworkPolicy lab/api'), unread('Node worker-1'), unread()],
          notes: [
            { code: 'duplicate-object', message: 'crm said it twice', object: 'Service crm/web' },
            { code: 'not-followed', message: 'a link was not followed' },
          ],
        },
      }),
    ).blocks,
  );

it('leaves what is of other namespaces out of a partial report, and says how much', () => {
  const told = unknowns(partial);
  for (const named of ['crm/web', 'crm said it twice', 'crm/guard']) expect(told).not.toContain(named);
  for (const named of ['lab/api', 'Node worker-1', 'a link was not followed', 'lab/guard'])
    expect(told).toContain(named);
  expect(told.match(/1 other concerns namespaces outside of this scope/g)).toHaveLength(3);
});

it('tells everything without a scope', () => {
  const told = unknowns(whole);
  for (const named of ['crm/web', 'crm said it twice', 'crm/guard', 'lab/api']) expect(told).toContain(named);
  expect(told).not.toContain('outside of this scope');
});

it('tells the waivers of its namespaces, and how many are of others', () => {
  const idsOf = (evidence: Evidence) => waiverTable(evidence)?.rows.map(([id]) => id);
  expect(idsOf(whole)).toEqual(['W-2026-001', 'W-2026-002']);
  expect(idsOf(partial)).toEqual(['W-2026-002']);
  expect(JSON.stringify(waiversChapter(gapLookups(partial)).blocks)).toContain('1 other waiver concerns');
});
