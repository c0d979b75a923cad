import { getOr } from '#lib/get-or.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { hasPort, NO_PORTS, type PortSet, portsJson } from '#lib/policy/port-set.ts';
import { POL_003, policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import { askedPolicies } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isPersonal, NO_CLASS, worstClass } from '../data-class.ts';
import { classEnd, otherNamespaces, phantom } from '../ends.ts';
import { type PolicySpec, policyYaml, portEntries, selectLabels } from '../fix-yaml.ts';
import { changedPolicyYaml, peersOf, policyName, replaceAt } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { namespacesMatching, type SelectorPeer, selectorPeers, workloadsOfPeer } from '../peer-workloads.ts';
import { isSameApplication } from '../same-application.ts';
import { type ServedPort, servedToJson, withinServed } from '../served-ports.ts';
import { type DerivedSeverity, liftedSeverity } from '../severity.ts';
import type { Classification, Gap, WitnessHop } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** A rule that protects the client from its store (gdpr.md §3, POL-003). */
export const pol003: Check = {
  id: 'POL-003',
  each: 'policy',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    for (const { key, policy, inForce } of askedPolicies(context, asked)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      let found = false;
      const subjects = workloadsOf(context, inForce.subjects);
      const peers = subjects.length === 0 ? [] : selectorPeers(policy);
      for (const rule of inForce.rules) {
        // Item by item: what one list also names, blocks among it, takes nothing from what this peer says.
        const ofRule = peers.filter((peer) => peer.direction === rule.direction && peer.rule === rule.index);
        const findings = ofRule.flatMap((peer) => turnedPeer(context, subjects, rule, peer) ?? []);
        const [finding] = findings;
        if (finding === undefined) continue;
        const turned = new Set(findings.map(({ index }) => index));
        gaps.push(gapOf(context, inForce, rule, { ...finding, turned }));
        found = true;
      }
      if (!found) passed++;
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

interface Finding {
  /** The peer's place in its rule, 0-based. */
  readonly index: number;
  /** Who serves: the side that the policy should have protected. */
  readonly servers: readonly WorkloadFacts[];
  readonly clients: readonly WorkloadFacts[];
  /** Case (i): ports of the rule that only the servers serve. */
  readonly ports: readonly ServedPort[] | undefined;
  readonly serverOpen: boolean;
  /** The clients declare no port at all, and nothing else speaks for the claim. */
  readonly undecided: boolean;
}

interface TurnedRule extends Finding {
  /** The places of all its peers that point the wrong way. */
  readonly turned: ReadonlySet<number>;
}

function turnedPeer(
  context: CheckContext,
  subjects: readonly WorkloadFacts[],
  rule: RuleInForce,
  peer: SelectorPeer,
): Finding | undefined {
  const { namespaceSelector } = peer;
  if (namespaceSelector !== undefined && namespacesMatching(context, namespaceSelector).possible.length > 0)
    return undefined;
  const meant = withClasses(workloadsOfPeer(context, peer, rule.policy.namespace));
  if (meant.set.size === 0) return undefined;
  if (subjects.some((subject) => meant.set.has(subject))) return undefined; // no direction to be wrong about
  const peers = meant.list;
  // Where connections go to: the subject for ingress, the peer for egress. Turned around, that end is the client.
  const [clients, servers] = rule.direction === 'ingress' ? [subjects, peers] : [peers, subjects];
  const isOpen = lazily(() => servers.some((server) => isOpenFor(context, server)));
  const byStore = storeAndClient(context, clients, servers, isOpen, rule.ports);
  const ports = portsOnlyServersServe(rule, clients, servers);
  if (!byStore && ports === undefined) return undefined;
  if (wasUsed(context, servers, clients)) return undefined; // it is meant: a database that pushes
  const undecided = !byStore && clients.every(({ served }) => served.length === 0);
  return { index: peer.index, servers, clients, ports, serverOpen: isOpen(), undecided };
}

/** Whether a flow was observed from one of some workloads to one of others. */
function wasUsed({ observed }: CheckContext, from: readonly WorkloadFacts[], to: readonly WorkloadFacts[]): boolean {
  if (observed === undefined) return false;
  const [sources, targets] = [new Set(from.map(({ key }) => key)), new Set(to.map(({ key }) => key))];
  return observed
    .joined()
    .edges.some((edge) => edge.state === 'used' && sources.has(edge.from) && targets.has(edge.to));
}

interface Meant {
  readonly list: readonly WorkloadFacts[];
  readonly set: ReadonlySet<WorkloadFacts>;
}

const withClassesIn = new WeakMap<readonly WorkloadFacts[], Meant>();

/** Those of a list that have a pod, or would have one. A wide peer has one list for all policies that name it. */
function withClasses(workloads: readonly WorkloadFacts[]): Meant {
  let found = withClassesIn.get(workloads);
  if (found === undefined) {
    const list = workloads.filter(({ classes }) => classes.length > 0);
    found = { list, set: new Set(list) };
    withClassesIn.set(workloads, found);
  }
  return found;
}

/** (i) No client serves a port of the rule, while a server does. */
function portsOnlyServersServe(
  rule: RuleInForce,
  clients: readonly WorkloadFacts[],
  servers: readonly WorkloadFacts[],
): readonly ServedPort[] | undefined {
  if (rule.namedPorts.length > 0 || hasEveryPort(rule.ports)) return undefined;
  const isOpened = ({ protocol, port }: ServedPort): boolean => hasPort(rule.ports, protocol, port);
  if (servedBy(clients).some(isOpened)) return undefined;
  const opened = servedBy(servers).filter(isOpened);
  return opened.length === 0 ? undefined : opened;
}

const servedIn = new WeakMap<readonly WorkloadFacts[], readonly ServedPort[]>();

/** The ports that a list of workloads serves, each once: a few, however long the list is. */
function servedBy(workloads: readonly WorkloadFacts[]): readonly ServedPort[] {
  return getOr(servedIn, workloads, () => unique(workloads));
}

/** (ii) Clients of one application with its store, and what the application needs is closed or unprotected. */
function storeAndClient(
  context: CheckContext,
  clients: readonly WorkloadFacts[],
  servers: readonly WorkloadFacts[],
  isServerOpen: () => boolean,
  rulePorts: PortSet,
): boolean {
  if (clients.some(({ store }) => store !== undefined)) return false;
  if (servers.some(({ store }) => store === undefined)) return false;
  if (!clients.some((client) => servers.some((server) => isSameApplication(client, server)))) return false;
  // A volume alone is a weak sign: a monitoring server has one too, and connects to what it watches.
  const onlyClaims = servers.every(({ store }) => store === 'claim');
  const clientServes = clients.some(({ served }) =>
    served.some(({ protocol, port }) => hasPort(rulePorts, protocol, port)),
  );
  if (onlyClaims && clientServes) return false;
  return isServerOpen() || clients.some((client) => servers.some((server) => !reaches(context, client, server)));
}

function reaches(context: CheckContext, from: WorkloadFacts, to: WorkloadFacts): boolean {
  return from.classes.every((a) =>
    to.classes.every((b) => {
      const { must } = context.model.relation(classEnd(a), classEnd(b));
      return withinServed(must, to.served) !== undefined;
    }),
  );
}

/** Isolation is per direction: a store is protected where some policy isolates it for ingress. */
function isOpenFor(context: CheckContext, workload: WorkloadFacts): boolean {
  return workload.classes.some((id) => {
    const { isolated } = context.model.gate(classEnd(id), 'ingress');
    return isolated === 'no' || isolated === 'partly';
  });
}

function workloadsOf(context: CheckContext, classes: ReadonlySet<number>): readonly WorkloadFacts[] {
  const all = new Set([...classes].flatMap((id) => context.workloadsOfClass.get(id) ?? []));
  return [...all].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function gapOf(context: CheckContext, inForce: PolicyInForce, rule: RuleInForce, finding: TurnedRule): Gap {
  const { namespace, name } = inForce.policy;
  const { clients, servers, undecided } = finding;
  const policy = context.model.objects.networkPolicies.get(`${namespace}/${name}`);
  const classification = worstClassOf(context, servers);
  const high = finding.serverOpen && isPersonal(classification.dataClass);
  const hop = hopOf(context, rule, clients[0], servers[0]);
  const summary = (): string =>
    POL_003.summary({
      rule: ruleOf(rule.index, policy?.spec[rule.direction]?.length ?? 0),
      server: servers[0]?.name ?? '',
      client: clients[0]?.name ?? '',
      ports: finding.ports === undefined ? undefined : servedToJson(finding.ports),
      serverOpen: finding.serverOpen,
      direction: rule.direction,
    });
  return buildGap(context, {
    check: 'POL-003',
    result: undecided ? 'UNKNOWN' : 'FAIL',
    severity: liftedSeverity('POL-003', 'medium', high ? openStore(classification) : undefined, undecided),
    title: POL_003.title(name, undecided),
    summary: () =>
      `${summary()}${context.observed === undefined ? ` ${POL_003.noFlows}` : ''}${classNote(classification)}`,
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: [...(hop === undefined ? [] : [hop]), ...openHops(context, finding)],
    peers: { list: () => servers.map(({ key }) => key), has: (key) => servers.some((server) => server.key === key) },
    classification,
    fix: lazyFix(POL_003.fix, () => swapped(context, inForce, rule, finding)),
    unknownBecause: [POL_003.unknownPorts(clients[0]?.name ?? '')],
    identity: { peer: rule.path, direction: rule.direction },
  });
}

const worstIn = new WeakMap<readonly WorkloadFacts[], Classification>();

/** A list is of one context, and of many policies. */
function worstClassOf(context: CheckContext, workloads: readonly WorkloadFacts[]): Classification {
  return getOr(
    worstIn,
    workloads,
    () => worstClass(workloads.map((workload) => context.classOf(workload))) ?? NO_CLASS,
  );
}

/** "High if F ∈ P* is un-isolated"; one level less where the class is only inferred (§2.2). */
function openStore({ dataClass, basis }: Classification): DerivedSeverity {
  return { severity: basis === 'inferred' ? 'medium' : 'high', derivation: POL_003.openStore(dataClass, basis) };
}

/** What the rule opens today: the server towards the client. */
function hopOf(
  context: CheckContext,
  rule: RuleInForce,
  client: WorkloadFacts | undefined,
  server: WorkloadFacts | undefined,
): WitnessHop | undefined {
  const from = server?.classes[0];
  const to = client?.classes[0];
  if (from === undefined || to === undefined || client === undefined || server === undefined) return undefined;
  const ends = [
    { end: classEnd(from), workload: server },
    { end: classEnd(to), workload: client },
  ] as const;
  const { must } = context.model.relation(ends[0].end, ends[1].end);
  if (must.id === NO_PORTS.id) return undefined;
  return witnessHop(
    context,
    ends[0],
    ends[1],
    hasEveryPort(rule.ports) ? portsJson(must) : portsJson(rule.ports),
    'allow',
  );
}

/** That nothing protects the store: whoever is elsewhere and unlabelled reaches it. */
function openHops(context: CheckContext, { servers }: Finding): readonly WitnessHop[] {
  const server = servers.find((workload) => isOpenFor(context, workload));
  const id = server?.classes[0];
  if (server === undefined || id === undefined) return [];
  const to = { end: classEnd(id), workload: server };
  for (const { name } of otherNamespaces(context.model, server.namespace)) {
    const from = { end: phantom(name) };
    const ports = withinServed(context.model.relation(from.end, to.end).must, server.served);
    if (ports !== undefined) return [witnessHop(context, from, to, ports, 'allow')];
  }
  return [];
}

/**
 * The generated swap, as two policies: the old one without what points the wrong way, and one more that selects the store
 * and admits the client on the ports that the store serves.
 */
function swapped(context: CheckContext, { policy }: PolicyInForce, rule: RuleInForce, finding: TurnedRule): string {
  const { clients, servers, turned } = finding;
  const server = servers[0];
  if (server === undefined) return '';
  const old = changedPolicyYaml(context, policy, (spec) => withoutPeers(spec, rule, turned));
  const from = peersOf(context, clients);
  const ports = portEntries(finding.ports ?? server.served);
  const swap = policyYaml(server.namespace, policyName(server.name, 'clients'), {
    podSelector: selectLabels(selectorLabels(server, context)),
    policyTypes: ['Ingress'],
    ingress: [{ from, ...(ports === undefined ? {} : { ports }) }],
  });
  return [old, swap].filter((yaml) => yaml !== '').join('---\n');
}

/** The types are written out: without its only egress rule, a policy that names none would isolate for egress no more. */
function withoutPeers(spec: PolicySpec, { direction, index }: RuleInForce, turned: ReadonlySet<number>): PolicySpec {
  const policyTypes: PolicySpec['policyTypes'] =
    spec.policyTypes ?? ((spec.egress?.length ?? 0) > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
  const keep = <T>(peers: readonly T[] | undefined): readonly T[] => (peers ?? []).filter((_, i) => !turned.has(i));
  if (direction === 'ingress') {
    const rule = spec.ingress?.[index];
    const from = keep(rule?.from);
    return {
      ...spec,
      policyTypes,
      ingress: replaceAt(spec.ingress, index, from.length === 0 ? undefined : { ...rule, from }),
    };
  }
  const rule = spec.egress?.[index];
  const to = keep(rule?.to);
  return { ...spec, policyTypes, egress: replaceAt(spec.egress, index, to.length === 0 ? undefined : { ...rule, to }) };
}

function unique(workloads: readonly WorkloadFacts[]): readonly ServedPort[] {
  const ports = new Map<Protocol, Map<number, ServedPort>>();
  const found: ServedPort[] = [];
  for (const { served } of workloads) {
    for (const entry of served) {
      const known = ports.get(entry.protocol) ?? new Map<number, ServedPort>();
      ports.set(entry.protocol, known);
      if (known.has(entry.port)) continue;
      known.set(entry.port, entry);
      found.push(entry);
    }
  }
  return found;
}

function hasEveryPort(ports: PortSet): boolean {
  return ports.TCP[0] === 1 && ports.TCP[1] === 65_535;
}
