import type { ClusterPolicy, ClusterPolicyRule, ClusterPolicySubject, Labels } from '#lib/kube/objects.ts';
import { labels } from './invented-cluster.ts';

/**
 * What a platform team writes for all namespaces of `generateCluster`: nobody reaches the metadata service, monitoring
 * reaches every pod's metrics, test does not reach prod, one team passes, and by default other namespaces are kept out.
 */
export function generateClusterPolicies(): readonly ClusterPolicy[] {
  return [
    clusterPolicy('no-metadata-service', 'Admin', 10, everywhere, {
      egress: [{ action: 'Deny', to: [{ networks: ['169.254.169.254/32', 'fd00:ec2::254/128'] }] }],
    }),
    clusterPolicy('monitoring-reaches-metrics', 'Admin', 20, everywhere, {
      ingress: [{ action: 'Accept', from: [named('monitoring')], protocols: [{ destinationNamedPort: 'metrics' }] }],
    }),
    clusterPolicy('ops-decides-itself', 'Admin', 30, having({ team: 'ops' }), {
      ingress: [{ action: 'Pass', from: [everywhere] }],
    }),
    clusterPolicy('test-apart-from-prod', 'Admin', 40, having({ stage: 'prod' }), {
      ingress: [{ action: 'Deny', from: [having({ stage: 'test' })] }],
    }),
    clusterPolicy('ingress-comes-in', 'Baseline', 10, everywhere, {
      ingress: [
        { action: 'Accept', from: [named('ingress')], protocols: [{ tcp: { destinationPort: { number: 8080 } } }] },
      ],
    }),
    clusterPolicy('others-stay-out', 'Baseline', 100, everywhere, {
      ingress: [{ action: 'Deny', from: [everywhere] }],
    }),
  ];
}

const everywhere: ClusterPolicySubject = { namespaces: {} };

function having(matchLabels: Readonly<Record<string, string>>): {
  readonly namespaces: { readonly matchLabels: Labels };
} {
  return { namespaces: { matchLabels: labels(matchLabels) } };
}

function named(namespace: string) {
  return having({ 'kubernetes.io/metadata.name': namespace });
}

function clusterPolicy(
  name: string,
  tier: 'Admin' | 'Baseline',
  priority: number,
  subject: ClusterPolicySubject,
  rules: { readonly ingress?: readonly ClusterPolicyRule[]; readonly egress?: readonly ClusterPolicyRule[] },
): ClusterPolicy {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec: { tier, priority, subject, ...rules },
  };
}
