import type { ApiEgressRule, NetworkPolicyPort, Protocol } from '#lib/kube/objects.ts';
import { FAMILIES, type Family } from '#lib/policy/address.ts';
import {
  intersectPorts,
  MAX_PORT,
  MIN_PORT,
  NO_PORTS,
  type PortSet,
  portRange,
  portsJson,
  unitePorts,
} from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { DNS_002 } from '#lib/text/en/checks/dns.ts';
import { EGR_002 } from '#lib/text/en/checks/egr.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { egressYaml, hasOpenEgress, INSIDE, openingRule, openingRuleWords, replacedRuleYaml } from '../egress-fixes.ts';
import { classEnd } from '../ends.ts';
import { lazyFix } from '../lazy-fix.ts';
import { addressesEnd, broadPorts, outsideReach } from '../outside-reach.ts';
import { dnsRules, findResolvers, isResolver, type Resolvers } from '../resolvers.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** "UDP or TCP/53, or 853": DNS, and DNS over TLS (TCP) and over QUIC (UDP). */
const DNS_PORTS = [53, 853];
const PROTOCOLS = ['UDP', 'TCP'] as const;
const DNS_SET = PROTOCOLS.flatMap((protocol) => DNS_PORTS.map((port) => portRange(protocol, port, port))).reduce(
  (a, b) => unitePorts(a, b),
);
/** "Medium (special: high)" is the row of exposure 2 in §2.2, as with ISO-002. */
const EXPOSURE = 2;

/**
 * Personal data that may ask any resolver on the internet although the cluster has its own (gdpr.md §3, DNS-002). "Any
 * destination" is nearly every address, as in EGR-001; a single resolver outside is a recipient and EGR-002's matter.
 */
