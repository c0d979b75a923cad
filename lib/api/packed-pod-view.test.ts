import { expect, test } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { podlessItem, podView } from '#lib/policy/pod-view.ts';
import { packPodView, unpackPodView } from './packed-pod-view.ts';
import type { PodView } from './pod-types.ts';

const apps = Array.from({ length: 200 }, (_, index) => `app-${index}`);
const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: bare}}\nspec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.0.7}`;
const model = modelOf(
  cluster(
    ...[namespace('shop'), namespace('crm')],
    ...apps.map((name) => workload(`shop/${name}`, { port: 5432 })),
    ...[
      workload('crm/constructor', { port: 80 }),
      workload('crm/db', { labels: { app: 'db' }, port: 5432 }),
      pod('bare'),
    ],
    policy('crm/deny', DENY_ALL.replace('{}', '{matchLabels: {app: db}}')),
    policy(
      'crm/egress',
      '{podSelector: {matchLabels: {app: db}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 443}]}]}',
    ),
  ),
);

function viewOf(key: string, of: PolicyModel = model): PodView {
  const classificationOf = () =>
    ({ dataClass: 'personal', basis: 'declared', source: 'label', dataAtRest: false }) as const;
  const gapsOf = (subject: string) => (subject.endsWith('0') ? ({ worst: 'high', count: 2 } as const) : undefined);
  const gapWith = (_: string, peer: string) => (peer.endsWith('/app-1') ? 'high' : undefined);
  const item = podlessItem(of, key, { classificationOf, gapsOf });
  return podView(of, key, { revision: { seq: 1, content: '' }, item, classificationOf, gapsOf, gapWith });
}

test.each(['shop/Deployment/app-0', 'crm/Deployment/constructor', 'crm/Deployment/db'])(
  'the view of %s that travelled is the view that was sent',
  (key) => {
    const view = viewOf(key);
    expect(view.ingress.groups.length + view.egress.groups.length).toBeGreaterThan(0);
    const travelled = JSON.parse(JSON.stringify(packPodView(view)));
    expect(unpackPodView(travelled)).toEqual(JSON.parse(JSON.stringify(view)));
  },
);

test('a peer in both directions is told once', () => {
  const packed = packPodView(viewOf('shop/Deployment/app-0'));
  const ids = packed.tables.ends.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(200);
});
