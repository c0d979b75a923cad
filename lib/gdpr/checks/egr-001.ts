import type { Family } from '#lib/policy/address.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { type PortSet, portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { byClusterPolicy, classUnknownNote, dependsBecause, EGR_001, ruleOf } from '#lib/text/en/gaps.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isSpecial } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { policyYaml, selectLabels } from '../fix-yaml.ts';
import { changedPolicyYaml, policyName, replaceAt } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { lazyFix } from '../lazy-fix.ts';
import { addressesEnd, type OutsidePart, outsideReach } from '../outside-reach.ts';
import { ruleIndex } from '../policy-rules.ts';
import { dnsRules, findResolvers } from '../resolvers.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { opensWeb, webReach } from '../web-reach.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

interface Reach {
  readonly certain: boolean;
  readonly class: number;
  /** A part of the address space that is reached: the internet of the family, or its widest open part. */
  readonly to: SingleEnd;
  readonly ports: PortsJson;
  readonly reasons: readonly DependsReason[];
}

/** Personal data that may connect to nearly every address on the internet (gdpr.md §3, EGR-001). */
export const egr001: Check = {
  id: 'EGR-001',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of context.workloads.values()) {
      if (!isInScope(context.classOf(workload).dataClass)) {
        notApplicable++;
        continue;
      }
      const reach = widestReach(context, workload);
      const gap = reach === undefined ? undefined : gapOf(context, workload, reach);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

function widestReach(context: CheckContext, workload: WorkloadFacts): Reach | undefined {
  for (const side of ['must', 'may'] as const) {
    for (const id of workload.classes) {
      const found = webReach(context, id, side);
      if (found === undefined) continue;
      const parts = outsideReach(context, id).parts.filter(({ family }) => family === found.family);
      return {
        certain: side === 'must',
        class: id,
        to: reachedPart(context, id, found.family, parts, side),
        ports: portsJson(found.ports),
        reasons: side === 'must' ? [] : [...new Set(parts.flatMap(({ reasons }) => reasons))],
      };
    }
  }
  return undefined;
}

/**
 * `internet` stands for the largest part that no narrower block singles out, which need not be open where several blocks
 * cover the space together: then the widest open part is the witness.
 */
function reachedPart(
  context: CheckContext,
  id: number,
  family: Family,
  parts: readonly OutsidePart[],
  side: 'must' | 'may',
): SingleEnd {
  const internet: SingleEnd = { type: 'internet', family };
  if (opensWeb(context.model.relation(classEnd(id), internet)[side])) return internet;
  const widest = parts.find((part) => opensWeb(part[side]));
  return addressesEnd(family, widest?.possible ?? []);
}

function gapOf(context: CheckContext, workload: WorkloadFacts, reach: Reach): Gap | undefined {
  const classification = context.classOf(workload);
  const upTo = !reach.certain;
  const critical = workload.store !== undefined && isSpecial(classification.dataClass);
  const severity = deriveSeverity({ ...classification, exposure: 4, upTo, ...(critical ? {} : { cap: 'high' }) });
  if (severity === undefined) return undefined;
  const from = { end: classEnd(reach.class), workload };
  const hop = witnessHop(context, from, { end: reach.to }, reach.ports, upTo ? 'depends' : 'allow');
  return buildGap(context, {
    check: 'EGR-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EGR_001.title(workload.name, upTo),
    summary: () => summaryOf(context, workload, hop, reach) + classUnknownNote(classification.dataClass),
    subject: workload,
    witness: [hop],
    peers: [],
    classification,
    fix: () => fixOf(context, workload, hop, reach),
    unknownBecause: dependsBecause(reach.reasons),
    identity: { peer: 'internet', direction: 'egress' },
  });
}

function openingRule(hop: WitnessHop) {
  return hop.because.find((reason) => reason.gate === 'egress' && reason.policy !== undefined);
}

function isOpen(context: CheckContext, reach: Reach): boolean {
  const { isolated } = context.model.gate(classEnd(reach.class), 'egress');
  return isolated !== 'yes' && isolated !== 'partly';
}

function summaryOf(context: CheckContext, workload: WorkloadFacts, hop: WitnessHop, reach: Reach): string {
  if (!reach.certain) return EGR_001.summaryUnknown(workload.name);
  if (isOpen(context, reach)) return EGR_001.summaryOpen(workload.namespace, workload.name);
  const rule = openingRule(hop);
  if (rule?.policy === undefined) return EGR_001.summaryRules(workload.name);
  const policy = policyObject(context.model.objects, rule.policy);
  const number = ruleOf(ruleIndex(rule.path), policy?.spec.egress?.length ?? 0);
  return EGR_001.summaryRule(rule.policy.name, number, workload.name);
}

function fixOf(context: CheckContext, workload: WorkloadFacts, hop: WitnessHop, reach: Reach): Gap['fix'] {
  const inside = { to: [{ namespaceSelector: {} }] };
  const rule = openingRule(hop);
  const policy = rule?.policy;
  if (policy !== undefined && policy.kind !== 'NetworkPolicy') return { yaml: '', note: byClusterPolicy(policy) };
  if (policy !== undefined && !isOpen(context, reach)) {
    const index = ruleIndex(rule?.path);
    return lazyFix(context, EGR_001.fix, () =>
      changedPolicyYaml(context, policy, (spec) => {
        const ports = spec.egress?.[index]?.ports;
        const narrowed = ports === undefined ? inside : { ...inside, ports };
        return { ...spec, egress: replaceAt(spec.egress, index, narrowed) };
      }),
    );
  }
  return lazyFix(context, EGR_001.fix, () =>
    policyYaml(workload.namespace, policyName(workload.name, 'egress'), {
      podSelector: selectLabels(selectorLabels(workload, context)),
      policyTypes: ['Egress'],
      egress: [...dnsRules(findResolvers(context), context), inside],
    }),
  );
}
