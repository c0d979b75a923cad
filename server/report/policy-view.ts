import { createHash } from 'node:crypto';
import { clusterPolicyKind } from '#lib/kube/cluster-policy-kinds.ts';
import type {
  ClusterPolicy,
  ClusterPolicySubject,
  KeptObject,
  LabelSelector,
  NetworkPolicy,
  Pod,
} from '#lib/kube/objects.ts';
import { tierOf } from '#lib/policy/compile/cluster-policy.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import { withNameLabel } from '#lib/policy/namespaces.ts';
import { count } from '#lib/text/en/count.ts';
import { tierAndPriority } from '#lib/text/en/policies.ts';
import { REPORT, shortHash } from '#lib/text/en/report.ts';
import { canonicalJson } from './evidence/canonical-json.ts';
import type { Evidence } from './evidence/evidence.ts';
import { podsOfInputs } from './evidence/inputs.ts';
import { managerRole } from './evidence/manager-role.ts';

const MAX_POLICY_ROWS = 1_000;

/** The policy inventory as plain data: what each policy is, how many pods it selects, who changed it last. */
export function policyView(evidence: Evidence) {
  const { objects } = evidence.inputs;
  const running = Array.from(podsOfInputs(evidence.inputs)).filter(isRunning);
  const namespaced = objects.filter(
    (object): object is NetworkPolicy =>
      object.kind === 'NetworkPolicy' &&
      (evidence.scope === undefined || evidence.scope.namespaces.includes(object.metadata.namespace ?? 'default')),
  );
  // They reach into every scope.
  const clusterWide = objects.filter(isClusterPolicy);
  const pods = Map.groupBy(running, ({ metadata }) => metadata.namespace ?? 'default');
  const selects = subjectCounter(objects, pods);
  const rows = [
    ...clusterWide.map((policy) =>
      rowOf(policy, clusterWideName(policy), clusterWideDirections(policy), selects(policy.spec.subject)),
    ),
    ...namespaced.map((policy) => {
      const { spec, metadata } = policy;
      const namespace = metadata.namespace ?? 'default';
      const selected = matching(spec.podSelector, pods.get(namespace) ?? []);
      return rowOf(policy, `${namespace}/${metadata.name}`, directionsOf(spec), selected);
    }),
  ];
  return {
    none: rows.length === 0 ? REPORT.noPolicies : '',
    note: rows.length > MAX_POLICY_ROWS ? REPORT.policiesMore(MAX_POLICY_ROWS, rows.length) : '',
    rows: rows.slice(0, MAX_POLICY_ROWS),
  };
}

function rowOf(
  { metadata, spec }: NetworkPolicy | ClusterPolicy,
  name: string,
  directions: readonly string[],
  selected: number,
): readonly string[] {
  const [changed] = metadata.managedFields ?? [];
  return [
    name,
    directions.join(', '),
    count(selected),
    count((spec.ingress?.length ?? 0) + (spec.egress?.length ?? 0)),
    metadata.resourceVersion ?? '–',
    shortHash(createHash('sha256').update(canonicalJson(spec)).digest('hex')),
    changed === undefined ? REPORT.noManager : managerRole(changed.manager),
  ];
}

function isClusterPolicy(object: KeptObject): object is ClusterPolicy {
  return clusterPolicyKind(object.apiVersion, object.kind) !== undefined;
}

/** "ClusterNetworkPolicy admins, Admin tier, priority 10" */
function clusterWideName(policy: ClusterPolicy): string {
  const tier = tierOf(policy);
  const place = tier === 'Admin' || tier === 'Baseline' ? `, ${tierAndPriority(tier, policy.spec.priority)}` : '';
  return `${policy.kind} ${policy.metadata.name}${place}`;
}

/** Row A19: without rules it says nothing about a direction. */
function clusterWideDirections({ spec }: ClusterPolicy): readonly string[] {
  return [
    ...((spec.ingress?.length ?? 0) > 0 ? ['Ingress'] : []),
    ...((spec.egress?.length ?? 0) > 0 ? ['Egress'] : []),
  ];
}

/** Counts the pods of a subject: never those of the host network (rows A9, C15). */
function subjectCounter(objects: readonly KeptObject[], pods: ReadonlyMap<string, readonly Pod[]>) {
  const labels = new Map(
    objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [[metadata.name, metadata.labels] as const] : [])),
  );
  return (subject: ClusterPolicySubject | undefined): number => {
    if (subject === undefined) return 0;
    const wanted = requirementsOf(subject.namespaces ?? subject.pods?.namespaceSelector ?? {});
    let selected = 0;
    for (const [namespace, own] of pods) {
      const has = withNameLabel(labels.get(namespace), namespace);
      if (!wanted.every((requirement) => matchesRequirement(requirement, has))) continue;
      selected += matching(
        subject.pods?.podSelector,
        own.filter(({ spec }) => spec.hostNetwork !== true),
      );
    }
    return selected;
  };
}

function isRunning({ status }: Pod): boolean {
  return !['Succeeded', 'Failed'].includes(status?.phase ?? '');
}

function matching(selector: LabelSelector | undefined, pods: readonly Pod[]): number {
  const requirements = requirementsOf(selector ?? {});
  return pods.filter(({ metadata }) => requirements.every((wanted) => matchesRequirement(wanted, metadata.labels)))
    .length;
}

/** Row 3's default: ingress always, egress where egress rules are given. */
function directionsOf(spec: NetworkPolicy['spec']): readonly string[] {
  if (spec.policyTypes !== undefined && spec.policyTypes.length > 0) return spec.policyTypes;
  return spec.egress !== undefined && spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}
