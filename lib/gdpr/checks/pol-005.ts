import type { LabelSelector, NetworkPolicy } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { objectName } from '#lib/kube/project.ts';
import { requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import { namespacesOfUnreadPods } from '#lib/policy/weak-input.ts';
import { POL_005, policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { askedPolicies } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { NO_CLASS } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { policyYaml } from '../fix-yaml.ts';
import { selectsWorkload } from '../policy-rules.ts';
import { type ProtectionImpact, protectionImpact } from '../protection-impact.ts';
import { workloadsSelectedBy } from '../selected-workloads.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * A policy that landed in another namespace than it was meant for (gdpr.md §3, POL-005): its manifest names no namespace;
 * or it selects nothing where it is, while the same selector fits in exactly one other namespace that has no such policy.
 */
export const pol005: Check = {
  id: 'POL-005',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    const assumed = new Set(
      context.model.objects.completeness.notes.flatMap(({ code, object }) =>
        code === 'default-namespace' && object !== undefined ? [object] : [],
      ),
    );
    const unreadPods = namespacesOfUnreadPods(context.model.objects);
    const unread = unreadPods === 'all' || unreadPods.size > 0;
    for (const { key, policy, inForce } of askedPolicies(context, asked)) {
      const { namespace = 'default', name } = policy.metadata;
      if (inForce === undefined) notEvaluated.push(policyNotUnderstood(key));
      else if (assumed.has(objectName('NetworkPolicy', namespace, name))) gaps.push(withoutNamespace(context, policy));
      else {
        const meant = inForce.subjects.size > 0 ? undefined : onlyOtherNamespace(context, policy);
        // Pods that may not be read could be those that it selects, or fit elsewhere too.
        if (meant !== undefined && unread) notEvaluated.push(POL_005.podsNotRead(key));
        else if (meant === undefined) passed++;
        else gaps.push(meantFor(context, policy, inForce, meant));
      }
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

function withoutNamespace(context: CheckContext, policy: NetworkPolicy): Gap {
  const { name, labels } = policy.metadata;
  // Helm's --namespace is not in a rendered file: there it is a remark only.
  const helm = labelValue(labels, 'app.kubernetes.io/managed-by') === 'Helm';
  return gapOf(context, policy, helm ? 'info' : 'medium', {
    title: POL_005.titleWithout(name),
    summary: POL_005.summaryWithout(policy.metadata.namespace ?? 'default'),
    fix: { yaml: '', note: POL_005.fixName },
  });
}

function meantFor(context: CheckContext, policy: NetworkPolicy, inForce: PolicyInForce, meant: string): Gap {
  const { namespace = 'default', name } = policy.metadata;
  const open = unprotected(context, policy, inForce, meant);
  return gapOf(
    context,
    policy,
    'medium',
    {
      title: POL_005.title(name, meant),
      summary: POL_005.summary(namespace, meant),
      fix: { yaml: policyYaml(meant, name, policy.spec), note: POL_005.fixMove },
      peers: open.map(({ key }) => key),
    },
    protectionImpact(context, inForce, open),
  );
}

function gapOf(
  context: CheckContext,
  policy: NetworkPolicy,
  severity: 'medium' | 'info',
  said: Pick<Gap, 'title' | 'summary' | 'fix'> & Partial<Pick<Gap, 'peers'>>,
  impact?: ProtectionImpact,
): Gap {
  const { namespace = 'default', name } = policy.metadata;
  return buildGap(context, {
    check: 'POL-005',
    result: 'FAIL',
    severity: liftedSeverity('POL-005', severity, impact?.severity, false),
    peers: [],
    ...said,
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: impact === undefined ? [] : [impact.hop],
    classification: impact === undefined ? NO_CLASS : context.classOf(impact.workload),
    identity: { peer: '', direction: '' },
  });
}

/** Workloads that the policy would isolate there, and that nothing isolates for a direction of it today. */
function unprotected(
  context: CheckContext,
  { spec }: NetworkPolicy,
  inForce: PolicyInForce,
  meant: string,
): readonly WorkloadFacts[] {
  const directions = (['ingress', 'egress'] as const).filter((direction) => inForce[direction]);
  const isOpen = ({ classes }: WorkloadFacts): boolean =>
    classes.some((id) => directions.some((direction) => context.model.gate(classEnd(id), direction).isolated === 'no'));
  return (context.workloadsByNamespace.get(meant) ?? [])
    .filter((workload) => selectsWorkload(spec.podSelector ?? {}, workload) && isOpen(workload))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The one other namespace that the selector fits; undefined where there is none, are several, or one has the policy. */
function onlyOtherNamespace(context: CheckContext, { metadata, spec }: NetworkPolicy): string | undefined {
  const selector = spec.podSelector ?? {};
  if (requirementsOf(selector).length === 0) return undefined; // an empty selector fits everywhere
  const only = onlyNamespaceWith(context, selector);
  if (only === undefined || only === metadata.namespace) return undefined;
  const there = policiesIn(context, only).some(
    (other) => other.metadata.name === metadata.name || JSON.stringify(other.spec) === JSON.stringify(spec),
  );
  return there ? undefined : only;
}

/** The namespace of all workloads that a selector fits; undefined where it fits nowhere or in several. */
function onlyNamespaceWith(context: CheckContext, selector: LabelSelector): string | undefined {
  const found = workloadsSelectedBy(context, selector);
  const only = found[0]?.namespace;
  return found.every(({ namespace }) => namespace === only) ? only : undefined;
}

const byNamespace = new WeakMap<CheckContext, ReadonlyMap<string | undefined, readonly NetworkPolicy[]>>();

function policiesIn(context: CheckContext, namespace: string): readonly NetworkPolicy[] {
  let known = byNamespace.get(context);
  if (known === undefined) {
    known = Map.groupBy(context.model.objects.networkPolicies.values(), ({ metadata }) => metadata.namespace);
    byNamespace.set(context, known);
  }
  return known.get(namespace) ?? [];
}
