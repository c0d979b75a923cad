import { FAMILIES, type Family, parseCidr, wholeSpace } from '#lib/policy/address.ts';
import { blockRanges } from '#lib/policy/address-block.ts';
import { coversRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { isPortSubset, portRange, portsJson, unitePorts } from '#lib/policy/port-set.ts';
import { POL_002, ruleNotUnderstood } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy, ruleOf } from '#lib/text/en/witness.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isSpecial, NO_CLASS } from '../data-class.ts';
import { classEnd, firstOther, phantom } from '../ends.ts';
import { changedPolicyYaml, clientsInside, peersOf, replaceAt } from '../fixes.ts';
import { declaresIntent } from '../intent.ts';
import { lazyFix } from '../lazy-fix.ts';
import { policiesBeside } from '../policies-beside.ts';
import { type AnyPolicyEntry, allPoliciesOf } from '../policy-rules.ts';
import { reachingWorkloads } from '../reaching-workloads.ts';
import { type ImpactPair, type RuleImpact, ruleImpact } from '../rule-impact.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** Name resolution, plain and over TLS. */
const DNS_PORTS = [53, 853]
  .flatMap((port) => [portRange('UDP', port, port), portRange('TCP', port, port)])
  .reduce(unitePorts);

/** Rules that mean everybody: no peer, or blocks that are the whole address space (gdpr.md §3, POL-002). */
export const pol002: Check = {
  id: 'POL-002',
  looksAt: 'pods',
  run: (context) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const entry of allPoliciesOf(context)) {
      const { key, policy, inForce } = entry;
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const open = inForce.rules.filter((rule) => rule.action === 'allow' && meansEverybody(rule));
      const unread = open.filter((rule) => isUnread(policy, rule));
      for (const { path } of unread) notEvaluated.push(ruleNotUnderstood(key, path));
      if (open.length === unread.length) {
        if (unread.length === 0) passed++;
      } else if (declaresIntent(policy.metadata, 'public')) passed++;
      else if (inForce.subjects.size === 0)
        notApplicable++; // it selects nothing: POL-004
      else for (const rule of open) if (!unread.includes(rule)) gaps.push(gapOf(context, entry, inForce, rule));
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

function meansEverybody(rule: RuleInForce): boolean {
  return rule.anyPeer || wholeFamilies(rule).length > 0;
}

/** A rule that could not be read may mean anyone, and certainly nobody. */
function isUnread({ unread = [] }: AnyPolicyEntry['policy'], { direction, index }: RuleInForce): boolean {
  return unread.some((part) => part.part === 'rule' && part.direction === direction && part.index === index);
}

/** Families whose whole address space the blocks of the rule are together: `0.0.0.0/1` and `128.0.0.0/1` too. */
function wholeFamilies({ blocks }: RuleInForce): readonly Family[] {
  if (blocks.length === 0) return [];
  const ranges = blocks.flatMap((block) => blockRanges(block) ?? []);
  return FAMILIES.filter((family) => {
    const all = ranges.flatMap((block) => (block.family === family ? block.ranges : []));
    return coversRanges(normaliseRanges(all), [wholeSpace(family)]);
  });
}

function gapOf(context: CheckContext, { policy }: AnyPolicyEntry, inForce: PolicyInForce, rule: RuleInForce): Gap {
  const selected = workloadsOfClasses(context, inForce.subjects);
  const families = wholeFamilies(rule);
  const impact = ruleImpact(context, rule, pairsOf(context, inForce, rule, selected, families));
  const classification = impact === undefined ? NO_CLASS : context.classOf(impact.workload);
  const upTo = impact?.hop.verdict === 'depends';
  const { kind, namespace } = inForce.policy;
  return buildGap(context, {
    check: 'POL-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity('POL-002', 'low', impact?.severity, upTo),
    title: POL_002.title(policy.metadata.name, rule.direction),
    summary: () => summaryOf(context, rule, policy.spec[rule.direction]?.length ?? 0, selected, families, impact),
    subject: { namespace, kind, name: policy.metadata.name },
    witness: impact === undefined ? [] : [impact.hop],
    peers: selected.map((workload) => workload.key),
    classification,
    fix: () =>
      kind === 'NetworkPolicy'
        ? fixOf(context, inForce, rule, selected, families)
        : { yaml: '', note: byClusterPolicy(inForce.policy) },
    unknownBecause: impact === undefined ? [] : dependsBecause(impact.reasons),
    identity: { peer: rule.path, direction: rule.direction },
  });
}

/** Connections of what the policy selects; last and once those that another rule for everybody admits all the same. */
function* pairsOf(
  context: CheckContext,
  inForce: PolicyInForce,
  rule: RuleInForce,
  selected: readonly WorkloadFacts[],
  families: readonly Family[],
): Generator<ImpactPair> {
  const others = policiesBeside(context, inForce).filter(({ policy, rules }) => {
    const object = policyObject(context.model.objects, policy);
    return rules.some((other) => covers(other, rule) && object !== undefined && !isUnread(object, other));
  });
  let shared: Generator<ImpactPair> | undefined;
  for (const workload of selected) {
    for (const id of workload.classes) {
      const pairs = pairsOfClass(context, rule, workload, id, families);
      if (others.some(({ subjects }) => subjects.has(id))) shared ??= pairs;
      else yield* pairs;
    }
  }
  if (shared !== undefined) yield* shared;
}

function covers(other: RuleInForce, rule: RuleInForce): boolean {
  if (other === rule || other.direction !== rule.direction || other.action !== 'allow' || !other.anyPeer) return false;
  return rule.namedPorts.length === 0 && isPortSubset(rule.ports, other.ports);
}

/** With the internet, and with pods without labels: only a rule for everybody means them. */
function* pairsOfClass(
  context: CheckContext,
  rule: RuleInForce,
  workload: WorkloadFacts,
  id: number,
  families: readonly Family[],
): Generator<ImpactPair> {
  const { dataClass } = context.classOf(workload);
  const onlyDns = rule.namedPorts.length === 0 && isPortSubset(rule.ports, DNS_PORTS);
  const critical = workload.store !== undefined && isSpecial(dataClass);
  const cap = critical ? {} : ({ cap: 'high' } as const); // as EGR-001
  const dns = { cap: isSpecial(dataClass) ? 'high' : 'medium', capBecause: POL_002.capDns } as const;
  const self = { end: classEnd(id), workload };
  const between = (other: ImpactPair['from']) =>
    rule.direction === 'ingress' ? { from: other, to: self, workload } : { from: self, to: other, workload };
  for (const family of rule.anyPeer ? FAMILIES : families) {
    const internet = between({ end: { type: 'internet', family } });
    if (rule.direction === 'egress') yield { ...internet, exposure: 4, ...(onlyDns ? dns : cap) };
    // From which of them a way leads in is for EXP to say: here it counts as any pod does.
    else if (!rule.anyPeer) yield { ...internet, exposure: 3, exposedBy: POL_002.anyAddress };
  }
  if (!rule.anyPeer) return;
  const other = firstOther(context.model, workload.namespace);
  if (other !== undefined) yield { ...between({ end: phantom(other.name) }), exposure: 3, ...(onlyDns ? dns : {}) };
}

function summaryOf(
  context: CheckContext,
  rule: RuleInForce,
  of: number,
  selected: readonly WorkloadFacts[],
  families: readonly Family[],
  impact: RuleImpact | undefined,
): string {
  const number = ruleOf(rule.index, of);
  const ports = portsJson(rule.ports);
  const blocks = rule.blocks.filter(({ cidr }) => families.includes(parseCidr(cidr)?.family ?? 'IPv4'));
  const said = rule.anyPeer
    ? POL_002.summaryAnyPeer(number, rule.direction, selected.length, ports)
    : POL_002.summaryBlocks(
        ...([number, rule.direction, selected.length, ports] as const),
        blocks.map(({ cidr }) => cidr),
        families,
      );
  const restrictsIPv4 = !rule.anyPeer && !families.includes('IPv4') && blocks.length < rule.blocks.length;
  return [
    said,
    restrictsIPv4 ? POL_002.onlyIPv4Restricted(isDualStack(context)) : '',
    impact !== undefined && !impact.alone ? POL_002.alsoByOthers : '',
    impact === undefined ? POL_002.closedToday : classNote(context.classOf(impact.workload)),
  ].join('');
}

function isDualStack({ model }: CheckContext): boolean {
  for (const { status } of model.objects.pods.values()) {
    const addresses = (status?.podIPs ?? []).map(({ ip }) => ip.includes(':'));
    if (addresses.includes(true) && addresses.includes(false)) return true;
  }
  return false;
}

function fixOf(
  context: CheckContext,
  inForce: PolicyInForce,
  rule: RuleInForce,
  selected: readonly WorkloadFacts[],
  families: readonly Family[],
): Gap['fix'] {
  const opens = (cidr: string): boolean => families.some((family) => parseCidr(cidr)?.family === family);
  if (rule.direction === 'egress') {
    return lazyFix(POL_002.fixEgress, () =>
      changedPolicyYaml(context, inForce.policy, (spec) => {
        const old = spec.egress?.[rule.index];
        const kept = (old?.to ?? []).filter(({ ipBlock }) => ipBlock === undefined || !opens(ipBlock.cidr));
        const to = [...kept, { namespaceSelector: {} }];
        return { ...spec, egress: replaceAt(spec.egress, rule.index, { ...old, to }) };
      }),
    );
  }
  const clients = new Map<string, WorkloadFacts>();
  for (const workload of selected) {
    const reaching = reachingWorkloads(context, workload, 'must');
    for (const client of clientsInside(context, workload, reaching)) clients.set(client.key, client);
  }
  return lazyFix(POL_002.fixIngress(clients.size), () =>
    changedPolicyYaml(context, inForce.policy, (spec) => {
      const old = spec.ingress?.[rule.index];
      const kept = (old?.from ?? []).filter(({ ipBlock }) => ipBlock === undefined || !opens(ipBlock.cidr));
      const from = [...kept, ...peersOf(context, [...clients.values()])];
      return {
        ...spec,
        ingress: replaceAt(spec.ingress, rule.index, from.length === 0 ? undefined : { ...old, from }),
      };
    }),
  );
}
