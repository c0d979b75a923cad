import { factsOf } from '#lib/gdpr/observed-facts.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { flow, observed as observedFacts } from '#lib/gdpr/testing/observed.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { type Analysis, createAnalysis } from '#server/analysis/analysis.ts';
import { evidenceOf, type SnapshotRequest } from '#server/analysis/snapshot.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { chainFileOf, sealEvidence } from '#server/report/evidence/seal-evidence.ts';

const TAKEN = '2026-11-23T09:41:07Z';

function pod(namespaceName: string, owner: string, number: number, ip: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${owner}-${number}
  namespace: ${namespaceName}
  uid: 0000-${owner}-${number}
  resourceVersion: "${100 + number}"
  labels: {app: ${owner}}
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: ${owner}, controller: true}]
spec: {nodeName: node-${number % 2}, containers: [{name: main, image: "postgres:16", ports: [{containerPort: 5432}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}`;
}

/** Something of everything: pods, workloads without pods, policies, a DataMap, a waiver, observed flows, people's names. */
const MANIFESTS = cluster(
  namespace('kube-system'),
  namespace('crm'),
  namespace('shop'),
  ...[0, 1, 2].map((number) => pod('crm', 'crm-db', number, `10.0.0.${number + 1}`)),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432 }),
  workload('crm/web', { port: 8080 }),
  workload('shop/cart', { dataClass: 'special', port: 8080 }),
  workload('shop/web', { port: 8080 }),
  policy('shop/deny', DENY_ALL),
  policy(
    'crm/allow',
    '{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]}',
    ', managedFields: [{manager: jane.doe, operation: Update, time: "2026-11-20T10:00:00Z"}]',
  ),
);
const DATA_MAP = `apiVersion: ringfence.dev/v1alpha1
kind: DataMap
workloads:
- match: {namespace: crm, name: web}
  dataClass: none
  because: a static page
`;
/** One flow that nothing allows, one that nobody declared. */
const OBSERVED = observedFacts([
  flow('crm/web', 'shop/cart', 8080),
  flow('crm/web', 'crm/StatefulSet/crm-db', 5432),
  flow('crm/StatefulSet/crm-db', 'name:api.example', 443, { verdict: 'denied', decidedAt: 'egress' }),
]);
const WAIVERS = `waivers:
- id: W-2026-014
  check: ISO-001
  match: { subject: "crm/StatefulSet/crm-db", peer: "any-pod" }
  justification: "Moves to a namespace of its own with release 14"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: 2026-03-04
  expiresAt: 2026-12-31
`;

export interface SmallSnapshot {
  readonly analysis: Analysis;
  readonly evidence: Evidence;
  readonly bytes: Buffer;
  /** Text of `chain.json`. */
  readonly link: string;
}

/** A snapshot of a small cluster, second in its chain. */
export function smallSnapshot(request: SnapshotRequest = {}, traffic: 'observed' | 'none' = 'observed'): SmallSnapshot {
  const observed = traffic === 'none' ? undefined : factsOf(OBSERVED.traffic);
  const { objects, profile } = modelOf(MANIFESTS);
  const dataMapInForce = readDataMapText(DATA_MAP, { from: 'file', file: 'data-map.yaml' });
  const { waivers } = parseWaivers(WAIVERS);
  const analysis = createAnalysis(objects, profile, {
    clusterId: 'prod',
    clusterName: 'prod',
    revision: { seq: 7, content: contentHash(objects, profile, dataMapInForce.dataMap) },
    taken: TAKEN,
    dataMapInForce,
    accepted: { waivers, now: '2026-11-24T00:00:00Z', ...(observed === undefined ? {} : { observed }) },
  });
  const chain = { seq: 2, prev: 'a'.repeat(64) };
  const source = { type: 'live', label: 'prod', state: 'current', asOf: TAKEN } as const;
  const evidence = evidenceOf(
    analysis,
    { title: 'Quarter 4', reason: 'audit', timeZone: 'Europe/Berlin', chain, ...request },
    source,
  );
  const { bytes, hash } = sealEvidence(evidence);
  return { analysis, evidence, bytes: Buffer.from(bytes), link: chainFileOf(evidence, hash) ?? '' };
}
