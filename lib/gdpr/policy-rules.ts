import type {
  ClusterPolicy,
  Direction,
  LabelSelector,
  Labels,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '#lib/kube/objects.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce, PolicyModel } from '#lib/policy/model.ts';
import { policyKey } from '#lib/policy/policy-object.ts';
import type { CheckContext } from './check.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const entries = new WeakMap<PolicyModel, readonly PolicyEntry[]>();

/** Every NetworkPolicy of the input, by namespace and name, with what the engine made of it. */
export function policiesOf({ model }: CheckContext): readonly PolicyEntry[] {
  let found = entries.get(model);
  if (found === undefined) {
    found = entriesOf(model);
    entries.set(model, found);
  }
  return found;
}

function entriesOf(model: PolicyModel): readonly PolicyEntry[] {
  const namespaced = model.policies.filter(({ policy }) => policy.kind === 'NetworkPolicy');
  const inForce = new Map(namespaced.map((entry) => [`${entry.policy.namespace}/${entry.policy.name}`, entry]));
  return [...model.objects.networkPolicies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, policy]) => {
      const unread = (policy.unread ?? []).some(({ part }) => part === 'spec');
      return { key, policy, inForce: unread ? undefined : inForce.get(key) };
    });
}

/** Policies of every kind, those of namespaces first, with what the engine made of them. */
export function allPoliciesOf(context: CheckContext): readonly AnyPolicyEntry[] {
  const { model } = context;
  const inForce = new Map(model.policies.map((entry) => [policyKey(entry.policy), entry]));
  const clusterWide = [...model.objects.clusterPolicies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, policy]) => {
      const { kind, metadata } = policy;
      const unread = (policy.unread ?? []).some(({ part }) => part === 'spec');
      const compiled = inForce.get(policyKey({ kind, namespace: '', name: metadata.name }));
      return { key, policy, inForce: unread ? undefined : compiled };
    });
  return [...policiesOf(context), ...clusterWide];
}

export interface AnyPolicyEntry {
  /** `ns/name`, or `Kind/name`. */
  readonly key: string;
  readonly policy: NetworkPolicy | ClusterPolicy;
  /** Undefined where nothing of the policy could be understood. */
  readonly inForce: PolicyInForce | undefined;
}

export interface PolicyEntry {
  /** `ns/name` */
  readonly key: string;
  readonly policy: NetworkPolicy;
  /** Undefined where nothing of the policy could be understood. */
  readonly inForce: PolicyInForce | undefined;
}

/** A rule of either direction in one shape. */
export interface PlainRule {
  readonly direction: Direction;
  /** 0-based. */
  readonly index: number;
  readonly path: string;
  readonly peers: readonly NetworkPolicyPeer[];
  readonly ports: readonly NetworkPolicyPort[];
}

/** The rules of a policy that were understood, ingress first. Rules of a direction that the policy does not govern are inert. */
export function plainRules(policy: NetworkPolicy): readonly PlainRule[] {
  const { spec } = policy;
  const unread = new Set((policy.unread ?? []).map((part) => part.path));
  const ingress = (spec.ingress ?? []).map(({ from, ports }, index) => rule('ingress', index, from, ports));
  const egress = (spec.egress ?? []).map(({ to, ports }, index) => rule('egress', index, to, ports));
  return [...ingress, ...egress].filter(({ path }) => ![...unread].some((bad) => bad === path || bad.startsWith(path)));
}

function rule(
  direction: Direction,
  index: number,
  peers: readonly NetworkPolicyPeer[] = [],
  ports: readonly NetworkPolicyPort[] = [],
): PlainRule {
  return { direction, index, path: `spec.${direction}[${index}]`, peers, ports };
}

/** `- podSelector: {}` without a namespaceSelector: every pod of the policy's own namespace (row 23). */
export function isWholeNamespace(peer: NetworkPolicyPeer): boolean {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (podSelector === undefined || namespaceSelector !== undefined || ipBlock !== undefined) return false;
  return Object.keys(podSelector.matchLabels ?? {}).length === 0 && (podSelector.matchExpressions ?? []).length === 0;
}

/**
 * Whether a policy's selector matches a live pod of the workload, or the pod template of its controller: scaled to zero,
 * or a CronJob between two runs, it still has what the policy was written for.
 */
export function selectsWorkload(selector: LabelSelector, workload: WorkloadFacts): boolean {
  const requirements = requirementsOf(selector);
  const matches = (labels: Labels | undefined): boolean =>
    requirements.every((requirement) => matchesRequirement(requirement, labels));
  return (
    workload.pods.some((pod) => matches(pod.metadata.labels)) ||
    matches(workload.controller?.spec.template.metadata?.labels ?? workload.labels)
  );
}

/** `spec.ingress[2]` → 2 */
export function ruleIndex(path: string | undefined): number {
  return Number(/\[(\d+)\]/.exec(path ?? '')?.[1] ?? 0);
}
