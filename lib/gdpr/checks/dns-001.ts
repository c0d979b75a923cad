import { linkLocal, NODE_LOCAL_DNS } from '#lib/policy/dns-resolvers.ts';
import { hasPort } from '#lib/policy/port-set.ts';
import type { DependsReason, PolicyRef } from '#lib/policy/types.ts';
import type { DnsPortWords } from '#lib/text/en/checks/dns-001.ts';
import { DNS_001 } from '#lib/text/en/checks/dns-001.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { classEnd } from '../ends.ts';
import { policyYaml, selectLabels } from '../fix-yaml.ts';
import { newPolicyName } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { lazyFix } from '../lazy-fix.ts';
import { CLOUD_DNS, dnsRules, findResolvers, isResolver, type Resolvers } from '../resolvers.ts';
import { servedToJson } from '../served-ports.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { deniedHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

type Outcome =
  | { readonly type: 'pass' }
  | {
      readonly type: 'unknown';
      readonly variant: 'none' | 'udp-only';
      readonly reasons: readonly DependsReason[];
      readonly linkLocal: boolean;
    }
  | { readonly type: 'fail'; readonly variant: 'none' | 'tcp-only' | 'udp-only' };

/** An egress-isolated workload that may not ask any resolver over UDP 53 (gdpr.md §3, DNS-001). */
export const dns001: Check = {
  id: 'DNS-001',
  each: 'workload',
  run: (context, asked) => {
    const resolvers = findResolvers(context);
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      // `None`: the pod names its own resolver or uses addresses only.
      if (workload.dnsPolicy === 'None' || isResolver(workload)) {
        notApplicable++;
        continue;
      }
      const gates = workload.classes.map((id) => ({
        id,
        isolated: context.model.gate(classEnd(id), 'egress').isolated,
      }));
      // A gate that is closed to some may be closed to the resolver.
      const isolated = gates.filter((gate) => ['yes', 'partly'].includes(gate.isolated)).map(({ id }) => id);
      if (isolated.length === 0 && gates.some((gate) => gate.isolated === 'depends'))
        notEvaluated.push(DNS_001.isolationUnknown(workload.key));
      else if (isolated.length === 0) notApplicable++;
      else if (workload.dnsPolicy === 'Default') notEvaluated.push(DNS_001.ownResolver(workload.key));
      else {
        const outcomes = isolated.map((id) => outcomeOf(context, id, resolvers));
        const id = isolated[outcomes.indexOf(worst(outcomes))] ?? isolated[0];
        const gap = id === undefined ? undefined : gapOf(context, workload, id, worst(outcomes), resolvers);
        if (gap === undefined) passed++;
        else gaps.push(gap);
      }
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

/** UDP matters more than TCP, and what is known more than what may be. */
function worst(outcomes: readonly Outcome[]): Outcome {
  const rank = (outcome: Outcome): number =>
    outcome.type === 'pass' ? 0 : (outcome.variant === 'udp-only' ? 1 : 3) + (outcome.type === 'fail' ? 1 : 0);
  return outcomes.reduce((a, b) => (rank(b) > rank(a) ? b : a), { type: 'pass' });
}

function outcomeOf(context: CheckContext, id: number, resolvers: Resolvers): Outcome {
  const udp = allowance(context, id, resolvers, 'UDP');
  const tcp = allowance(context, id, resolvers, 'TCP');
  const unknown = { type: 'unknown', linkLocal: false } as const;
  if (udp.allowed === 'yes') {
    if (tcp.allowed === 'yes') return { type: 'pass' };
    if (tcp.allowed === 'maybe') return { ...unknown, variant: 'udp-only', reasons: tcp.reasons };
    return { type: 'fail', variant: 'udp-only' };
  }
  if (udp.allowed === 'maybe') return { ...unknown, variant: 'none', reasons: udp.reasons };
  // Without a resolver in the input, one outside it may be meant: GKE's, or the node's own cache.
  if (resolvers.assumed && asksLinkLocal(context, id))
    return { ...unknown, variant: 'none', reasons: [], linkLocal: true };
  return { type: 'fail', variant: tcp.allowed === 'yes' ? 'tcp-only' : 'none' };
}

/** Whether some resolver can be asked over a protocol. */
function allowance(
  context: CheckContext,
  id: number,
  resolvers: Resolvers,
  protocol: 'UDP' | 'TCP',
): { readonly allowed: 'yes' | 'maybe' | 'no'; readonly reasons: readonly DependsReason[] } {
  const reasons = new Set<DependsReason>();
  let allowed: 'maybe' | 'no' = 'no';
  for (const { end, ports } of resolvers.all) {
    const relation = context.model.relation(classEnd(id), end);
    if (ports[protocol].some((port) => hasPort(relation.must, protocol, port))) return { allowed: 'yes', reasons: [] };
    if (!ports[protocol].some((port) => hasPort(relation.may, protocol, port))) continue;
    allowed = 'maybe';
    for (const reason of relation.reasons) reasons.add(reason);
  }
  return { allowed, reasons: [...reasons] };
}

function asksLinkLocal(context: CheckContext, id: number): boolean {
  return [CLOUD_DNS, NODE_LOCAL_DNS].some((address) =>
    hasPort(context.model.relation(classEnd(id), linkLocal(address)).may, 'UDP', 53),
  );
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  outcome: Outcome,
  resolvers: Resolvers,
): Gap | undefined {
  if (outcome.type === 'pass') return undefined;
  const upTo = outcome.type === 'unknown';
  const { variant } = outcome;
  const { policies } = context.model.gate(classEnd(id), 'egress');
  return buildGap(context, {
    check: 'DNS-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity('DNS-001', variant === 'udp-only' ? 'info' : 'medium', undefined, upTo),
    title: DNS_001.title(workload.name, variant, upTo),
    summary: summaryOf(workload, outcome, policies, resolvers),
    subject: workload,
    witness: hopOf(context, workload, id, outcome, resolvers),
    peers: [],
    classification: context.classOf(workload),
    fix: hasClusterWide(policies) ? { yaml: '', note: DNS_001.fixClusterWide } : fixOf(context, workload, resolvers),
    unknownBecause:
      outcome.type === 'unknown'
        ? [...dependsBecause(outcome.reasons), ...(outcome.linkLocal ? [DNS_001.linkLocal] : [])]
        : [],
    identity: { peer: 'dns', direction: 'egress', port: variant === 'udp-only' ? 'TCP/53' : 'UDP/53' },
  });
}

function hopOf(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  outcome: Outcome,
  resolvers: Resolvers,
): readonly WitnessHop[] {
  const resolver = resolvers.all[0];
  if (resolver === undefined) return [];
  const protocol = outcome.type !== 'pass' && outcome.variant === 'udp-only' ? 'TCP' : 'UDP';
  const to = { end: resolver.end, ...(resolver.workload === undefined ? {} : { workload: resolver.workload }) };
  const ports = servedToJson(resolver.ports[protocol].map((port) => ({ protocol, port })));
  return [
    deniedHop(context, { end: classEnd(id), workload }, to, ports, outcome.type === 'unknown' ? 'depends' : 'deny'),
  ];
}

function hasClusterWide(policies: readonly PolicyRef[]): boolean {
  return policies.some(({ kind }) => kind !== 'NetworkPolicy');
}

function summaryOf(
  workload: WorkloadFacts,
  outcome: Outcome,
  policies: readonly PolicyRef[],
  resolvers: Resolvers,
): string {
  const { name } = resolvers;
  const words = portWordsOf(resolvers);
  const names = policies.map((policy) => policy.name);
  const summary = hasClusterWide(policies) ? DNS_001.summaryClusterWide : DNS_001.summary;
  const sentence =
    outcome.type === 'unknown'
      ? outcome.variant === 'udp-only'
        ? DNS_001.summaryTcpUnknown(workload.name, name, words)
        : DNS_001.summaryUnknown(workload.name, name, words)
      : outcome.type === 'fail' && outcome.variant === 'tcp-only'
        ? DNS_001.summaryTcpOnly(workload.name, name, words)
        : outcome.type === 'fail' && outcome.variant === 'udp-only'
          ? DNS_001.summaryUdpOnly(workload.name, name, words)
          : summary(workload.name, names, name, words);
  return resolvers.assumed ? `${sentence} ${DNS_001.assumed}` : sentence;
}

function portWordsOf({ all }: Resolvers): DnsPortWords {
  const ports = (protocol: 'UDP' | 'TCP'): readonly number[] => [
    ...new Set(all.flatMap((resolver) => resolver.ports[protocol])),
  ];
  return { udp: DNS_001.ports('UDP', ports('UDP')), tcp: DNS_001.ports('TCP', ports('TCP')) };
}

function fixOf(context: CheckContext, workload: WorkloadFacts, resolvers: Resolvers): Gap['fix'] {
  return lazyFix(DNS_001.fix, () =>
    policyYaml(workload.namespace, newPolicyName(context, workload.namespace, workload.name, 'dns'), {
      podSelector: selectLabels(selectorLabels(workload, context)),
      policyTypes: ['Egress'],
      egress: dnsRules(resolvers, context),
    }),
  );
}
