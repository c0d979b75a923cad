import { CLUSTER_POLICY_KINDS } from '#lib/kube/cluster-policy-kinds.ts';
import type { UnevaluatedPolicy } from '#lib/kube/objects.ts';
import { isUnevaluatedPolicy } from '#lib/kube/policy-groups.ts';
import { ENF_004 } from '#lib/text/en/checks/enf.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { worstFirst } from '../worst-first.ts';

/**
 * Policies of kinds that are not evaluated and that may be about personal data (gdpr.md §3, ENF-004). Of these objects
 * nothing but name and namespace is kept, so that each may select every workload of its namespace, or of the cluster.
 */
export const enf004: Check = {
  id: 'ENF-004',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    const byKind = Map.groupBy(
      context.model.objects.unevaluated.values(),
      ({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`,
    );
    for (const [, policies] of [...byKind].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const affected = affectedBy(context, policies);
      const gap = affected.length === 0 ? undefined : gapOf(context, policies, affected);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable: byKind.size === 0 ? 1 : 0, notEvaluated: unreadKinds(context) };
  },
};

function affectedBy(context: CheckContext, policies: readonly UnevaluatedPolicy[]): readonly WorkloadFacts[] {
  const namespaces = new Set(policies.map(({ metadata }) => metadata.namespace));
  const everywhere = namespaces.has(undefined);
  return worstFirst(
    context,
    [...context.workloads.values()].filter(
      (workload) => (everywhere || namespaces.has(workload.namespace)) && isInScope(context.classOf(workload)),
    ),
  );
}

function gapOf(
  context: CheckContext,
  policies: readonly UnevaluatedPolicy[],
  affected: readonly WorkloadFacts[],
): Gap | undefined {
  const [{ apiVersion, kind } = { apiVersion: '', kind: '' }] = policies;
  const [worst] = affected;
  if (worst === undefined) return undefined;
  const group = groupOf(apiVersion);
  const where = new Set(policies.map(({ metadata }) => metadata.namespace));
  const namespaces = where.has(undefined) ? [] : [...where].flatMap((name) => name ?? []).sort();
  return buildGap(context, {
    check: 'ENF-004',
    result: 'UNKNOWN',
    severity: { severity: 'info', derivation: ENF_004.derivation },
    title: ENF_004.title(policies.length, kind, affected.length),
    summary: ENF_004.summary(policies.length, kind, group, namespaces, affected.length),
    subject: { namespace: '', kind, name: group },
    witness: [],
    peers: affected.map(({ key }) => key).sort(),
    classification: context.classOf(worst),
    fix: { yaml: '', note: ENF_004.fix },
    unknownBecause: [ENF_004.because(kind)],
    identity: { peer: group, direction: '' },
  });
}

/** Kinds of such groups that the server has and that may not be read. */
function unreadKinds({ model }: CheckContext): readonly string[] {
  return model.objects.completeness.kinds.flatMap(({ resource, kind, state }) => {
    const group = resource.slice(resource.indexOf('.') + 1);
    const name = kind.slice(kind.lastIndexOf('/') + 1);
    const hidden = state === 'forbidden' || state === 'failed' || state === 'partial';
    const evaluated = CLUSTER_POLICY_KINDS.some((kept) => kept.resource === resource);
    return hidden && !evaluated && isUnevaluatedPolicy(group, name) ? [ENF_004.notRead(kind)] : [];
  });
}

/** `cilium.io/v2` → `cilium.io` */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? apiVersion : apiVersion.slice(0, slash);
}
