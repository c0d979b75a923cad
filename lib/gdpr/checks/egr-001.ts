import type { ExternalRow, SingleEnd } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { hasPort, type PortSet, portsJson } from '#lib/policy/port-set.ts';
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
import { ruleIndex } from '../policy-rules.ts';
import { dnsRules, findResolvers } from '../resolvers.ts';
import { servedToJson } from '../served-ports.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** "Covering > 95 % of global IPv4 (or IPv6)". */
const NEARLY_ALL = 0.95;
/** Any of 443, 80, or all; whoever may use every port may use these. */
const WEB_PORTS = [443, 80] as const;

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
  let possible: Reach | undefined;
  for (const id of workload.classes) {
    const rows = context.model.externalRows(classEnd(id), 'egress');
    for (const family of ['IPv4', 'IPv6'] as const) {
      const ofFamily = rows.filter((row) => row.family === family);
      const certain = coverage(ofFamily, 'must');
      if (certain !== undefined) {
        const to = reachedPart(context, id, family, ofFamily, 'must');
        return { certain: true, class: id, to, ports: certain, reasons: [] };
      }
      const maybe = coverage(ofFamily, 'may');
      if (maybe === undefined || possible !== undefined) continue;
      const reasons = [...new Set(ofFamily.flatMap((row) => row.relation.reasons))];
      possible = {
        certain: false,
        class: id,
        to: reachedPart(context, id, family, ofFamily, 'may'),
        ports: maybe,
        reasons,
      };
    }
  }
  return possible;
}

/** What is open on nearly all addresses of one family: every port of the widest row, or the web ports that are. */
function coverage(rows: readonly ExternalRow[], side: 'must' | 'may'): PortsJson | undefined {
  const open = WEB_PORTS.filter((port) => share(rows, side, port) > NEARLY_ALL);
  if (open.length === 0) return undefined;
  const widest = rows.find((row) => row.routableShare > NEARLY_ALL);
  if (widest !== undefined) return portsJson(widest.relation[side]);
  return servedToJson(open.map((port) => ({ protocol: 'TCP', port })));
}

/**
 * `internet` stands for the largest part that no narrower block singles out, which need not be open where several blocks
 * cover the space together: then the widest open part is the witness.
 */
function reachedPart(
  context: CheckContext,
  id: number,
  family: ExternalRow['family'],
  rows: readonly ExternalRow[],
  side: 'must' | 'may',
): SingleEnd {
  const isOpen = (ports: PortSet): boolean => WEB_PORTS.some((port) => hasPort(ports, 'TCP', port));
  const internet: SingleEnd = { type: 'internet', family };
  if (isOpen(context.model.relation(classEnd(id), internet)[side])) return internet;
  const [range] = rows.find((row) => isOpen(row.relation[side]))?.ranges ?? [];
  return range === undefined ? internet : { type: 'address', family, first: range[0], last: range[1] };
}

function share(rows: readonly ExternalRow[], side: 'must' | 'may', port: number): number {
  let sum = 0;
  for (const row of rows) if (hasPort(row.relation[side], 'TCP', port)) sum += row.routableShare;
  return sum;
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
