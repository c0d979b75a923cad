import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gov003Examples } from '#lib/gdpr/checks/examples/gov-003.ts';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import type { Chapter } from '../document/blocks.ts';
import { gapLookups } from '../sections/gap-block.ts';
import { gapsChapter } from '../sections/gaps.ts';
import { waiversChapter, waiverTable } from '../sections/waivers.ts';
import { shortDocument } from '../short-form.ts';
import { snapshotOf } from '../testing/snapshot-of.ts';
import type { Evidence } from './evidence.ts';
import { objectsOfInputs } from './inputs.ts';
import { peersOfEvidence } from './peer-runs.ts';
import { sealEvidence } from './seal-evidence.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../docs/schemas/evidence.schema.json', import.meta.url), 'utf8'));

const CLUSTER_WIDE = `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: admins}
spec:
  tier: Admin
  priority: 10
  subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: crm}}}
  ingress: [{action: Deny, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: cart}}}}]}]`;

const MANIFESTS = cluster(
  CLUSTER_WIDE,
  namespace('crm'),
  namespace('shop'),
  workload('crm/crm-db', { dataClass: 'personal', port: 5432 }),
  workload('shop/cart', { dataClass: 'personal', port: 8080 }),
  policy(
    'crm/allow',
    '{podSelector: {}, policyTypes: [Egress]}',
    ', managedFields: [{manager: jane.doe, operation: Update, time: "2026-11-20T10:00:00Z"}]',
  ),
);

describe('evidence', () => {
  it('hashes its canonical bytes', async () => {
    const { evidence } = await snapshotOf(MANIFESTS);
    const { bytes, hash } = sealEvidence(evidence);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ schema: 'ringfence.dev/evidence/v5' });
  });

  it('follows the published schema', async () => {
    const published = z.fromJSONSchema(SCHEMA);
    for (const parts of [{}, { title: 'x', enforcement: 'y', scopeNamespaces: ['shop'] }]) {
      const { evidence } = await snapshotOf(MANIFESTS, parts);
      const read = JSON.parse(new TextDecoder().decode(sealEvidence(evidence).bytes));
      expect(published.safeParse(read).error?.issues ?? []).toEqual([]);
      expect(published.safeParse({ ...read, taken: 7 }).success).toBe(false);
      expect(published.safeParse({ ...read, more: 7 }).success).toBe(false);
    }
  });

  it('does not depend on the order of the input', async () => {
    const backwards = MANIFESTS.split('\n---\n').reverse().join('\n---\n');
    const [a, b] = await Promise.all([snapshotOf(MANIFESTS), snapshotOf(backwards)]);
    expect(sealEvidence(b.evidence).hash).toBe(sealEvidence(a.evidence).hash);
  });

  it('holds every gap with its peers', async () => {
    // The cluster-wide policy keeps the cart out, so somebody else has to come in.
    const { evidence, gapReport } = await snapshotOf(cluster(MANIFESTS, workload('shop/web', { port: 8080 })));
    expect(gapReport.gaps.some(({ peers }) => peers.length > 0)).toBe(true);
    expect(evidence.gaps.map((gap) => peersOfEvidence(evidence, gap))).toEqual(
      gapReport.gaps.map(({ peers }) => peers),
    );
  });

  it('gives the same gaps when computed again from its own inputs', async () => {
    const { evidence } = await snapshotOf(MANIFESTS);
    const { inputs } = JSON.parse(new TextDecoder().decode(sealEvidence(evidence).bytes));
    const again = await snapshotOf(
      Array.from(objectsOfInputs(inputs), (object) => JSON.stringify(object)).join('\n---\n'),
    );
    expect(JSON.stringify(again.evidence.gaps)).toBe(JSON.stringify(evidence.gaps));
    expect(again.evidence.relation).toEqual(evidence.relation);
  });

  it('lists cluster-wide policies with their tier before those of namespaces', async () => {
    const { evidence } = await snapshotOf(MANIFESTS, { scopeNamespaces: ['shop'] });
    expect(evidence.derived.policies).toMatchObject([
      { kind: 'ClusterNetworkPolicy', name: 'admins', tier: 'Admin', priority: 10, directions: ['ingress'] },
    ]);
    expect(evidence.counts.policies).toBe(2);
  });

  it('names tools but no people', async () => {
    const { evidence } = await snapshotOf(MANIFESTS);
    const text = JSON.stringify(evidence);
    expect(text).not.toContain('jane.doe');
    expect(text).toContain('a person or a tool that is not known by name');
  });

  it('tells only the scope where one is given, and keeps the inputs whole', async () => {
    const { evidence } = await snapshotOf(MANIFESTS, { scopeNamespaces: ['shop'] });
    expect(evidence.scope).toEqual({ namespaces: ['shop'] });
    // What is about the whole cluster is about each of its namespaces.
    expect(new Set(evidence.gaps.map(({ subject }) => subject.namespace))).toEqual(new Set(['', 'shop']));
    expect(evidence.classification.map(({ workload: key }) => key)).toEqual(['shop/Deployment/cart']);
    expect(Array.from(objectsOfInputs(evidence.inputs)).some(({ metadata }) => metadata.name === 'crm-db')).toBe(true);
  });

  it('counts what each check found in the scope alone, and names nothing that is elsewhere', async () => {
    const yaml = cluster(MANIFESTS, workload('crm/trial', { dataClass: 'special' }));
    const whole = (await snapshotOf(yaml)).evidence;
    const { evidence } = await snapshotOf(yaml, { scopeNamespaces: ['shop'] });
    for (const { id, counts, notEvaluated } of evidence.checks) {
      for (const result of ['FAIL', 'WAIVED', 'UNKNOWN'] as const) {
        const found = evidence.gaps.filter((gap) => gap.check === id && gap.result === result);
        expect([id, result, counts[result]]).toEqual([id, result, found.length]);
      }
      expect(notEvaluated).toEqual([]);
    }
    expect(whole.checks.some(({ notEvaluated }) => notEvaluated.length > 0)).toBe(true);
    const open = ({ checks }: typeof evidence) => checks.reduce((sum, { counts }) => sum + counts.FAIL, 0);
    expect(open(evidence)).toBeLessThan(open(whole));
  });

  it('refuses a scope that is not in the cluster', async () => {
    await expect(snapshotOf(MANIFESTS, { scopeNamespaces: ['crmm'] })).rejects.toThrow('There is no namespace crmm.');
  });
});

