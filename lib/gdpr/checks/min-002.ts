import type { ClusterPolicy, NetworkPolicy, NetworkPolicyPort } from '#lib/kube/objects.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { hasPort, intersectPorts, NO_PORTS, type PortSet, PROTOCOLS, portsJson } from '#lib/policy/port-set.ts';
import { MIN_002 } from '#lib/text/en/checks/min.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { byClusterPolicy, ruleOf } from '#lib/text/en/witness.ts';
import { allAskedPolicies } from '../asked-subjects.ts';
import { lowOrMedium } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import type { PolicySpec } from '../fix-yaml.ts';
import { changedPolicyYaml, replaceAt } from '../fixes.ts';
import { lazyFix } from '../lazy-fix.ts';
import { lazyPeers } from '../peer-workloads.ts';
import { ruleDestinations } from '../rule-destinations.ts';
import { type ServedPort, servedToJson } from '../served-ports.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { type HopEnd, witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { worstOf } from '../worst-first.ts';

/** A range of more ports than this is no list of exact ports. */
const WIDEST_RANGE = 10;
/** A target that serves more ports is not narrowed port by port. */
const MOST_SERVED = 5;
/** Peers that are asked for a connection that goes through today. */
const MOST_ASKED = 8;

/**
 * A rule to personal data without ports, or with a wide range, where the target serves few (gdpr.md §3, MIN-002). A rule
 * for egress that means everybody or addresses too leads elsewhere, and is the matter of EGR-001 and POL-002.
 */
