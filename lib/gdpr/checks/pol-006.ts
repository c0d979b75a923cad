import type { ClusterPolicy, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '#lib/kube/objects.ts';
import { requirementInWords, requirementsOf } from '#lib/policy/label-selector.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { hasPort } from '#lib/policy/port-set.ts';
import { allContainers } from '#lib/policy/service-table.ts';
import { POL_006 } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { byClusterPolicy, selectorInWords } from '#lib/text/en/witness.ts';
import { allAskedPolicies } from '../asked-subjects.ts';
import { lowOrMedium } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { NO_CLASS } from '../data-class.ts';
import { type DeadPeer, deadPeers } from '../dead-peers.ts';
import { type DeadPort, deadPorts } from '../dead-ports.ts';
import { changedPolicyYaml, replaceAt } from '../fixes.ts';
import { isExpected } from '../intent.ts';
import { lazyFix } from '../lazy-fix.ts';
import { nearestLabels, nearestWord } from '../nearest-labels.ts';
import { lazyPeers, namespacesMatching, type SelectorPeer } from '../peer-workloads.ts';
import { policiesBeside } from '../policies-beside.ts';
import { plainRules } from '../policy-rules.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses, worstOfClasses } from '../worst-first.ts';

/** Peers that match nobody and ports that nobody serves (gdpr.md §3, POL-006). */
export const pol006: Check = {
  id: 'POL-006',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const { key, policy, inForce } of allAskedPolicies(context, asked)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const found: Finding[] = [...impossibleRanges(policy)];
      const outside: string[] = [];
      if (inForce.subjects.size > 0 && !isExpected(policy.metadata)) {
        const dead = deadPeers(context, policy);
        for (const each of dead) {
          if (!inForce[each.peer.direction]) continue; // a direction that the policy does not govern
          if (each.isAssumedResolver) outside.push(POL_006.assumedResolver(key, each.peer.path));
          else if (each.outside.length > 0) outside.push(POL_006.notInInput(key, each.peer.path, each.outside));
          else found.push(peerFinding(context, policy, inForce, each, dead));
        }
        if (policy.kind === 'NetworkPolicy') {
          found.push(...emptyPeers(policy, inForce));
          for (const port of deadPorts(context, policy, inForce)) found.push(portFinding(context, inForce, port));
        }
      }
      notEvaluated.push(...outside);
      if (found.length > 0) gaps.push(...found.map((finding) => gapOf(context, inForce, finding)));
      else if (outside.length > 0) continue;
      else if (inForce.subjects.size === 0)
        notApplicable++; // it selects nothing: POL-004
      else passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

interface Finding {
  readonly path: string;
  readonly title: string;
  readonly summary: () => string;
  /** The rule that lets nobody through because of it; undefined: others of its peers or ports are alive. */
  readonly dead: RuleInForce | undefined;
  readonly because: readonly string[];
  readonly fix: () => Gap['fix'];
}

function peerFinding(
  context: CheckContext,
  policy: NetworkPolicy | ClusterPolicy,
  inForce: PolicyInForce,
  { peer, because }: DeadPeer,
  all: readonly DeadPeer[],
): Finding {
  const rule = inForce.rules.find(({ direction, index }) => direction === peer.direction && index === peer.rule);
  const upTo = because.length > 0;
  const ofRule = all.filter((each) => each.peer.direction === peer.direction && each.peer.rule === peer.rule);
  const near = () => (upTo ? undefined : nearestPeer(context, peer, inForce.policy.namespace));
  return {
    path: peer.path,
    title: POL_006.titlePeer(policy.metadata.name, upTo),
    summary: () => peerSummary(context, peer, inForce.policy.namespace) + (near()?.said ?? ''),
    dead: ofRule.length === peerCount(policy, peer) ? rule : undefined,
    because,
    fix: () => {
      const repaired = near()?.peer;
      if (policy.kind !== 'NetworkPolicy') return { yaml: '', note: byClusterPolicy(inForce.policy) };
      if (repaired === undefined) return { yaml: '', note: POL_006.fixNone };
      return lazyFix(POL_006.fixNearest, () =>
        changedPolicyYaml(context, inForce.policy, (spec) => withPeer(spec, peer, repaired)),
      );
    },
  };
}

function peerCount(policy: NetworkPolicy | ClusterPolicy, { direction, rule }: SelectorPeer): number {
  const written: { readonly from?: readonly object[]; readonly to?: readonly object[] } | undefined =
    policy.spec[direction]?.[rule];
  return (direction === 'ingress' ? written?.from : written?.to)?.length ?? 0;
}

function peerSummary(
  context: CheckContext,
  { path, podSelector, namespaceSelector }: SelectorPeer,
  own: string,
): string {
  const words = (selector: typeof podSelector) =>
    selectorInWords(requirementsOf(selector ?? {}).map(requirementInWords));
  if (namespaceSelector === undefined) return POL_006.peer(path, words(podSelector), undefined, own);
  const isEvery = requirementsOf(namespaceSelector).length === 0;
  const where = isEvery ? POL_006.everyNamespace : POL_006.namespacesWith(words(namespaceSelector));
  const { certain, possible } = namespacesMatching(context, namespaceSelector);
  return certain.length + possible.length === 0
    ? POL_006.noNamespace(path, where)
    : POL_006.peer(path, words(podSelector), where, own);
}

/** What the peer was probably meant to say: labels of a workload there, or the name of a namespace. */
function nearestPeer(
  context: CheckContext,
  { podSelector, namespaceSelector }: SelectorPeer,
  own: string,
): { readonly peer: NetworkPolicyPeer; readonly said: string } | undefined {
  const namespaces = namespaceSelector === undefined ? [own] : namespacesMatching(context, namespaceSelector).certain;
  const workloads = namespaces.flatMap((name) => context.workloadsByNamespace.get(name) ?? []);
  const near = podSelector === undefined ? undefined : nearestLabels(podSelector, workloads);
  if (near !== undefined) {
    const labels = selectorInWords(requirementsOf({ matchLabels: near.labels }).map(requirementInWords));
    const said = POL_006.nearest(labels, near.workload.key);
    const scope = namespaceSelector === undefined ? {} : { namespaceSelector };
    return { peer: { ...scope, podSelector: { matchLabels: near.labels } }, said };
  }
  const [named, ...more] = requirementsOf(namespaceSelector ?? {});
  if (namespaces.length > 0 || named?.operator !== 'In' || more.length > 0) return undefined;
  for (const { metadata } of context.model.objects.namespaces.values()) {
    const value = metadata.labels?.[named.key];
    if (value === undefined || nearestWord(named.values[0] ?? '', [value]) === undefined) continue;
    const scope = { namespaceSelector: { matchLabels: { [named.key]: value } } };
    const peer = podSelector === undefined ? scope : { ...scope, podSelector };
    return { peer, said: POL_006.nearest(`${named.key}=${value}`, metadata.name) };
  }
  return undefined;
}

/** Row 27: neither pods nor namespaces nor addresses. */
function* emptyPeers(policy: NetworkPolicy, inForce: PolicyInForce): Generator<Finding> {
  for (const { path: ofRule, direction, peers } of plainRules(policy)) {
    const rule = inForce.rules.find((each) => each.path === ofRule);
    if (rule === undefined) continue;
    for (const [index, peer] of peers.entries()) {
      if (Object.keys(peer).length > 0) continue;
      const path = `${ofRule}.${direction === 'ingress' ? 'from' : 'to'}[${index}]`;
      yield {
        ...{ path, title: POL_006.titlePeer(policy.metadata.name, false), because: [] },
        summary: () => POL_006.emptyPeer(path),
        dead: peers.length === 1 ? rule : undefined,
        fix: () => ({ yaml: '', note: POL_006.fixNone }),
      };
    }
  }
}

function portFinding(context: CheckContext, inForce: PolicyInForce, dead: DeadPort): Finding {
  const { rule, path, port, numbers, destinations } = dead;
  const { name } = inForce.policy;
  const words = portInWords(port);
  const side = rule.direction === 'ingress' ? POL_006.nobodySelected : POL_006.nobodyMeant;
  const isNamed = typeof port.port === 'string';
  const several = numbers.length > 1;
  return {
    path,
    title: several ? POL_006.titleNumbers(name, words) : POL_006.titlePort(name, words),
    summary: () => {
      if (several) return POL_006.numbers(path, words, numbers);
      if (!isNamed) return POL_006.port(path, words, side);
      const near = nearestWord(words, portNames(destinations));
      return POL_006.namedPort(path, words, side) + (near === undefined ? '' : POL_006.nearest(near, 'ports'));
    },
    dead: !several && opensNothing(rule) ? rule : undefined,
    because: [],
    fix: () => {
      const near = isNamed && !several ? nearestWord(words, portNames(destinations)) : undefined;
      if (near === undefined) return { yaml: '', note: POL_006.fixNone };
      return lazyFix(POL_006.fixNearest, () =>
        changedPolicyYaml(context, inForce.policy, (spec) => withPort(spec, dead, { ...port, port: near })),
      );
    },
  };
}

/** It has this port only. */
function opensNothing({ ports, namedPorts }: RuleInForce): boolean {
  const numbers = [ports.TCP, ports.UDP, ports.SCTP].filter(({ length }) => length > 0).length;
  return namedPorts.length + numbers === 1;
}

function portInWords({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): string {
  if (typeof port === 'string') return port;
  return `${protocol} ${port}${endPort === undefined ? '' : `–${endPort}`}`;
}

function portNames(workloads: readonly WorkloadFacts[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { controller, pods } of workloads) {
    const spec = controller?.spec.template.spec ?? pods[0]?.spec;
    if (spec === undefined) continue;
    for (const { ports = [] } of allContainers(spec))
      for (const { name } of ports) if (name !== undefined) names.add(name);
  }
  return names;
}

/** `endPort` below the port, or beside a name: the rule could not be read for it. */
function impossibleRanges(policy: NetworkPolicy | ClusterPolicy): readonly Finding[] {
  return (policy.unread ?? []).flatMap(({ path, message }) =>
    path.endsWith('.endPort')
      ? [
          {
            ...{ path, title: POL_006.titleRange(policy.metadata.name), dead: undefined, because: [] },
            summary: () => POL_006.range(message),
            fix: () => ({ yaml: '', note: POL_006.fixNone }),
          },
        ]
      : [],
  );
}

function gapOf(context: CheckContext, inForce: PolicyInForce, finding: Finding): Gap {
  const { kind, namespace, name } = inForce.policy;
  const worst = worstOfClasses(context, inForce.subjects);
  const classification = worst === undefined ? NO_CLASS : context.classOf(worst);
  const upTo = finding.because.length > 0;
  const only = onlyRule(context, inForce, finding.dead);
  return buildGap(context, {
    check: 'POL-006',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: lowOrMedium('POL-006', only !== undefined, classification, upTo),
    title: finding.title,
    summary: () =>
      [
        finding.summary(),
        only === undefined || worst === undefined ? '' : POL_006.onlyRule(only.direction, only.dns, worst.name),
        worst === undefined ? '' : classNote(classification),
      ].join(''),
    subject: { namespace, kind, name },
    witness: [],
    peers: lazyPeers(() => workloadsOfClasses(context, inForce.subjects)),
    classification,
    fix: finding.fix,
    unknownBecause: finding.because,
    identity: { peer: finding.path, direction: finding.dead?.direction ?? '' },
  });
}

/** Whether the dead rule is the only one of its pods for the direction, or the only one that would let them resolve names. */
function onlyRule(
  context: CheckContext,
  inForce: PolicyInForce,
  dead: RuleInForce | undefined,
): { readonly direction: RuleInForce['direction']; readonly dns: boolean } | undefined {
  if (dead === undefined) return undefined;
  const { direction } = dead;
  const others = policiesBeside(context, inForce)
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule !== dead && rule.direction === direction && rule.action === 'allow');
  const resolves = ({ ports }: RuleInForce) => hasPort(ports, 'UDP', 53) || hasPort(ports, 'TCP', 53);
  const dns = direction === 'egress' && resolves(dead);
  if (dns) return others.some(resolves) ? undefined : { direction, dns };
  return others.length > 0 ? undefined : { direction, dns };
}

function withPeer(
  spec: NetworkPolicy['spec'],
  { direction, rule, index }: SelectorPeer,
  peer: NetworkPolicyPeer,
): NetworkPolicy['spec'] {
  if (direction === 'ingress') {
    const old = spec.ingress?.[rule];
    return { ...spec, ingress: replaceAt(spec.ingress, rule, { ...old, from: replaceAt(old?.from, index, peer) }) };
  }
  const old = spec.egress?.[rule];
  return { ...spec, egress: replaceAt(spec.egress, rule, { ...old, to: replaceAt(old?.to, index, peer) }) };
}

function withPort(
  spec: NetworkPolicy['spec'],
  { rule, index }: DeadPort,
  port: NetworkPolicyPort,
): NetworkPolicy['spec'] {
  if (rule.direction === 'ingress') {
    const old = spec.ingress?.[rule.index];
    return {
      ...spec,
      ingress: replaceAt(spec.ingress, rule.index, { ...old, ports: replaceAt(old?.ports, index, port) }),
    };
  }
  const old = spec.egress?.[rule.index];
  return { ...spec, egress: replaceAt(spec.egress, rule.index, { ...old, ports: replaceAt(old?.ports, index, port) }) };
}
