import type { PolicyInForce, RuleEffect, RuleInForce } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { ALL_PORTS, NO_PORTS, type PortSet, subtractPorts } from '#lib/policy/port-set.ts';
import { POL_008 } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote, classWords } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { mayBeCovered } from '../covered-rules.ts';
import { isInScope, isPersonal, NO_CLASS } from '../data-class.ts';
import { classEnd, firstOther, phantom } from '../ends.ts';
import { changedPolicyYaml, replaceAt } from '../fixes.ts';
import { declaresIntent } from '../intent.ts';
import { lazyFix } from '../lazy-fix.ts';
import { lazyPeers } from '../peer-workloads.ts';
import { policiesBeside } from '../policies-beside.ts';
import { allPoliciesOf } from '../policy-rules.ts';
import { admitted, type RuleWitness } from '../rule-witness.ts';
import type { DerivedSeverity } from '../severity.ts';
import { liftedSeverity } from '../severity.ts';
import type { Classification, Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses, worstOfClasses } from '../worst-first.ts';

/**
 * Rules put to the engine one by one: each takes longer the more classes there are, of 10,000 pods a millisecond, and all
 * checks have one second. Those that select personal data come first; what is beyond is counted and said.
 */
const MOST_WORK = 130_000;
const [FEWEST_EFFECTS, MOST_EFFECTS] = [60, 240];

function mostEffects({ model }: CheckContext): number {
  return Math.min(MOST_EFFECTS, Math.max(FEWEST_EFFECTS, Math.floor(MOST_WORK / model.classes.length)));
}
/** Workloads asked for a witness, worst first. */
const MOST_WITNESSES = 20;

