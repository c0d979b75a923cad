import type { Family } from '#lib/policy/address.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { EGR_001 } from '#lib/text/en/checks/egr-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isSpecial } from '../data-class.ts';
import { declaredRecipients } from '../declared-recipients.ts';
import {
  hasOpenEgress,
  INSIDE,
  insideOnlyYaml,
  openingRule,
  openingRuleWords,
  replacedRuleYaml,
} from '../egress-fixes.ts';
import { egressGateways, gatewayOf } from '../egress-gateways.ts';
import { classEnd } from '../ends.ts';
import { lazyFix } from '../lazy-fix.ts';
import { addressesEnd, type OutsidePart, outsideReach } from '../outside-reach.ts';
import { ruleIndex } from '../policy-rules.ts';
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
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      if (!isInScope(context.classOf(workload))) {
        notApplicable++;
        continue;
      }
      const reach = widestReach(context, workload);
      if (reach !== undefined && isThroughGateway(context, workload)) {
        notApplicable++;
        continue;
      }
      const gap = reach === undefined ? undefined : gapOf(context, workload, reach);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

/**
 * The catalogue's false positive: egress goes through a proxy, and what goes past it is stopped elsewhere. The gateway
 * itself is meant to be open; for whoever can connect to it, what goes past it is EGR-007's matter and reported there.
 */
function isThroughGateway(context: CheckContext, workload: WorkloadFacts): boolean {
  return egressGateways(context).workloads.has(workload) || gatewayOf(context, workload) !== undefined;
}

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
    summary: () => summaryOf(context, workload, hop, reach) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers: [],
    classification,
    fix: () => fixOf(context, workload, hop, reach),
    unknownBecause: dependsBecause(reach.reasons),
    identity: { peer: 'internet', direction: 'egress' },
  });
}

function summaryOf(context: CheckContext, workload: WorkloadFacts, hop: WitnessHop, reach: Reach): string {
  if (!reach.certain) return EGR_001.summaryUnknown(workload.name);
  if (hasOpenEgress(context, reach.class)) return EGR_001.summaryOpen(workload.namespace, workload.name);
  const words = openingRuleWords(context, hop);
  if (words === undefined) return EGR_001.summaryRules(workload.name);
  return EGR_001.summaryRule(words.policy, words.rule, workload.name);
}

function fixOf(context: CheckContext, workload: WorkloadFacts, hop: WitnessHop, reach: Reach): Gap['fix'] {
  const rule = openingRule(hop);
  const policy = rule?.policy;
  if (policy !== undefined && policy.kind !== 'NetworkPolicy') return { yaml: '', note: byClusterPolicy(policy) };
  if (policy === undefined || hasOpenEgress(context, reach.class)) {
    const declared = declaredRecipients(context, workload);
    return lazyFix(EGR_001.fix(declared), () => insideOnlyYaml(context, workload, declared.rules));
  }
  const { spec } = context.model.objects.networkPolicies.get(`${policy.namespace}/${policy.name}`) ?? {};
  const old = spec?.egress?.[ruleIndex(rule?.path)];
  const declared = declaredRecipients(context, workload, old?.ports);
  return lazyFix(EGR_001.fix(declared), () =>
    replacedRuleYaml(context, rule, ({ ports }) => [
      ports === undefined ? INSIDE : { ...INSIDE, ports },
      ...declared.rules,
    ]),
  );
}
