import type { Labels, NetworkPolicy } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import { POL_001, policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import { askedPolicies } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isPersonal } from '../data-class.ts';
import { matchesWorkload } from '../data-map/match.ts';
import type { PolicySpec } from '../fix-yaml.ts';
import { changedPolicyYaml } from '../fixes.ts';
import { declaresIntent } from '../intent.ts';
import { lazyFix } from '../lazy-fix.ts';
import { isWholeNamespace, type PlainRule, plainRules } from '../policy-rules.ts';
import { ruleWitness } from '../rule-witness.ts';
import { type DerivedSeverity, deriveSeverity, liftedSeverity } from '../severity.ts';
import type { Classification, Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** Words by which a policy says that it denies. */
const DENY_WORDS = /deny|block|isolat|lockdown/i;
/** Words by which it says that openness inside the namespace is meant. */
const MEANT_WORDS = /(?:same|intra|within|inside)-?(?:ns|namespace)/i;

/** A "deny" whose empty podSelector admits its whole namespace (gdpr.md §3, POL-001). */
export const pol001: Check = {
  id: 'POL-001',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const { key, policy, inForce } of askedPolicies(context, asked)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const rules = plainRules(policy);
      const whole = rules.filter((rule) => inForce[rule.direction] && rule.peers.some(isWholeNamespace));
      const selected = workloadsOfClasses(context, inForce.subjects);
      if (whole.length === 0) passed++;
      else if (selected.length === 0)
        notApplicable++; // it selects nothing: POL-004
      else {
        // One gap a rule: whoever mends the first must not find the second only then.
        const own = whole.flatMap((rule) => gapOf(context, policy, rules, rule, inForce, selected) ?? []);
        if (own.length === 0) passed++;
        else gaps.push(...own);
      }
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

function gapOf(
  context: CheckContext,
  policy: NetworkPolicy,
  rules: readonly PlainRule[],
  rule: PlainRule,
  inForce: PolicyInForce,
  selected: readonly WorkloadFacts[],
): Gap | undefined {
  const named = saysDeny(policy);
  if (saysMeant(policy) || (!named && !opensMixedNamespace(context, rules, selected))) return undefined;
  const namespace = policy.metadata.namespace ?? 'default';
  const { name } = policy.metadata;
  const compiled = inForce.rules.find(({ path }) => path === rule.path);
  const witness = compiled === undefined ? undefined : ruleWitness(context, compiled, selected);
  // The rule opens nothing on any pod that it selects: a port name that none of them has, or pods without a gate.
  if (witness === undefined) return undefined;
  const { hop, workload, reasons } = witness;
  const classification = context.classOf(workload);
  const upTo = hop.verdict === 'depends';
  return buildGap(context, {
    check: 'POL-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: severityOf(classification, upTo),
    title: POL_001.title(name, namespace, upTo),
    summary:
      POL_001.summary(ruleOf(rule.index, ruleCount(policy, rule)), rule.direction, namespace, named, selected.length) +
      (hop.verdict === 'deny' ? POL_001.closedToday(rule.direction, namespace) : '') +
      classNote(classification),
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: [hop],
    peers: (context.workloadsByNamespace.get(namespace) ?? []).filter(({ count }) => count > 0).map(({ key }) => key),
    classification,
    fix: lazyFix(POL_001.fix, () => changedPolicyYaml(context, refOf(policy), (spec) => withoutPeer(spec, rule))),
    unknownBecause: dependsBecause(reasons),
    identity: { peer: rule.path, direction: rule.direction },
  });
}

/** (a) its name, its annotations or a comment in its file say so. */
function saysDeny(policy: NetworkPolicy): boolean {
  const comments = (policy.origin?.text ?? '').split('\n').flatMap((line) => /(?:^|\s)#(.*)$/.exec(line)?.[1] ?? []);
  return [policy.metadata.name, ...annotationTexts(policy.metadata.annotations), ...comments].some((text) =>
    DENY_WORDS.test(text),
  );
}

function saysMeant(policy: NetworkPolicy): boolean {
  return declaresIntent(policy.metadata, 'same-namespace') || MEANT_WORDS.test(policy.metadata.name);
}

function annotationTexts(annotations: Labels | undefined): readonly string[] {
  return Object.keys(annotations ?? {}).flatMap((key) => [key, labelValue(annotations, key) ?? '']);
}

/**
 * (b) it is the only rule, and the namespace holds personal data and workloads that are no declared consumers of it.
 * Where none are declared, nobody is one.
 */
function opensMixedNamespace(
  context: CheckContext,
  rules: readonly PlainRule[],
  selected: readonly WorkloadFacts[],
): boolean {
  const [first] = selected;
  if (rules.length !== 1 || first === undefined) return false;
  const all = context.workloadsByNamespace.get(first.namespace) ?? [];
  return all.some((workload) => {
    if (!isInScope(context.classOf(workload))) return false;
    const consumers = context.dataOf(workload).consumers?.value ?? [];
    const isConsumer = ({ key }: WorkloadFacts) => consumers.some((reference) => matchesWorkload(reference, key));
    return all.some((other) => other !== workload && !isConsumer(other));
  });
}

function severityOf(classification: Classification, upTo: boolean): DerivedSeverity {
  const edge = isPersonal(classification.dataClass)
    ? deriveSeverity({ ...classification, exposure: 1, upTo: false })
    : undefined;
  return liftedSeverity('POL-001', 'medium', edge, upTo);
}

function withoutPeer(spec: PolicySpec, rule: PlainRule): PolicySpec {
  const keep = rule.peers.filter((peer) => !isWholeNamespace(peer));
  if (rule.direction === 'ingress') {
    const ingress = (spec.ingress ?? []).flatMap((old, i) =>
      i !== rule.index ? [old] : keep.length === 0 ? [] : [{ ...old, from: keep }],
    );
    return { ...spec, ingress };
  }
  const egress = (spec.egress ?? []).flatMap((old, i) =>
    i !== rule.index ? [old] : keep.length === 0 ? [] : [{ ...old, to: keep }],
  );
  return { ...spec, egress };
}

function ruleCount(policy: NetworkPolicy, rule: PlainRule): number {
  return policy.spec[rule.direction]?.length ?? 0;
}

function refOf(policy: NetworkPolicy) {
  return { kind: 'NetworkPolicy', namespace: policy.metadata.namespace ?? 'default', name: policy.metadata.name };
}
