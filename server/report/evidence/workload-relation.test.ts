import { expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { relationJson } from '#server/analysis/relation-json.ts';
import { edgesIn, edgesOfRelation, packRelation } from './workload-relation.ts';

const model = modelOf(
  cluster(
    namespace('crm'),
    namespace('shop'),
    workload('crm/db', { port: 5432 }),
    workload('crm/web', { port: 8080 }),
    workload('shop/cart', { port: 8080 }),
    policy(
      'crm/allow',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 5432}]}], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}',
    ),
  ),
);

it.each([false, true])(
  'packs connections so that all come out as they were, in their order (expanded: %s)',
  (expand) => {
    const relation = relationJson(model, expand);
    const packed = JSON.parse(JSON.stringify(packRelation(relation)));
    expect(relation.edges.length).toBeGreaterThan(3);
    expect([...edgesOfRelation(packed)]).toEqual(relation.edges);
    expect(edgesIn(packed)).toBe(relation.edges.length);
    expect(packed.edgeKinds.length).toBeLessThan(relation.edges.length);
  },
);
