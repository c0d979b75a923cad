import type { Direction, NetworkPolicy } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import { NARROWING } from '#lib/text/en/narrowing.ts';
import type { CheckContext } from '../check.ts';
import type { PolicySpec } from '../fix-yaml.ts';
import { isVolatileLabel } from '../identity-labels.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** What becomes of the policies that admit more than was observed: NetworkPolicies add up, so these have to give it up. */
export interface ReplacedPolicies {
  /** Rewritten specs of policies, without what they admit to the workload in these directions. */
  readonly changed: readonly { readonly policy: NetworkPolicy; readonly spec: PolicySpec }[];
  /** Rules of the other direction that the workload had of policies which no longer select it. */
  readonly carried: Pick<PolicySpec, 'ingress' | 'egress'>;
  readonly carriedTypes: readonly Direction[];
  /** `ns/name` of policies for this workload alone that admit nobody any more. */
  readonly emptied: readonly string[];
  readonly warnings: readonly string[];
}

export function replacedPolicies(
  context: CheckContext,
  workload: WorkloadFacts,
  directions: readonly Direction[],
): ReplacedPolicies {
  const changed: ReplacedPolicies['changed'][number][] = [];
  const warnings: string[] = [];
  const emptied: string[] = [];
  const carried: {
    ingress: NonNullable<PolicySpec['ingress']>[number][];
    egress: NonNullable<PolicySpec['egress']>[number][];
  } = {
    ingress: [],
    egress: [],
  };
  const carriedTypes = new Set<Direction>();
  for (const inForce of context.model.policies) {
    if (!admits(inForce, directions) || !workload.classes.some((id) => inForce.subjects.has(id))) continue;
    const { kind, namespace, name } = inForce.policy;
    if (kind !== 'NetworkPolicy') {
      warnings.push(NARROWING.clusterWide(`${kind} ${name}`));
      continue;
    }
    const policy = context.model.objects.networkPolicies.get(`${namespace}/${name}`);
    if (policy === undefined) continue;
    const isAlone = workloadsOfClasses(context, inForce.subjects).every((each) => each === workload);
    if (isAlone && hasSelector(policy)) {
      changed.push({ policy, spec: emptiedSpec(policy.spec, directions) });
      emptied.push(`${namespace}/${name}`);
      continue;
    }
    const key = distinguishingKey(context, workload);
    if (key === undefined) {
      warnings.push(NARROWING.shared(`${namespace}/${name}`, workload.key));
      continue;
    }
    changed.push({ policy, spec: withoutWorkload(policy.spec, key, labelValue(workload.labels, key) ?? '') });
    for (const direction of ['ingress', 'egress'] as const) {
      if (directions.includes(direction) || !inForce[direction]) continue;
      carriedTypes.add(direction);
      if (direction === 'ingress') carried.ingress.push(...(policy.spec.ingress ?? []));
      else carried.egress.push(...(policy.spec.egress ?? []));
    }
  }
  return { changed, carried, carriedTypes: [...carriedTypes], emptied, warnings };
}

function admits({ rules }: PolicyInForce, directions: readonly Direction[]): boolean {
  return rules.some(({ action, direction }) => action === 'allow' && directions.includes(direction));
}

/** One for the whole namespace isolates what comes later, too. */
function hasSelector({ spec: { podSelector } }: NetworkPolicy): boolean {
  const { matchLabels = {}, matchExpressions = [] } = podSelector ?? {};
  return Object.keys(matchLabels).length + matchExpressions.length > 0;
}

function emptiedSpec(spec: PolicySpec, directions: readonly Direction[]): PolicySpec {
  return {
    ...spec,
    ...(directions.includes('ingress') && spec.ingress !== undefined ? { ingress: [] } : {}),
    ...(directions.includes('egress') && spec.egress !== undefined ? { egress: [] } : {}),
  };
}

/** A label whose value no other workload of the namespace has, and that rollouts keep. */
function distinguishingKey(context: CheckContext, workload: WorkloadFacts): string | undefined {
  const others = (context.workloadsByNamespace.get(workload.namespace) ?? []).filter((other) => other !== workload);
  return Object.keys(workload.labels)
    .filter((key) => !isVolatileLabel(key))
    .sort()
    .find((key) => others.every((other) => labelValue(other.labels, key) !== labelValue(workload.labels, key)));
}

function withoutWorkload(spec: PolicySpec, key: string, value: string): PolicySpec {
  const { matchLabels, matchExpressions = [] } = spec.podSelector ?? {};
  const not = { key, operator: 'NotIn' as const, values: [value] };
  return {
    ...spec,
    podSelector: {
      ...(matchLabels === undefined ? {} : { matchLabels }),
      matchExpressions: [...matchExpressions, not],
    },
  };
}