export const min002: Check = {
  id: 'MIN-002',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    // A thousand rules name the same few peers, and lead to the same lists.
    const known = new WeakMap<readonly WorkloadFacts[], readonly WorkloadFacts[]>();
    const inScope = (workloads: readonly WorkloadFacts[]): readonly WorkloadFacts[] => {
      const found = known.get(workloads) ?? workloads.filter((workload) => isInScope(context.classOf(workload)));
      known.set(workloads, found);
      return found;
    };
    for (const { key, policy, inForce } of allAskedPolicies(context, asked)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const rules = inForce.rules.filter((rule) => rule.action === 'allow' && meansWorkloads(rule));
      const targetsOf = (rule: RuleInForce) => inScope(ruleDestinations(context, policy, inForce, rule));
      let found = 0;
      let leads = false;
      for (const rule of rules) {
        if (!isWiderThanAList(rule.ports)) continue;
        const targets = targetsOf(rule);
        if (targets.length === 0) continue;
        leads = true;
        const narrow = targets.filter(({ served }) => served.length > 0 && served.length <= MOST_SERVED);
        const silent = targets.filter(({ served }) => served.length === 0);
        if (narrow.length > 0) gaps.push(gapOf(context, policy, inForce, rule, narrow));
        else if (silent.length > 0) notEvaluated.push(MIN_002.notKnown(key, rule.path, keysOf(silent)));
        else continue;
        found++;
      }
      if (found > 0) continue;
      if (leads || rules.some((rule) => targetsOf(rule).length > 0)) passed++;
      else notApplicable++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

function meansWorkloads({ direction, anyPeer, blocks, domainNames }: RuleInForce): boolean {
  return direction === 'ingress' || (!anyPeer && blocks.length === 0 && domainNames.length === 0);
}

const wide = new WeakMap<PortSet, boolean>();

function isWiderThanAList(ports: PortSet): boolean {
  let known = wide.get(ports);
  if (known === undefined) {
    known = Object.values(portsJson(ports)).some((ranges: readonly (readonly [number, number])[]) =>
      ranges.some(([first, last]) => last - first >= WIDEST_RANGE),
    );
    wide.set(ports, known);
  }
  return known;
}

function keysOf(workloads: readonly WorkloadFacts[]): readonly string[] {
  return workloads.map(({ key }) => key).sort();
}

/** @param narrow those of P* that serve few ports. */
function gapOf(
  context: CheckContext,
  policy: NetworkPolicy | ClusterPolicy,
  inForce: PolicyInForce,
  rule: RuleInForce,
  narrow: readonly WorkloadFacts[],
): Gap {
  const { kind, namespace, name } = inForce.policy;
  const worst = worstOf(context, narrow) as WorkloadFacts;
  const classification = context.classOf(worst);
  const hop = hopOf(context, inForce, rule, worst);
  return buildGap(context, {
    check: 'MIN-002',
    result: 'FAIL',
    severity: lowOrMedium('MIN-002', true, classification, false),
    title: MIN_002.title(name, worst.name),
    summary: () =>
      [
        MIN_002.summary({
          rule: ruleOf(rule.index, policy.spec[rule.direction]?.length ?? 0),
          direction: rule.direction,
          opened: portsJson(rule.ports),
          name: worst.name,
          served: servedToJson(worst.served),
          others: narrow.length - 1,
        }),
        hop === undefined ? MIN_002.closedToday : '',
        classNote(classification),
      ].join(''),
    subject: { namespace, kind, name },
    witness: hop === undefined ? [] : [hop],
    peers: lazyPeers(() => narrow),
    classification,
    fix: () => fixOf(context, policy, inForce, rule),
    identity: { peer: rule.path, direction: rule.direction },
  });
}

/** A connection that goes through both gates today, on what the rule opens of it. */
function hopOf(
  context: CheckContext,
  inForce: PolicyInForce,
  rule: RuleInForce,
  target: WorkloadFacts,
): WitnessHop | undefined {
  let possible: WitnessHop | undefined;
  let asked = 0;
  for (const from of sourcesOf(context, inForce, rule, target)) {
    for (const id of target.classes) {
      const to = { end: classEnd(id), workload: target };
      const { must, may } = context.model.relation(from.end, to.end);
      const certain = intersectPorts(must, rule.ports);
      if (certain !== NO_PORTS) return witnessHop(context, from, to, portsJson(certain), 'allow', rule);
      const perhaps = intersectPorts(may, rule.ports);
      if (perhaps !== NO_PORTS) possible ??= witnessHop(context, from, to, portsJson(perhaps), 'depends', rule);
    }
    if (++asked === MOST_ASKED) break;
  }
  return possible;
}

/** Running workloads that the rule lets connect. */
function* sourcesOf(
  context: CheckContext,
  inForce: PolicyInForce,
  { direction, everyPod, peerClasses }: RuleInForce,
  target: WorkloadFacts,
): Generator<HopEnd> {
  const means = (workload: WorkloadFacts): boolean => workload !== target && workload.count > 0;
  if (direction === 'ingress' && everyPod) {
    for (const workload of context.workloads.values()) {
      const [id] = workload.classes;
      if (id !== undefined && means(workload)) yield { end: classEnd(id), workload };
    }
    return;
  }
  for (const id of direction === 'ingress' ? peerClasses.must : inForce.subjects) {
    for (const workload of context.workloadsOfClass.get(id) ?? []) {
      if (means(workload)) yield { end: classEnd(id), workload };
    }
  }
}

function fixOf(
  context: CheckContext,
  policy: NetworkPolicy | ClusterPolicy,
  inForce: PolicyInForce,
  rule: RuleInForce,
): Gap['fix'] {
  const all = ruleDestinations(context, policy, inForce, rule);
  if (inForce.policy.kind !== 'NetworkPolicy') return { yaml: '', note: byClusterPolicy(inForce.policy) };
  const silent = all.filter(({ served }) => served.length === 0);
  if (silent.length > 0) return { yaml: '', note: MIN_002.fixUnknown(keysOf(silent)) };
  const ports = servedOf(all).filter(({ protocol, port }) => hasPort(rule.ports, protocol, port));
  if (ports.length === 0) return { yaml: '', note: MIN_002.fixNone };
  return lazyFix(MIN_002.fix, () => changedPolicyYaml(context, inForce.policy, (spec) => withPorts(spec, rule, ports)));
}

/** Of all of them together, each once. */
function servedOf(workloads: readonly WorkloadFacts[]): readonly ServedPort[] {
  const ports = new Map<string, ServedPort>();
  for (const { served } of workloads) for (const each of served) ports.set(`${each.protocol}/${each.port}`, each);
  return [...ports.values()].sort(
    (a, b) => PROTOCOLS.indexOf(a.protocol) - PROTOCOLS.indexOf(b.protocol) || a.port - b.port,
  );
}

/** Named ports stay as they are written. */
function withPorts(spec: PolicySpec, { direction, index }: RuleInForce, served: readonly ServedPort[]): PolicySpec {
  const named = (spec[direction]?.[index]?.ports ?? []).filter(({ port }) => typeof port === 'string');
  const ports: readonly NetworkPolicyPort[] = [...named, ...served];
  return direction === 'ingress'
    ? { ...spec, ingress: replaceAt(spec.ingress, index, { ...spec.ingress?.[index], ports }) }
    : { ...spec, egress: replaceAt(spec.egress, index, { ...spec.egress?.[index], ports }) };
}
