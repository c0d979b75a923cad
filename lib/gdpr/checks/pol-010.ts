import type { ClusterPolicy, LabelSelector, NetworkPolicy } from '#lib/kube/objects.ts';
import { requirementInWords, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { NAMESPACE_NAME_LABEL } from '#lib/policy/namespaces.ts';
import { POL_010 } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy, ruleOf, selectorInWords } from '#lib/text/en/witness.ts';
import { allAskedPolicies } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { changedPolicyYaml, namespaceNamed, replaceAt } from '../fixes.ts';
import { declaresIntent } from '../intent.ts';
import { lazyFix } from '../lazy-fix.ts';
import {
  labelsFor,
  lazyPeers,
  namespacesMatching,
  type SelectorPeer,
  selectorPeers,
  workloadsOfPeer,
} from '../peer-workloads.ts';
import { type ImpactPair, type RuleImpact, ruleImpact } from '../rule-impact.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** Namespaces and workloads asked for one peer: any one that gets through is the witness. */
const MOST_NAMESPACES = 3;
const MOST_WORKLOADS = 2;

/** A way to personal data from another namespace that labels open which the other side can set (gdpr.md §3, POL-010). */
export const pol010: Check = {
  id: 'POL-010',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    for (const { key, policy, inForce } of allAskedPolicies(context, asked)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const own = declaresIntent(policy.metadata, 'guarded-labels') ? [] : gapsOf(context, policy, inForce);
      if (own.length === 0) passed++;
      gaps.push(...own);
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

function gapsOf(context: CheckContext, policy: NetworkPolicy | ClusterPolicy, inForce: PolicyInForce): readonly Gap[] {
  const trusting = selectorPeers(policy).filter((peer) => peer.direction === 'ingress' && trusts(peer) !== undefined);
  if (trusting.length === 0) return [];
  const selected = workloadsOfClasses(context, inForce.subjects).filter((each) => isInScope(context.classOf(each)));
  return trusting.flatMap((peer) => {
    const rule = inForce.rules.find(({ direction, index }) => direction === 'ingress' && index === peer.rule);
    if (rule === undefined || rule.action !== 'allow') return [];
    const impact = ruleImpact(context, rule, pairsOf(context, peer, selected));
    return impact === undefined ? [] : [gapOf(context, policy, inForce, rule, peer, impact)];
  });
}

/** Labels of namespaces without the name that the API server sets; or labels of pods in whatever namespace. */
function trusts({ namespaceSelector, podSelector }: SelectorPeer): 'namespace-labels' | 'pod-labels' | undefined {
  if (namespaceSelector === undefined) return undefined; // the policy's own namespace
  const ofNamespace = requirementsOf(namespaceSelector);
  if (ofNamespace.some(({ key, operator }) => key === NAMESPACE_NAME_LABEL && operator === 'In')) return undefined;
  if (ofNamespace.length > 0) return 'namespace-labels';
  return requirementsOf(podSelector ?? {}).length > 0 ? 'pod-labels' : undefined; // neither: every pod, ISO-001
}

/** From pods of other namespaces that the peer means today, then from one that somebody could create there. */
function* pairsOf(
  context: CheckContext,
  peer: SelectorPeer,
  selected: readonly WorkloadFacts[],
): Generator<ImpactPair> {
  const { certain, possible } = namespacesMatching(context, peer.namespaceSelector ?? {});
  const labels = labelsFor(peer.podSelector ?? {});
  const exposure = trusts(peer) === 'pod-labels' ? 3 : 2;
  for (const workload of selected) {
    const others = [...certain, ...possible].filter((name) => name !== workload.namespace).slice(0, MOST_NAMESPACES);
    for (const id of workload.classes) {
      const to = { end: classEnd(id), workload };
      for (const namespace of others) {
        const real = podsOf(context, peer, namespace);
        for (const from of real) yield { from, to, workload, exposure };
        if (labels !== undefined) {
          yield { from: { end: { type: 'hypothetical', namespace, labels } }, to, workload, exposure };
        }
      }
    }
  }
}

function podsOf(
  context: CheckContext,
  { podSelector }: SelectorPeer,
  namespace: string,
): readonly ImpactPair['from'][] {
  const real = workloadsOfPeer(context, podSelector === undefined ? {} : { podSelector }, namespace);
  return real
    .filter(({ count }) => count > 0)
    .slice(0, MOST_WORKLOADS)
    .flatMap((workload) =>
      workload.classes[0] === undefined ? [] : [{ end: classEnd(workload.classes[0]), workload }],
    );
}

function gapOf(
  context: CheckContext,
  policy: NetworkPolicy | ClusterPolicy,
  inForce: PolicyInForce,
  rule: RuleInForce,
  peer: SelectorPeer,
  { hop, workload, severity, reasons }: RuleImpact,
): Gap {
  const { kind, namespace, name } = inForce.policy;
  const upTo = hop.verdict === 'depends';
  const { certain, possible } = namespacesMatching(context, peer.namespaceSelector ?? {});
  const number = ruleOf(rule.index, policy.spec.ingress?.length ?? 0);
  const byNamespace = trusts(peer) === 'namespace-labels';
  const classification = context.classOf(workload);
  return buildGap(context, {
    check: 'POL-010',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity('POL-010', 'medium', severity, upTo),
    title: POL_010.title(name, upTo),
    summary: () =>
      [
        byNamespace
          ? POL_010.namespaceLabels(number, words(peer.namespaceSelector), [...certain, ...possible], workload.name)
          : POL_010.podLabels(number, words(peer.podSelector), workload.name),
        possible.length > 0 && byNamespace ? ` ${POL_010.notKnown(possible)}` : '',
        classNote(classification),
      ].join(''),
    subject: { namespace, kind, name },
    witness: [hop],
    peers: lazyPeers(() =>
      workloadsOfPeer(context, peer, namespace).filter((each) => each.namespace !== workload.namespace),
    ),
    classification,
    fix: () =>
      kind === 'NetworkPolicy' ? fixOf(context, inForce, peer) : { yaml: '', note: byClusterPolicy(inForce.policy) },
    unknownBecause: dependsBecause(reasons),
    identity: { peer: peer.path, direction: 'ingress' },
  });
}

function words(selector: LabelSelector | undefined): string {
  return selectorInWords(requirementsOf(selector ?? {}).map(requirementInWords));
}

/** The namespaces that the peer means today, by the name that nobody else can take. */
function fixOf(context: CheckContext, { policy }: PolicyInForce, peer: SelectorPeer): Gap['fix'] {
  const names =
    trusts(peer) === 'namespace-labels'
      ? namespacesMatching(context, peer.namespaceSelector ?? {}).certain
      : [...new Set(workloadsOfPeer(context, peer, policy.namespace).map(({ namespace }) => namespace))];
  const [only] = names;
  if (only === undefined) return { yaml: '', note: POL_010.fixNobody };
  const pinned: LabelSelector =
    names.length === 1
      ? namespaceNamed(only)
      : { matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: names }] };
  return lazyFix(POL_010.fix(names), () =>
    changedPolicyYaml(context, policy, (spec) => {
      const old = spec.ingress?.[peer.rule];
      const before = old?.from?.[peer.index];
      const from = replaceAt(old?.from, peer.index, { ...before, namespaceSelector: pinned });
      return { ...spec, ingress: replaceAt(spec.ingress, peer.rule, { ...old, from }) };
    }),
  );
}
