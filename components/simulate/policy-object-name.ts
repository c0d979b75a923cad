import { CLUSTER_POLICY_KINDS } from '#lib/kube/cluster-policy-kinds.ts';
import type { PolicyRef } from '#lib/policy/types.ts';
import type { ObjectName } from './simulated-change.ts';

/** A policy as a proposal names it. */
export function policyObjectName({ kind, namespace, name }: PolicyRef): ObjectName {
  const clusterWide = CLUSTER_POLICY_KINDS.find((kept) => kept.kind === kind);
  const apiVersion = clusterWide?.apiVersion ?? 'networking.k8s.io/v1';
  return { apiVersion, kind, name, ...(namespace === '' ? {} : { namespace }) };
}
