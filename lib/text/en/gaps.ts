/** Sentences of the checks: titles, summaries, derivations, proofs, article sentences, notes on fixes. */

import type { Basis, Classification, DataClass, Severity } from '#lib/gdpr/types.ts';
import type { Direction, Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { countOf } from './count.ts';
import { portsInWords } from './ports.ts';

const CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  none: 'no personal data',
  personal: 'personal',
  pseudonymised: 'pseudonymised',
  special: 'special category',
  criminal: 'criminal convictions',
  children: 'data of children',
  unknown: 'unknown class',
};

export function classWords(dataClass: DataClass): string {
  return CLASS_WORDS[dataClass];
}

const EXPOSURE_WORDS = ['same application', 'same namespace', 'other namespace', 'any pod', 'internet'] as const;

export interface DerivationWords {
  readonly severity: Severity;
  readonly dataClass: DataClass;
  readonly basis: Basis;
  readonly exposure: 0 | 1 | 2 | 3 | 4;
  readonly lowered: boolean;
  readonly capped: boolean;
  readonly upTo: boolean;
  readonly hops?: number;
  /** Why the check gives no more, where it is another reason than that of EGR-001. */
  readonly capBecause?: string;
  /** What stands at this level where it is no witness of §2.2's own list. */
  readonly exposedBy?: string;
}

/** "high = personal (declared) × any pod (exposure 3)" */
export function derivationSentence(words: DerivationWords): string {
  const { severity, dataClass, basis, exposure } = words;
  const ground = dataClass === 'unknown' ? CLASS_WORDS.unknown : `${CLASS_WORDS[dataClass]} (${basis})`;
  const lowered = words.lowered ? '; one level less, as the class is inferred' : '';
  const more = (words.hops ?? 1) - 1;
  const far = more > 0 ? `; one level less for each of ${countOf(more, 'further hop')}, at least low` : '';
  const why = words.capBecause ?? 'at most high for a workload that is no store of special categories';
  const capped = words.capped ? `; ${why}` : '';
  const at =
    words.exposedBy === undefined
      ? `${EXPOSURE_WORDS[exposure]} (exposure ${exposure})`
      : `${words.exposedBy} (counted as exposure ${exposure})`;
  const equation = `${severity} = ${ground} × ${at}${lowered}${far}${capped}`;
  return words.upTo ? `up to ${equation}` : equation;
}

/** "medium = base of POL-001" and what lifted it. */
export function derivationOfBase(words: {
  readonly check: string;
  readonly base: Severity;
  readonly severity: Severity;
  readonly lifted: string | undefined;
  readonly upTo: boolean;
}): string {
  const upTo = words.upTo ? 'up to ' : '';
  if (words.lifted === undefined) return `${upTo}${words.severity} = base of ${words.check}`;
  if (words.severity === words.base)
    return `${upTo}${words.severity} = base of ${words.check}; behind it: ${words.lifted}`;
  return `${upTo}${words.severity} = base ${words.base} of ${words.check}, lifted by what is behind it: ${words.lifted}`;
}

/** `crm/?role=db`: a hypothetical pod, as the command line writes it. */
export function hypotheticalId(namespace: string, labels: Labels): string {
  return `${namespace}/?${labelList(labels)}`;
}

