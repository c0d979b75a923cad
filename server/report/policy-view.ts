import { createHash } from 'node:crypto';
import type { KeptObject, NetworkPolicy, Pod } from '#lib/kube/objects.ts';
import { matchesRequirement, requirementsOf } from '#lib/policy/label-selector.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT, shortHash } from '#lib/text/en/report.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Evidence } from './evidence.ts';
import { managerRole } from './manager-role.ts';

const MAX_POLICY_ROWS = 1_000;

/** The policy inventory as plain data: what each policy is, how many pods it selects, who changed it last. */
export function policyView(evidence: Evidence) {
  const all = evidence.inputs.objects.filter(
    (object): object is NetworkPolicy =>
      object.kind === 'NetworkPolicy' &&
      (evidence.scope === undefined || evidence.scope.namespaces.includes(object.metadata.namespace ?? 'default')),
  );
  const pods = Map.groupBy(
    evidence.inputs.objects.filter(isRunningPod),
    ({ metadata }) => metadata.namespace ?? 'default',
  );
  return {
    none: all.length === 0 ? REPORT.noPolicies : '',
    note: all.length > MAX_POLICY_ROWS ? REPORT.policiesMore(MAX_POLICY_ROWS, all.length) : '',
    rows: all
      .slice(0, MAX_POLICY_ROWS)
      .map(({ metadata, spec }) => [
        `${metadata.namespace ?? 'default'}/${metadata.name}`,
        directionsOf(spec).join(', '),
        count(selectedBy(spec, pods.get(metadata.namespace ?? 'default') ?? [])),
        count((spec.ingress?.length ?? 0) + (spec.egress?.length ?? 0)),
        metadata.resourceVersion ?? '–',
        shortHash(createHash('sha256').update(canonicalJson(spec)).digest('hex')),
        metadata.managedFields?.[0] === undefined ? REPORT.noManager : managerRole(metadata.managedFields[0].manager),
      ]),
  };
}

function isRunningPod(object: KeptObject): object is Pod {
  return object.kind === 'Pod' && !['Succeeded', 'Failed'].includes((object as Pod).status?.phase ?? '');
}

function selectedBy(spec: NetworkPolicy['spec'], pods: readonly Pod[]): number {
  const requirements = requirementsOf(spec.podSelector ?? {});
  return pods.filter(({ metadata }) => requirements.every((wanted) => matchesRequirement(wanted, metadata.labels)))
    .length;
}

/** Row 3's default: ingress always, egress where egress rules are given. */
function directionsOf(spec: NetworkPolicy['spec']): readonly string[] {
  if (spec.policyTypes !== undefined && spec.policyTypes.length > 0) return spec.policyTypes;
  return spec.egress !== undefined && spec.egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}
