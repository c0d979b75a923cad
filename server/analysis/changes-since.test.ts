import { expect, test } from 'vitest';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { snapshotOf } from '#server/report/testing/snapshot-of.ts';
import type { Store } from '#server/store/store.ts';
import { CLUSTER, FACTS } from '#server/store/testing/kept-content.ts';
import { keepNext, temporaryStores } from '#server/store/testing/temporary-store.ts';
import { changesSince } from './changes-since.ts';

const { folder, open } = temporaryStores();

const BASE = [namespace('crm'), namespace('shop'), workload('shop/web')];
const DATABASE = workload('crm/db', { dataClass: 'personal', port: 5432 });
const OPEN = cluster(...BASE, DATABASE);
const CLOSED = cluster(...BASE, DATABASE, policy('crm/deny', '{podSelector: {}, policyTypes: [Ingress]}'));

const keep = (store: Store, evidence: Evidence) => {
  const scope = evidence.scope?.namespaces;
  return keepNext(store, new TextDecoder().decode(sealEvidence(evidence).bytes), { facts: { ...FACTS, scope } });
};
const changesTo = async (store: Store, yaml: string) =>
  changesSince(store, CLUSTER, 2, { model: modelOf(yaml) }, (await snapshotOf(yaml)).evidence);

test('a policy that came since the snapshot before, and the gaps that it closed', async () => {
  const store = open(folder());
  const { evidence } = await snapshotOf(OPEN);
  await keep(store, evidence);
  const changes = await changesTo(store, CLOSED);
  expect(changes?.since).toEqual({ taken: evidence.taken, evidence: sealEvidence(evidence).hash, seq: 1 });
  expect(changes?.policies).toEqual({ added: ['NetworkPolicy/crm/deny'], removed: [], changed: [] });
  expect(changes?.gaps.closed.map(({ check }) => check)).toContain('ISO-001');
  expect(changes?.connections).toContainEqual(expect.objectContaining({ change: 'closed' }));
});

test('nothing is different from the same state', async () => {
  const store = open(folder());
  await keep(store, (await snapshotOf(OPEN)).evidence);
  expect(await changesTo(store, OPEN)).toMatchObject({
    gaps: { opened: [], closed: [], changed: [] },
    connections: [],
    policies: { added: [], removed: [], changed: [] },
  });
});

test('a partial snapshot between two whole ones is passed over', async () => {
  const store = open(folder());
  await keep(store, (await snapshotOf(OPEN)).evidence);
  await keep(store, (await snapshotOf(OPEN, { scopeNamespaces: ['shop'] })).evidence);
  const changes = await changesSince(
    store,
    CLUSTER,
    3,
    { model: modelOf(CLOSED) },
    (await snapshotOf(CLOSED)).evidence,
  );
  expect(changes?.since.seq).toBe(1);
});

test('nothing is told against a snapshot that was read in another way', async () => {
  const store = open(folder());
  const { evidence } = await snapshotOf(OPEN, {}, { profile: 'calico' });
  await keep(store, evidence);
  expect(await changesTo(store, OPEN)).toBeUndefined();
});

test('nothing is told against a partial snapshot', async () => {
  const store = open(folder());
  await keep(store, (await snapshotOf(OPEN, { scopeNamespaces: ['shop'] })).evidence);
  expect(await changesTo(store, OPEN)).toBeUndefined();
});

test('a file before that is not evidence stops no snapshot', async () => {
  const store = open(folder());
  await keepNext(store, 'not evidence');
  expect(await changesTo(store, OPEN)).toBeUndefined();
});
