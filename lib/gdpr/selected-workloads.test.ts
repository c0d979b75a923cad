import { expect, test } from 'vitest';
import type { LabelSelector } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import { withNameLabel } from '#lib/policy/namespaces.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import type { CheckContext } from './check.ts';
import { workloadsOfPeer } from './peer-workloads.ts';
import { selectsWorkload } from './policy-rules.ts';
import { createContext } from './run-checks.ts';
import { workloadsSelectedBy } from './selected-workloads.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const POD_SELECTORS: readonly LabelSelector[] = [
  {},
  { matchLabels: { tier: 'db' } },
  { matchLabels: { tier: 'db', app: 'db-1' } },
  { matchLabels: { tier: 'cache', app: 'db-1' } },
  { matchLabels: { app: 'nothing' } },
  { matchExpressions: [{ key: 'tier', operator: 'In', values: ['front', 'api', 'front'] }] },
  { matchExpressions: [{ key: 'tier', operator: 'In', values: [] }] },
  { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front', 'api'] }] },
  { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
  {
    matchLabels: { tier: 'api' },
    matchExpressions: [
      { key: 'app', operator: 'Exists' },
      { key: 'app', operator: 'NotIn', values: ['api-0'] },
    ],
  },
];
const NAMESPACE_SELECTORS: readonly (LabelSelector | undefined)[] = [
  undefined,
  {},
  { matchLabels: { team: 'alpha' } },
  { matchLabels: { stage: 'prod', team: 'gamma' } },
  { matchLabels: { 'kubernetes.io/metadata.name': 'team-3' } },
  { matchLabels: { team: 'nobody' } },
];
const MODEL = compileModel(generateCluster({ pods: 700, policies: 60, seed: 5 }), PROFILES.calico);

test.each(POD_SELECTORS)('finds the workloads that %j fits, in the order of their keys', (selector) => {
  const context = createContext(MODEL, {});
  const slow = [...context.workloads.values()].filter((each) => selectsWorkload(selector, each));
  expect(workloadsSelectedBy(context, selector)).toEqual(slow);
  expect(workloadsSelectedBy(context, structuredClone(selector))).toEqual(slow);
});

test.each(NAMESPACE_SELECTORS)('finds the workloads of a peer with namespaceSelector %j', (namespaceSelector) => {
  const context = createContext(MODEL, {});
  for (const podSelector of POD_SELECTORS) {
    for (const hosts of ['with-hosts', 'without-hosts'] as const) {
      const peer = { podSelector, ...(namespaceSelector === undefined ? {} : { namespaceSelector }) };
      const found = workloadsOfPeer(context, peer, 'monitoring', hosts);
      const slow = [...context.workloads.values()].filter(
        (each) =>
          (hosts === 'with-hosts' || !each.hostNetwork) &&
          isInside(context, namespaceSelector, each) &&
          selectsWorkload(podSelector, each),
      );
      expect(found.map(({ key }) => key)).toEqual(slow.map(({ key }) => key));
    }
  }
});

function isInside(context: CheckContext, selector: LabelSelector | undefined, { namespace }: WorkloadFacts): boolean {
  if (selector === undefined) return namespace === 'monitoring';
  const labels = withNameLabel(context.model.objects.namespaces.get(namespace)?.metadata.labels, namespace);
  return requirementsOf(selector).every((requirement) => matchesRequirement(requirement, labels));
}