function labelList(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labelValue(labels, key)}`)
    .join(',');
}

/** "No NetworkPolicy in crm selects role=database for ingress." */
export function absenceText(namespace: string, labels: Labels | undefined, direction: Direction): string {
  const list = labels === undefined ? '' : labelList(labels);
  return `No NetworkPolicy in ${namespace} selects ${list === '' ? 'a pod without labels' : list} for ${direction}.`;
}

/** Why a connection that is needed does not work. */
export function isolatesWithout(policy: string, from: string, to: string, perhaps: boolean): string {
  return perhaps
    ? `${policy} isolates ${from} for egress; whether a rule of it admits ${to} depends.`
    : `${policy} isolates ${from} for egress; no rule of it admits ${to}.`;
}

/** Why a connection that a rule admits at the other gate does not work today. */
export function closesGate(
  policy: string,
  direction: Direction,
  isolated: string,
  peer: string,
  ports: PortsJson,
): string {
  return `${policy} isolates ${isolated} for ${direction}; no rule of it admits ${peer} on ${portsInWords(ports)}.`;
}

export function noGateText(id: string): string {
  return `${id} runs on the host network: policies do not select it.`;
}

export const noClassFound = 'no label on the pods, the workload or the namespace';

/** "DataMap, line 12" */
export function sourceOfMap(line: number): string {
  return `DataMap, line ${line}`;
}

/** "annotation ringfence.dev/owner on Namespace crm" */
export function sourceOfField(where: string, key: string, kind: string, object?: string): string {
  const what = where === 'labels' ? 'label' : where === 'annotations' ? 'annotation' : where;
  return object === undefined ? `${what} ${key} (${kind})` : `${what} ${key} on ${kind} ${object}`;
}

/** "annotation … on Namespace crm: user.contact" */
export function sourceOfCategories(field: string, category: string): string {
  return `${field}: ${category}`;
}

const SIGNAL_KINDS = {
  image: 'image',
  name: 'name',
  port: 'port',
  label: 'label',
  clients: 'clients',
  backup: 'backup of',
} as const;

/** "image knadh/listmonk, port 587 (H-IMG-07, H-PORT-02)" */
export function sourceOfSignals(
  signals: readonly { readonly id: string; readonly kind: keyof typeof SIGNAL_KINDS; readonly what: string }[],
): string {
  const named = signals.map(({ kind, what }) => `${SIGNAL_KINDS[kind]} ${what}`).join(', ');
  return `${named} (${signals.map(({ id }) => id).join(', ')})`;
}

/** "image coredns: part of Kubernetes itself (N-01)" */
export function infrastructureSource(image: string, reason: string, id: string): string {
  return `image ${image}: ${reason} (${id})`;
}

export function sourceOfLabel(kind: string, object: string): string {
  return `label on ${kind} ${object}`;
}

export function templateOf(kind: string): string {
  return `the pod template of ${kind}`;
}

export function labelNotUnderstood(kind: string, object: string, value: string): string {
  return `label on ${kind} ${object} has a value that is no class: ${value}`;
}

/** Why a result is UNKNOWN. */
const DEPENDS_BECAUSE: Readonly<Record<DependsReason, string>> = {
  'host-network': 'A pod on the host network is involved; network plugins treat those differently.',
  'pod-without-address': 'A pod has no address yet, so an address block may or may not hold it.',
  'namespace-not-read': 'A Namespace object is not in the input, so its labels are not known.',
  'policies-not-read': 'Policies of a namespace cannot be read.',
  'policy-not-understood': 'A policy or a rule could not be understood.',
  'nodes-not-read': 'Node addresses are not known.',
  'named-port-unresolved': 'A port name cannot be resolved.',
  'own-node': 'Whether a pod’s own node is filtered depends on the network plugin.',
  'self-via-service': 'A pod that calls itself through its Service: network plugins differ.',
  'ip-block-on-pods': 'Whether address blocks match pods depends on the network plugin.',
  'ip-block-on-nodes': 'Whether address blocks match nodes depends on the network plugin.',
  'policy-kind-not-evaluated': 'A policy of a kind that this version does not evaluate may decide.',
  'source-rewriting': 'The source address may be rewritten before policies look.',
  'priority-tie': 'Two policies of equal priority may both decide.',
  fqdn: 'A rule names a domain; its addresses are not known.',
  'pods-not-read': 'Pods of a namespace cannot be read.',
  'end-port-unsupported': 'The network plugin may ignore endPort.',
  'sctp-unsupported': 'The network plugin may ignore SCTP.',
};

export function dependsBecause(reasons: readonly DependsReason[]): readonly string[] {
  return reasons.map((reason) => DEPENDS_BECAUSE[reason]);
}

/** "Computed as undecided: …" stands where a claim is UNKNOWN. */
export function unless(upTo: boolean, sure: string, unsure: string): string {
  return upTo ? unsure : sure;
}

export function listOf(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function workloadsToday(peers: number): string {
  if (peers === 0) return 'No other workload does today.';
  return peers === 1 ? '1 workload can today.' : `${countOf(peers, 'workload')} can today.`;
}

const HOW_UNKNOWN = 'Its data class is unknown.';
const HOW_INHERITED =
  'That it has no personal data is inherited from its namespace: only what is declared of the workload itself takes it out of the checks.';

export const ISO_001 = {
  title: (name: string, namespaces: readonly string[] | undefined, upTo: boolean): string => {
    const from = namespaces === undefined ? 'any pod' : `any pod in ${listOf(namespaces)}`;
    return unless(upTo, `${name} is reachable from ${from}`, `${name} may be reachable from ${from}`);
  },
  exposedBy: (namespaces: readonly string[]): string => `any pod in ${listOf(namespaces)}`,
  summaryOpen: (namespace: string, name: string, ports: PortsJson, peers: number, portsKnown: boolean): string =>
    `No policy in ${namespace} selects ${name} for ingress. A pod that anybody creates in another namespace can connect to it on ${portsInWords(ports)}. ${workloadsToday(peers)}${portsKnown ? '' : ' It declares no port, so every port counts.'}`,
  summaryRule: (policy: string, rule: string, name: string, ports: PortsJson, peers: number): string =>
    `${rule} of policy ${policy} lets pods without labels in other namespaces connect to ${name} on ${portsInWords(ports)}. ${workloadsToday(peers)}`,
  summaryUnknown: (name: string): string =>
    `Whether a pod in another namespace can connect to ${name} cannot be decided from what was read.`,
  fixNew: (clients: number, declared: number, others: number): string =>
    `${clients + declared === 0 ? 'Admits nobody: name the clients that it needs.' : `Keeps the ${countOf(clients, 'workload')} of its own namespace that can connect today${declared === 0 ? '' : `, and ${countOf(declared, 'declared client')} of other namespaces`}.`}${others === 0 ? '' : ` ${countOf(others, 'workload')} of other namespaces would lose access: add those that need it.`}`,
  fixRule: (declared: number): string =>
    `Narrows the rule that opens it to the workloads of its own namespace${declared === 0 ? '' : ` and ${countOf(declared, 'declared client')} of other namespaces`}. Add the clients that need it.`,
  fixUnknown: 'Read what is missing first; then this can be decided.',
};

export const ISO_002 = {
  title: (namespace: string, direction: Direction, upTo: boolean): string =>
    unless(
      upTo,
      `No default deny in ${namespace} for ${direction}`,
      `Perhaps no default deny in ${namespace} for ${direction}`,
    ),
  summary: (namespace: string, direction: Direction, missed: number): string =>
    `A new pod without labels in ${namespace} ${direction === 'ingress' ? 'accepts connections from everywhere' : 'may connect to everything'}: ${missed === 0 ? `no policy in ${namespace} covers ${direction}` : `${countOf(missed, 'policy', 'policies')} for ${direction} ${missed === 1 ? 'names' : 'name'} labels that it would not have`}.`,
  titlePartly: (namespace: string, direction: Direction): string =>
    `Default deny in ${namespace} for ${direction} leaves somebody out`,
  summaryPartly: (namespace: string, direction: Direction): string =>
    `Cluster-wide policies close a new pod without labels in ${namespace} to some for ${direction}, but whom none of their rules means gets through, and no policy in ${namespace} isolates it.`,
  exposedBy: 'no default deny',
  summaryUnknown: (namespace: string, direction: Direction): string =>
    `Whether a new pod in ${namespace} would be isolated for ${direction} cannot be decided from what was read.`,
  fixIngress:
    'Isolates every pod of the namespace for ingress. Connections that no rule admits end: add the rules that are needed first.',
  fixEgress:
    'Isolates every pod of the namespace for egress and keeps DNS. Connections that no rule admits end: add the rules that are needed first.',
};

/** A rule that admits what it should not, and that no policy of the namespace can take back. */
export function byClusterPolicy({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name} admits it for the whole cluster: narrow its rule there.`;
}