describe('evidence with waivers', () => {
  const { waivers } = parseWaivers(gov003Examples.waivers);

  it('holds them with how they stood, the waived gap with its reason, and follows the published schema', async () => {
    const published = z.fromJSONSchema(SCHEMA);
    const { evidence } = await snapshotOf(gov003Examples.passing, {}, { waivers });
    expect(evidence.waivers?.waivers).toMatchObject([{ state: 'in-force', waiver: { id: 'W-2026-014' } }]);
    expect(evidence.gaps.find(({ result }) => result === 'WAIVED')?.waiver?.approvedBy).toBe('dpo');
    const read = JSON.parse(new TextDecoder().decode(sealEvidence(evidence).bytes));
    expect(published.safeParse(read).error?.issues ?? []).toEqual([]);
  });

  it('has no such part where none was given: the same bytes as ever', async () => {
    const { evidence } = await snapshotOf(gov003Examples.passing, {}, { waivers: [] });
    expect('waivers' in evidence).toBe(false);
  });

  it('tells every waived gap in its chapter, and every waiver in its table', async () => {
    const { evidence } = await snapshotOf(gov003Examples.passing, {}, { waivers });
    const lookups = gapLookups(evidence);
    const told = ({ blocks }: Chapter) => blocks.flatMap((block) => (block.type === 'gap' ? [block.id] : []));
    const waived = evidence.gaps.filter(({ result }) => result === 'WAIVED').map(({ id }) => id);
    expect(told(waiversChapter(lookups))).toEqual(waived);
    expect(waiverTable(evidence)?.rows.map(([id, check, state]) => [id, check, state])).toEqual([
      ['W-2026-014', 'ISO-001', 'in force'],
    ]);
    expect(told(gapsChapter(lookups))).not.toContain(waived[0]);
  });

  describe('in a partial report', () => {
    const elsewhere = cluster(gov003Examples.passing, namespace('elsewhere'));
    const scopeNamespaces = ['elsewhere'];
    const waiverWords = (evidence: Evidence) => JSON.stringify(waiversChapter(gapLookups(evidence)).blocks);

    it('says that waivers were given, although none means a gap there', async () => {
      const { evidence } = await snapshotOf(elsewhere, { scopeNamespaces }, { waivers });
      expect(waiverTable(evidence)).toBeUndefined();
      for (const told of [waiverWords(evidence), JSON.stringify(shortDocument(evidence, 'ab'.repeat(32)))]) {
        expect(told).toContain('1 waiver was given; it means no gap in this scope.');
        expect(told).not.toContain('No waiver was given');
      }
      const none = await snapshotOf(elsewhere, { scopeNamespaces });
      expect(waiverWords(none.evidence)).toContain('No waiver was given');
    });

    it.each([
      ['expired', { expiresAt: '2026-11-01' }],
      ['unused', { match: { subject: 'crm/Deployment/gone' } }],
    ] as const)('shows one that is %s wherever it was meant', async (state, change) => {
      const given = waivers.map((waiver) => ({ ...waiver, ...change }));
      const { evidence } = await snapshotOf(elsewhere, { scopeNamespaces }, { waivers: given });
      expect(evidence.waivers?.waivers.map((each) => each.state)).toEqual([state]);
      expect(waiverTable(evidence)?.rows).toHaveLength(1);
    });
  });
});
