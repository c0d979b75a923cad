import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { joinProvenance, type Provenance } from '#lib/kube/provenance.ts';
import type { SourceRecord } from '#lib/kube/source-record.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Evidence } from './evidence.ts';
import { objectsOfInputs } from './inputs.ts';
import { sealEvidence } from './seal-evidence.ts';

const CILIUM = `apiVersion: cilium.io/v2
kind: NetworkPolicy
metadata: {name: of-others, namespace: shop}`;
const pod = (name: string) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {app: web}}
spec: {containers: [{name: main, image: "registry.example/web:1"}]}`;
const MANIFESTS = cluster(
  CILIUM,
  pod('web-b'),
  pod('web-a'),
  namespace('crm'),
  namespace('shop'),
  workload('crm/crm-db', { dataClass: 'personal', port: 5432 }),
  workload('shop/cart', { port: 8080 }),
  policy(
    'crm/allow',
    '{podSelector: {}, policyTypes: [Egress]}',
    ', managedFields: [{manager: jane.doe, operation: Update, time: "2026-11-20T10:00:00Z"}]',
  ),
);

const list = {
  apiVersion: 'v1',
  resourceVersion: '81204',
  started: '2026-11-23T09:41:07.000Z',
  ended: '2026-11-23T09:41:07.200Z',
  pages: 1,
  count: 2,
  changes: 0,
};
const LIVE: SourceRecord = {
  from: 'api-server',
  about: {
    clusterId: { value: '7f5c' },
    version: { value: { gitVersion: 'v1.35.4', platform: 'linux/amd64' } },
    authority: { value: 'ab'.repeat(32) },
    identity: { value: { kind: 'service-account', namespace: 'tools', name: 'ringfence', groups: [] } },
    rules: {
      value: {
        asked: [{ namespaces: ['default'], rules: [{ verbs: ['list'], apiGroups: [''], resources: ['pods'] }] }],
      },
    },
    clock: { notTold: 'no answer' },
  },
  reading: {
    state: 'frozen',
    lists: [{ resource: 'pods', ...list, watchedTo: '81210' }],
    readAgain: [
      {
        resource: 'pods',
        kind: 'Pod',
        from: '81200',
        to: '81204',
        objects: [{ name: 'shop/cart-1', change: 'written', resourceVersion: '81203' }],
      },
    ],
    notReadAgain: [{ resource: 'nodes' }],
  },
};
const FILES: SourceRecord = { from: 'files', files: [{ name: 'shop.yaml', size: 12, sha256: 'cd'.repeat(32) }] };

async function sealed(record: SourceRecord): Promise<Evidence & { readonly provenance: Provenance }> {
  const { evidence } = await snapshotOf(MANIFESTS);
  const provenance = joinProvenance(record, evidence.completeness);
  const { evidence: told } = await snapshotOf(MANIFESTS, { provenance });
  return JSON.parse(new TextDecoder().decode(sealEvidence(told).bytes));
}

describe('the provenance in the evidence', () => {
  test.each([
    ['an API server', LIVE],
    ['files', FILES],
  ])('of %s follows the published schema', async (_, record) => {
    const schema = readFileSync(new URL('../../../docs/schemas/evidence.schema.json', import.meta.url), 'utf8');
    const read = await sealed(record);
    expect(z.fromJSONSchema(JSON.parse(schema)).safeParse(read).error?.issues ?? []).toEqual([]);
    expect(read.provenance.from).toBe(record.from);
  });

  test('each digest is that of the objects of its kind in the inputs, by namespace and name', async () => {
    const { provenance, inputs } = await sealed(LIVE);
    const nameOf = ({ metadata: { namespace = '', name } }: { metadata: { namespace?: string; name: string } }) =>
      namespace === '' ? name : `${namespace}/${name}`;
    const computed = provenance.kinds.map(({ kind }) => {
      const ofKind = [...objectsOfInputs(inputs)].filter(
        (object) => object.kind === kind && !object.apiVersion.startsWith('cilium.io'),
      );
      ofKind.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      return [kind, createHash('sha256').update(canonicalJson(ofKind)).digest('hex')];
    });
    expect(provenance.kinds.map(({ kind, sha256 }) => [kind, sha256])).toEqual(computed);
    expect(provenance.kinds.find(({ kind }) => kind === 'Pod')?.count).toBe(2);
  });

  test('a digest that was changed in a file is another when the evidence is built again', async () => {
    const { provenance } = await sealed(LIVE);
    const forged = { ...provenance, kinds: provenance.kinds.map((kind) => ({ ...kind, sha256: '0'.repeat(64) })) };
    const { evidence } = await snapshotOf(MANIFESTS, { provenance: forged as Provenance });
    expect(evidence.provenance).toEqual(provenance);
  });
});