/** Rules that change nothing, and cluster-wide ones that void what NetworkPolicies restrict (gdpr.md §3, POL-008). */
export const pol008: Check = {
  id: 'POL-008',
  run: (context) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    const candidates: Candidate[] = [];
    let passed = 0;
    for (const { key, policy, inForce } of allPoliciesOf(context)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const isAsked = inForce.subjects.size > 0 && !declaresIntent(policy.metadata, 'defence-in-depth');
      const rules = isAsked ? inForce.rules : [];
      for (const rule of rules) {
        const voided = voids(context, inForce, rule);
        if (voided !== undefined) gaps.push(voidGap(context, inForce, rule, voided));
      }
      const covered = rules.filter((rule) => inForce.tier !== 'NetworkPolicy' || mayBeCovered(context, inForce, rule));
      if (covered.length === 0) passed++;
      else candidates.push({ inForce, rules: covered, worst: worstOfClasses(context, inForce.subjects) });
    }
    const isFirst = ({ worst }: Candidate) => worst !== undefined && isPersonal(context.classOf(worst).dataClass);
    const most = mostEffects(context);
    let asked = 0;
    let left = 0;
    for (const { inForce, rules } of [...candidates.filter(isFirst), ...candidates.filter((each) => !isFirst(each))]) {
      const found = rules.map((rule) => {
        if (asked++ >= most) return 'not-asked';
        const effect = context.model.ruleEffect(rule.policy, rule.path);
        return effect === undefined ? undefined : effectGap(context, inForce, rule, effect);
      });
      left += found.filter((each) => each === 'not-asked').length;
      for (const gap of found) if (typeof gap === 'object') gaps.push(gap);
      if (found.every((each) => each === undefined)) passed++;
    }
    if (left > 0) notEvaluated.push(POL_008.tooMany(left));
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

interface Candidate {
  readonly inForce: PolicyInForce;
  /** Those that may be without effect. */
  readonly rules: readonly RuleInForce[];
  readonly worst: WorkloadFacts | undefined;
}

/** What selects, means or opens nothing is for POL-004 and POL-006 to say. */
function effectGap(
  context: CheckContext,
  inForce: PolicyInForce,
  rule: RuleInForce,
  effect: RuleEffect,
): Gap | undefined {
  const { type } = effect;
  if (type === 'effective' || type === 'selects-nothing' || type === 'matches-nobody' || type === 'opens-no-port')
    return undefined;
  const { kind, namespace, name } = inForce.policy;
  const worst = worstOfClasses(context, inForce.subjects);
  const number = ruleNumber(context, rule);
  const { profile } = context.model;
  const said = (): string => {
    if (effect.type === 'unknown') return POL_008.unknown(number);
    if (effect.type === 'means-itself') return POL_008.itself(number, profile.selfViaService !== 'allow');
    if (!('by' in effect)) return '';
    const by = effect.by.map(({ policy, path }) => POL_008.ref(policy.name, path));
    return POL_008[effect.type](number, by);
  };
  return buildGap(context, {
    check: 'POL-008',
    result: type === 'unknown' ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity('POL-008', 'info', undefined, type === 'unknown'),
    title: POL_008.title[type === 'means-itself' ? 'redundant' : type](name),
    summary: said,
    subject: { namespace, kind, name },
    witness: [],
    peers: [],
    classification: worst === undefined ? NO_CLASS : context.classOf(worst),
    fix: () =>
      kind === 'NetworkPolicy' && type !== 'unknown'
        ? lazyFix(POL_008.fixDelete, () =>
            changedPolicyYaml(context, inForce.policy, (spec) =>
              rule.direction === 'ingress'
                ? { ...spec, ingress: replaceAt(spec.ingress, rule.index, undefined) }
                : { ...spec, egress: replaceAt(spec.egress, rule.index, undefined) },
            ),
          )
        : { yaml: '', note: kind === 'NetworkPolicy' ? POL_008.fixDelete : POL_008.fixClusterWide },
    unknownBecause: effect.type === 'unknown' ? dependsBecause(effect.reasons) : [],
    identity: { peer: rule.path, direction: rule.direction },
  });
}

interface Voided {
  /** P*, worst first. */
  readonly workloads: readonly WorkloadFacts[];
  readonly witness: RuleWitness;
}

/**
 * The workloads whose NetworkPolicies an Admin rule takes the say from: it accepts every pod, they are selected for the
 * direction, and on some of its ports their own rules do not admit every pod.
 */
function voids(context: CheckContext, inForce: PolicyInForce, rule: RuleInForce): Voided | undefined {
  if (inForce.tier !== 'Admin' || rule.action !== 'allow' || !rule.everyPod) return undefined;
  const restricted = new Map<number, PortSet>();
  for (const policy of policiesBeside(context, inForce)) {
    if (policy.tier !== 'NetworkPolicy' || !policy[rule.direction]) continue;
    const open = policy.rules.filter((own) => own.direction === rule.direction && own.everyPod);
    for (const id of policy.subjects) {
      if (!inForce.subjects.has(id)) continue;
      const left = restricted.get(id) ?? (rule.namedPorts.length > 0 ? ALL_PORTS : rule.ports);
      restricted.set(
        id,
        open.reduce((ports, own) => subtractPorts(ports, own.ports), left),
      );
    }
  }
  for (const [id, left] of restricted) if (left === NO_PORTS) restricted.delete(id);
  let witness: RuleWitness | undefined;
  const workloads = workloadsOfClasses(context, restricted.keys()).filter((each) => isInScope(context.classOf(each)));
  for (const workload of workloads.slice(0, MOST_WITNESSES)) {
    witness ??= voidedFor(context, rule, workload, restricted);
  }
  return witness === undefined ? undefined : { workloads, witness };
}

function voidedFor(
  context: CheckContext,
  rule: RuleInForce,
  workload: WorkloadFacts,
  restricted: ReadonlyMap<number, PortSet>,
): RuleWitness | undefined {
  const other = firstOther(context.model, workload.namespace);
  if (other === undefined) return undefined;
  const stranger = { end: phantom(other.name) };
  for (const id of workload.classes) {
    if (!restricted.has(id)) continue;
    const self = { end: classEnd(id), workload };
    const ends = rule.direction === 'ingress' ? { from: stranger, to: self } : { from: self, to: stranger };
    const found = admitted(context, rule, { ...ends, workload });
    if (found !== undefined) return found;
  }
  return undefined;
}

function voidGap(context: CheckContext, inForce: PolicyInForce, rule: RuleInForce, voided: Voided): Gap {
  const { kind, namespace, name } = inForce.policy;
  const { hop, reasons } = voided.witness;
  const [worst = voided.witness.workload] = voided.workloads;
  const classification = context.classOf(worst);
  const upTo = hop.verdict === 'depends';
  return buildGap(context, {
    check: 'POL-008',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: voidSeverity(classification, upTo),
    title: POL_008.title.voids(name, upTo),
    summary: () =>
      POL_008.voids(ruleNumber(context, rule), rule.direction, hop.ports, voided.workloads.length, worst.key) +
      classNote(classification),
    subject: { namespace, kind, name },
    witness: [hop],
    peers: lazyPeers(() => voided.workloads),
    classification,
    fix: { yaml: '', note: POL_008.fixPass },
    unknownBecause: dependsBecause(reasons),
    identity: { peer: `${rule.path} voids`, direction: rule.direction },
  });
}

/** "Overridden on P*: high"; by the unknown column of §2.2 where the class is not known. */
function voidSeverity({ dataClass, basis }: Classification, upTo: boolean): DerivedSeverity {
  const mark = upTo ? 'up to ' : '';
  if (!isPersonal(dataClass)) return { severity: 'medium', derivation: mark + POL_008.derivation.unknown };
  const severity = basis === 'inferred' ? 'medium' : 'high';
  return { severity, derivation: mark + POL_008.derivation.overridden(severity, classWords(dataClass), basis) };
}

function ruleNumber({ model }: CheckContext, rule: RuleInForce): string {
  return ruleOf(rule.index, policyObject(model.objects, rule.policy)?.spec[rule.direction]?.length ?? 0);
}
