import { expect, test } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { peersOf } from './peer-groups.ts';

test('a workload without pods has the other workloads of its class as peers', () => {
  const model = modelOf(cluster(namespace('shop'), workload('shop/a'), workload('shop/b'), workload('shop/c')));
  const end = { type: 'class', class: model.classOf('shop/Deployment/a') ?? -1, pod: 'shop/Deployment/a' } as const;
  const { groups } = peersOf(model, end, 'shop', 'ingress', {});
  expect(groups.flatMap(({ peers }) => peers.map(({ name }) => name))).toEqual(expect.arrayContaining(['b', 'c']));
});
