import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import type { CheckExamples } from './check-examples.ts';

const CLUSTER = [namespace('shop'), workload('shop/cart', { dataClass: 'personal' })];

export const iso002Examples: CheckExamples = {
  failing: cluster(...CLUSTER),
  passing: cluster(...CLUSTER, policy('shop/default-deny', DENY_ALL)),
};