export const EGR_001 = {
  title: (name: string, upTo: boolean): string =>
    unless(upTo, `${name} has unrestricted egress`, `${name} may have unrestricted egress`),
  summaryOpen: (namespace: string, name: string): string =>
    `No policy in ${namespace} selects ${name} for egress. It can connect to any address on the internet.`,
  summaryRule: (policy: string, rule: string, name: string): string =>
    `${rule} of policy ${policy} lets ${name} connect to nearly every address on the internet.`,
  summaryRules: (name: string): string =>
    `Taken together, its rules let ${name} connect to nearly every address on the internet.`,
  summaryUnknown: (name: string): string =>
    `Whether ${name} can connect to nearly every address on the internet cannot be decided from what was read.`,
  fix: ({ kept, byName }: { readonly kept: readonly string[]; readonly byName: readonly string[] }): string => {
    const also = kept.length === 0 ? '' : ` It also keeps what is declared: the addresses of ${listOf(kept)}.`;
    const names =
      byName.length === 0
        ? ''
        : ` ${listOf(byName)} ${byName.length === 1 ? 'is' : 'are'} declared by name alone, which no NetworkPolicy can mean.`;
    return `Keeps connections inside the cluster, DNS among them, and ends those to the internet.${also}${names} Add the ${kept.length === 0 ? '' : 'other '}recipients that it needs as ipBlock rules.`;
  },
};

