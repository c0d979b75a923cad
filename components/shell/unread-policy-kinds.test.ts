import { expect, test } from 'vitest';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { POLICY_GROUPS } from '#lib/kube/policy-groups.ts';
import { unreadPolicyKinds } from './unread-policy-kinds.ts';

const kind = (resource: string, state: KindCompleteness['state']): KindCompleteness => ({
  resource,
  kind: resource,
  count: 0,
  state,
});
const unread = (...kinds: readonly KindCompleteness[]) => unreadPolicyKinds({ kinds }).map(({ resource }) => resource);

test('policies of every group count as not read where they may not be read', () => {
  const resources = ['networkpolicies.networking.k8s.io', ...[...POLICY_GROUPS].map((group) => `things.${group}`)];
  expect(unread(...resources.map((each) => kind(each, 'forbidden')))).toEqual(resources);
});

test('what is read, what is not served and what is no policy does not', () => {
  expect(
    unread(
      kind('ciliumnetworkpolicies.cilium.io', 'read'),
      kind('adminnetworkpolicies.policy.networking.k8s.io', 'absent'),
      kind('pods', 'forbidden'),
      kind('ingresses.networking.k8s.io', 'failed'),
    ),
  ).toEqual([]);
});
