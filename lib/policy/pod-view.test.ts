import { expect, test } from 'vitest';
import { POD_VIEW } from '#lib/text/en/pod-view.ts';
import { podlessItem, podView } from './pod-view.ts';
import { clusterOf } from './testing/cluster-of.ts';
import { clusterPolicy } from './testing/cluster-policy-yaml.ts';

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}
---
`;
const rule = (action: string) => `subject: {namespaces: {}}\ningress: [{action: ${action}, from: [{namespaces: {}}]}]`;

function viewOf(yaml: string) {
  const model = clusterOf({ namespaces: { shop: {} }, yaml: WEB + yaml });
  const key = 'shop/Deployment/web';
  const classificationOf = () => ({ dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false }) as const;
  const item = podlessItem(model, key, { classificationOf, gapsOf: () => undefined });
  return podView(model, key, { revision: { seq: 1, content: '' }, item });
}

test('a pod that cluster-wide policies select, and none of them closes, is not told to be selected by none', () => {
  const { ingress, egress } = viewOf(clusterPolicy(rule('Accept'), { name: 'one' }));
  expect(ingress.isolated).toBe('no');
  expect(ingress.sentence).toBe('1 policy has a say. None closes it for ingress.');
  expect(egress.sentence).toBe(POD_VIEW.openEgress);
});

test('policies stand in the order in which they are asked', () => {
  const yaml =
    clusterPolicy(rule('Deny'), { name: 'a-last', tier: 'Baseline' }) +
    clusterPolicy(rule('Pass'), { name: 'z-first' });
  expect(viewOf(yaml).policies.map(({ policy }) => policy.name)).toEqual(['z-first', 'a-last']);
});