/** On which ports resolvers answer, as `DNS_001.ports` writes them. */
export interface DnsPortWords {
  readonly udp: string;
  readonly tcp: string;
}

export const DNS_001 = {
  title: (name: string, variant: 'none' | 'udp-only' | 'tcp-only', upTo: boolean): string => {
    if (variant === 'udp-only')
      return unless(upTo, `${name} cannot use DNS over TCP`, `${name} may not be able to use DNS over TCP`);
    return unless(upTo, `${name} cannot resolve names`, `${name} may not be able to resolve names`);
  },
  summary: (name: string, policies: readonly string[], resolver: string, { udp }: DnsPortWords): string =>
    `${isolates(policies)} ${name} for egress, and nothing lets it connect to ${resolver} on ${udp}.`,
  summaryClusterWide: (name: string, policies: readonly string[], resolver: string, { udp }: DnsPortWords): string =>
    `${listOf(policies)} ${policies.length === 1 ? 'decides' : 'decide'} on what leaves ${name}, and nothing lets it connect to ${resolver} on ${udp}.`,
  fixClusterWide:
    'Cluster-wide policies have a say here: let them allow DNS over UDP and TCP to the resolver. A NetworkPolicy alone cannot do it.',
  summaryTcpOnly: (name: string, resolver: string, { tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${tcp} only. A port without protocol means TCP, and names are asked over UDP.`,
  summaryUdpOnly: (name: string, resolver: string, { udp, tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${udp} but not on ${tcp}. Long answers fail.`,
  summaryUnknown: (name: string, resolver: string, { udp }: DnsPortWords): string =>
    `${name} is isolated for egress; whether it can connect to ${resolver} on ${udp} cannot be decided from what was read.`,
  summaryTcpUnknown: (name: string, resolver: string, { udp, tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${udp}; whether it can on ${tcp} cannot be decided from what was read. Without it, long answers fail.`,
  /** "UDP 53, 5353" */
  ports: (protocol: string, ports: readonly number[]): string => `${protocol} ${ports.join(', ')}`,
  assumed: 'No resolver is in the input; kube-system pods labelled k8s-app=kube-dns on port 53 are assumed.',
  linkLocal: 'It may connect to a link-local resolver. Whether one is in use is not visible in the input.',
  fix: 'Adds DNS over UDP and TCP to the resolver. It takes no other connection away and adds none.',
  isolationUnknown: (name: string): string => `Whether ${name} is isolated for egress cannot be decided.`,
  ownResolver: (name: string): string => `${name} uses the resolver of its node, whose address is not in the input.`,
};

function isolates(policies: readonly string[]): string {
  if (policies.length === 0) return 'A policy isolates';
  return `${listOf(policies)} ${policies.length === 1 ? 'isolates' : 'isolate'}`;
}

export const POL_001 = {
  title: (policy: string, namespace: string, upTo: boolean): string =>
    unless(
      upTo,
      `${policy} allows the whole namespace ${namespace}`,
      `${policy} may allow the whole namespace ${namespace}`,
    ),
  summary: (rule: string, direction: Direction, namespace: string, named: boolean, selected: number): string =>
    `${named ? 'The policy is named as a deny, but ' : ''}${named ? lowerFirst(rule) : rule} has an empty podSelector, which means every pod in ${namespace}: ${direction === 'ingress' ? `all of them may connect to the ${countOf(selected, 'workload')} that it selects` : `the ${countOf(selected, 'workload')} that it selects may connect to all of them`}.`,
  /** The rule's own gate admits, and the other gate closes. */
  closedToday: (direction: Direction, namespace: string): string =>
    direction === 'ingress'
      ? ` Today no pod in ${namespace} gets through: its own egress is closed. Whoever opens that opens this.`
      : ` Today no pod in ${namespace} lets it in: its own ingress is closed. Whoever opens that opens this.`,
  fix: 'Removes the peer that admits the whole namespace. Name the peers that are needed instead.',
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export const POL_003 = {
  title: (policy: string, upTo: boolean): string =>
    unless(upTo, `${policy} points the wrong way`, `${policy} may point the wrong way`),
  summary: (words: {
    readonly rule: string;
    readonly server: string;
    readonly client: string;
    readonly ports: PortsJson | undefined;
    readonly serverOpen: boolean;
    readonly direction: Direction;
  }): string => {
    const does =
      words.direction === 'ingress'
        ? `${words.rule} admits ${words.server} to ${words.client}`
        : `${words.rule} lets ${words.server} out to ${words.client}`;
    const ports =
      words.ports === undefined
        ? ''
        : ` on ${portsInWords(words.ports)}, which ${words.client} does not serve and ${words.server} does`;
    const open = words.serverOpen ? ` Nothing protects ${words.server} itself.` : '';
    return `${does}${ports}. It looks as if the other direction was meant.${open}`;
  },
  unknownPorts: (client: string): string =>
    `${client} declares no port, so whether it serves the rule’s port is not known.`,
  openStore: (dataClass: DataClass, basis: Basis): string =>
    `${CLASS_WORDS[dataClass]} (${basis}) on the side that nothing protects${basis === 'inferred' ? ', one level less, as the class is inferred' : ''}`,
  noFlows: 'No observed flows were given; a flow in this direction would show that the rule is meant.',
  fix: 'Two policies: this one without what points the wrong way, its other rules kept, and one more that protects the store and admits its client.',
};

export const POL_004 = {
  title: (policy: string, upTo: boolean): string =>
    unless(upTo, `${policy} selects no pod`, `${policy} may select no pod`),
  summary: (namespace: string, selector: string, emptyNamespace: boolean): string =>
    emptyNamespace
      ? `The namespace ${namespace} holds no pod and no workload, so the policy protects nothing. If it was meant for another namespace, its metadata.namespace is missing.`
      : `No pod and no pod template in ${namespace} matches ${selector}, so the policy protects nothing.`,
  nearest: (labels: string, workload: string): string => ` The nearest labels are ${labels} on ${workload}.`,
  noTime: ' Since when is not known: the input carries no time.',
  unknown: (namespace: string): string => `Pods or workloads of ${namespace} cannot be read.`,
  tooYoung: (policy: string): string => `${policy} is younger than 24 hours; its pods may still come.`,
  fixSelector: 'Uses the nearest labels that exist. Check that they are the ones that were meant.',
  fixDelete: 'Delete the policy, or move it to the namespace that it was meant for.',
};

export const POL_005 = {
  podsNotRead: (policy: string): string =>
    `Pods of some namespaces cannot be read, so whether ${policy} was meant for another namespace is not known.`,
  titleWithout: (policy: string): string => `${policy} names no namespace`,
  summaryWithout: (namespace: string): string =>
    `Its manifest has no metadata.namespace, so it was read for ${namespace}, and protects nothing elsewhere. Where it lands depends on who applies it.`,
  title: (policy: string, meant: string): string => `${policy} may have been meant for ${meant}`,
  summary: (namespace: string, meant: string): string =>
    `It selects no pod in ${namespace}. The same selector fits in ${meant} and nowhere else, and ${meant} has no such policy.`,
  fixName: 'Set metadata.namespace to the namespace that was meant, once for each of them.',
  fixMove: 'Moves the policy to the namespace that its selector fits. Delete the other one.',
};

export function policyNotUnderstood(policy: string): string {
  return `${policy} could not be understood whole.`;
}

/** "Rule 1 of 2" */
export function ruleOf(index: number, of: number): string {
  return of === 1 ? 'The only rule' : `Rule ${index + 1} of ${of}`;
}

/** What a reader must know of the class of what the gap is about. */
export function classNote({ dataClass, basis }: Pick<Classification, 'dataClass' | 'basis'>): string {
  if (dataClass === 'none' && basis === 'inherited') return ` ${HOW_INHERITED}`;
  return dataClass === 'unknown' ? ` ${HOW_UNKNOWN}` : '';
}

/** "role=databse" as people write selectors. */
export function selectorInWords(parts: readonly string[]): string {
  return parts.length === 0 ? 'every pod' : parts.join(', ');
}
