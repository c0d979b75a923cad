import type { ApiIngressRule, LabelSelector, Labels, NetworkPolicy, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { blockYaml } from './block-yaml.ts';
import type { ServedPort } from './served-ports.ts';

/** What a fix writes: the spec of a NetworkPolicy. */
export type PolicySpec = NetworkPolicy['spec'];

/** A NetworkPolicy as YAML. Names and labels come from strangers, and are quoted where they could be misread. */
export function policyYaml(namespace: string, name: string, spec: PolicySpec, annotations?: Labels): string {
  const { podSelector, policyTypes, ingress, egress } = spec;
  return blockYaml({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace, annotations },
    spec: { podSelector: podSelector ?? {}, policyTypes, ingress, egress },
  });
}

/** Rules' `ports` for what a workload serves; undefined (every port) where that is not known. */
export function portEntries(served: readonly ServedPort[]): ApiIngressRule['ports'] {
  return served.length === 0 ? undefined : served.map(({ protocol, port }) => ({ protocol, port }));
}

export function podPeer(labels: Labels): NetworkPolicyPeer {
  return { podSelector: { matchLabels: labels } };
}

export function selectLabels(labels: Labels | undefined): LabelSelector {
  return labels === undefined ? {} : { matchLabels: labels };
}