export const dns002: Check = {
  id: 'DNS-002',
  each: 'workload',
  run: (context, asked) => {
    const resolvers = findResolvers(context);
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      if (!isInScope(context.classOf(workload)) || isResolver(workload)) {
        notApplicable++;
        continue;
      }
      const open = openDns(context, workload, 'must') ?? openDns(context, workload, 'may');
      const gap = open === undefined ? undefined : gapOf(context, workload, open, resolvers);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

interface OpenDns {
  readonly certain: boolean;
  readonly id: number;
  readonly family: Family;
  readonly ports: PortSet;
  readonly reasons: readonly DependsReason[];
}

function openDns(context: CheckContext, { classes }: WorkloadFacts, side: 'must' | 'may'): OpenDns | undefined {
  const certain = side === 'must';
  for (const id of classes) {
    const reach = outsideReach(context, id);
    for (const family of FAMILIES) {
      const ports = intersectPorts(broadPorts(reach, family, side), DNS_SET);
      if (ports === NO_PORTS) continue;
      const reasons = certain ? [] : [...new Set(reach.parts.flatMap((part) => part.reasons))];
      return { certain, id, family, ports, reasons };
    }
  }
  return undefined;
}

function gapOf(context: CheckContext, workload: WorkloadFacts, open: OpenDns, resolvers: Resolvers): Gap | undefined {
  const classification = context.classOf(workload);
  const upTo = !open.certain;
  const severity = deriveSeverity({ ...classification, exposure: EXPOSURE, exposedBy: DNS_002.exposedBy, upTo });
  if (severity === undefined) return undefined;
  const from = { end: classEnd(open.id), workload };
  const ports = portsJson(open.ports);
  const hop = witnessHop(context, from, { end: endOf(context, open) }, ports, upTo ? 'depends' : 'allow');
  return buildGap(context, {
    check: 'DNS-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: DNS_002.title(workload.name, upTo),
    summary: () => summaryOf(context, workload, hop, open, resolvers) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers: [],
    classification,
    fix: () => fixOf(context, workload, open.id, hop, resolvers),
    unknownBecause: dependsBecause(open.reasons),
    identity: { peer: 'internet', direction: 'egress', port: 'DNS' },
  });
}

function endOf(context: CheckContext, { certain, id, family }: OpenDns) {
  const side = certain ? 'must' : 'may';
  const isOpen = (ports: PortSet): boolean => intersectPorts(ports, DNS_SET) !== NO_PORTS;
  const internet = { type: 'internet', family } as const;
  if (isOpen(context.model.relation(classEnd(id), internet)[side])) return internet;
  const part = outsideReach(context, id).parts.find((each) => each.family === family && isOpen(each[side]));
  return addressesEnd(family, part?.possible ?? []);
}

function summaryOf(
  context: CheckContext,
  { name }: WorkloadFacts,
  hop: WitnessHop,
  { certain, id }: OpenDns,
  resolvers: Resolvers,
): string {
  if (!certain) return DNS_002.summaryUnknown(name);
  const words = hasOpenEgress(context, id) ? undefined : openingRuleWords(context, hop);
  const by = words === undefined ? undefined : EGR_002.ruleOfPolicy(words.rule, words.policy);
  const sentence = DNS_002.summary(name, by, hop.ports, resolvers.name);
  return resolvers.assumed ? `${sentence} ${DNS_002.assumed}` : sentence;
}

function fixOf(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  hop: WitnessHop,
  resolvers: Resolvers,
): Gap['fix'] {
  const dns = (): readonly ApiEgressRule[] => dnsRules(resolvers, context);
  if (hasOpenEgress(context, id)) {
    return lazyFix(DNS_002.fix, () =>
      egressYaml(context, workload, 'dns', [...dns(), INSIDE, { to: EVERYWHERE, ports: WITHOUT_DNS }]),
    );
  }
  const rule = openingRule(hop);
  if (rule?.policy !== undefined && rule.policy.kind !== 'NetworkPolicy')
    return { yaml: '', note: byClusterPolicy(rule.policy) };
  return lazyFix(DNS_002.fix, () =>
    replacedRuleYaml(context, rule, (each) => {
      const inside = (each.to ?? [INSIDE.to[0] ?? {}]).filter(({ ipBlock }) => ipBlock === undefined);
      const others = otherPorts(each.ports);
      return [
        ...dns(),
        // Pods that the rule means keep every port; whatever is outside keeps all but those of DNS.
        ...(inside.length === 0 ? [] : [{ ...each, to: inside }]),
        ...(others.length === 0 ? [] : [{ to: outsideOf(each), ports: others }]),
      ];
    }),
  );
}

const EVERYWHERE = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

function outsideOf({ to }: ApiEgressRule): NonNullable<ApiEgressRule['to']> {
  return to === undefined ? EVERYWHERE : to.filter(({ ipBlock }) => ipBlock !== undefined);
}

const WITHOUT_DNS: readonly NetworkPolicyPort[] = otherPorts(undefined);

/** A rule's ports but for those of DNS; entries by name stay, as nobody names DNS of strangers. */
function otherPorts(ports: readonly NetworkPolicyPort[] | undefined): readonly NetworkPolicyPort[] {
  const whole = (protocol: Protocol): NetworkPolicyPort => ({ protocol, port: MIN_PORT, endPort: MAX_PORT });
  return (ports ?? [whole('UDP'), whole('TCP'), { protocol: 'SCTP' as const }]).flatMap((entry) => {
    const { protocol = 'TCP', port, endPort } = entry;
    if (protocol === 'SCTP' || typeof port === 'string') return [entry];
    let first = port ?? MIN_PORT;
    const last = port === undefined ? MAX_PORT : (endPort ?? port);
    const pieces: NetworkPolicyPort[] = [];
    for (const hole of [...DNS_PORTS, MAX_PORT + 1]) {
      const end = Math.min(hole - 1, last);
      if (first <= end) pieces.push({ protocol, port: first, ...(end > first ? { endPort: end } : {}) });
      if (hole >= first) first = Math.max(first, hole + 1);
    }
    return pieces;
  });
}
