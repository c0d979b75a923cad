import type { LabelSelector, Labels, NetworkPolicy } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { requirementInWords, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import { namespacesOfUnreadPods } from '#lib/policy/weak-input.ts';
import { POL_004, policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { selectorInWords } from '#lib/text/en/witness.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isPersonal, NO_CLASS } from '../data-class.ts';
import { policyYaml } from '../fix-yaml.ts';
import { nearestLabels } from '../nearest-labels.ts';
import { policiesOf, selectsWorkload } from '../policy-rules.ts';
import { protectionImpact } from '../protection-impact.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A policy whose selector matches no pod and no pod template for more than 24 hours (gdpr.md §3, POL-004). */
export const pol004: Check = {
  id: 'POL-004',
  looksAt: 'time',
  ofTime: youngPolicies,
  each: 'unplaced',
  run: (context) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    for (const { key: id, policy, inForce } of policiesOf(context)) {
      const namespace = policy.metadata.namespace ?? 'default';
      const age = ageOf(context, policy);
      if (inForce === undefined) notEvaluated.push(policyNotUnderstood(id));
      else if (selectsSomething(context, namespace, policy.spec.podSelector ?? {})) passed++;
      else if (isYoung(age)) notEvaluated.push(POL_004.tooYoung(id));
      else gaps.push(gapOf(context, policy, inForce, namespace, age));
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

/** Those of which nothing is said yet; or that nobody knows the time. */
function youngPolicies(context: CheckContext): string {
  if (context.takenAt === undefined) return '';
  const { networkPolicies } = context.model.objects;
  return JSON.stringify(
    [...networkPolicies].flatMap(([key, policy]) => (isYoung(ageOf(context, policy)) ? [key] : [])),
  );
}

function isYoung(age: number | undefined): boolean {
  return age !== undefined && age <= DAY_MS;
}

/** Milliseconds at least; undefined where the source or the object carries no time. */
function ageOf(context: CheckContext, policy: NetworkPolicy): number | undefined {
  const created = Date.parse(policy.metadata.creationTimestamp ?? '');
  return context.takenAt === undefined || Number.isNaN(created) ? undefined : context.takenAt - created;
}

function selectsSomething(context: CheckContext, namespace: string, selector: LabelSelector): boolean {
  return (context.workloadsByNamespace.get(namespace) ?? []).some((workload) => selectsWorkload(selector, workload));
}

function gapOf(
  context: CheckContext,
  policy: NetworkPolicy,
  inForce: PolicyInForce,
  namespace: string,
  age: number | undefined,
): Gap {
  const { name } = policy.metadata;
  const selector = policy.spec.podSelector ?? {};
  const workloads = context.workloadsByNamespace.get(namespace) ?? [];
  const unreadable = cannotReadPods(context, namespace);
  const near = nearestLabels(selector, workloads);
  const meant = near?.workload ?? namedWorkload(context, policy, workloads);
  const classification = meant === undefined ? NO_CLASS : context.classOf(meant);
  // Repaired it would select those; one of another namespace it cannot select from here.
  const repaired = near === undefined ? meant : near.workload;
  const impact = repaired?.namespace === namespace ? protectionImpact(context, inForce, [repaired]) : undefined;
  const words = selectorInWords(requirementsOf(selector).map(requirementInWords));
  const summary = [
    POL_004.summary(namespace, words, workloads.length === 0),
    near === undefined ? '' : POL_004.nearest(selectorInWords(labelTexts(near.labels)), near.workload.name),
    age === undefined ? POL_004.noTime : '',
  ].join('');
  return buildGap(context, {
    check: 'POL-004',
    result: unreadable ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity(
      'POL-004',
      isPersonal(classification.dataClass) && classification.basis !== 'inferred' ? 'medium' : 'low',
      impact?.severity,
      unreadable,
    ),
    title: POL_004.title(name, unreadable),
    summary,
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: impact === undefined ? [] : [impact.hop],
    peers: [],
    classification,
    fix: () =>
      near === undefined
        ? { yaml: '', note: POL_004.fixDelete }
        : {
            yaml: policyYaml(namespace, name, { ...policy.spec, podSelector: { matchLabels: near.labels } }),
            note: POL_004.fixSelector,
          },
    unknownBecause: [POL_004.unknown(namespace)],
    identity: { peer: '', direction: '' },
  });
}

function cannotReadPods({ model }: CheckContext, namespace: string): boolean {
  const unread = namespacesOfUnreadPods(model.objects);
  return unread === 'all' || unread.has(namespace);
}

/** A workload of personal data that the policy's name or label values point to; without one in its namespace, anywhere. */
function namedWorkload(
  context: CheckContext,
  policy: NetworkPolicy,
  inNamespace: readonly WorkloadFacts[],
): WorkloadFacts | undefined {
  const { matchLabels } = policy.spec.podSelector ?? {};
  const values = new Set(Object.keys(matchLabels ?? {}).map((key) => labelValue(matchLabels, key) ?? ''));
  const isPointedAt = (workload: WorkloadFacts): boolean =>
    values.has(workload.name) ||
    policy.metadata.name === workload.name ||
    policy.metadata.name.startsWith(`${workload.name}-`);
  return (
    inNamespace.find((workload) => isPersonal(context.classOf(workload).dataClass) && isPointedAt(workload)) ??
    firstNamed(context, [...values, ...namesWithin(policy.metadata.name)])
  );
}

/** `records-db-clients` → itself, `records-db`, `records`. */
function namesWithin(name: string): readonly string[] {
  const parts = name.split('-');
  return parts.map((_, index) => parts.slice(0, index + 1).join('-'));
}

/** The first workload of personal data, by key, that has one of the names. */
function firstNamed(context: CheckContext, names: readonly string[]): WorkloadFacts | undefined {
  const personal = personalNames(context);
  let first: Placed | undefined;
  for (const name of names) {
    const found = personal.get(name);
    if (found !== undefined && (first === undefined || found.place < first.place)) first = found;
  }
  return first?.workload;
}

interface Placed {
  readonly place: number;
  readonly workload: WorkloadFacts;
}

const personal = new WeakMap<CheckContext, ReadonlyMap<string, Placed>>();

/** Name → the first workload of personal data that has it. Gathered once: every policy that selects nothing asks. */
function personalNames(context: CheckContext): ReadonlyMap<string, Placed> {
  let names = personal.get(context);
  if (names === undefined) {
    const found = new Map<string, Placed>();
    for (const workload of context.workloads.values()) {
      if (found.has(workload.name) || !isPersonal(context.classOf(workload).dataClass)) continue;
      found.set(workload.name, { place: found.size, workload });
    }
    names = found;
    personal.set(context, names);
  }
  return names;
}

function labelTexts(labels: Labels): readonly string[] {
  return Object.keys(labels).map((key) => `${key}=${labelValue(labels, key)}`);
}
