/** The sentences by which the engine explains a connection. */
import type { Direction, Protocol } from '#lib/kube/objects.ts';
import type { DependsReason } from '#lib/policy/types.ts';

/** Why something is undecided, as it stands after "depends:" or "because". */
const REASONS: Readonly<Record<DependsReason, string>> = {
  'host-network': 'network plugins differ on pods in the host network',
  'pod-without-address': 'a pod has no address yet',
  'namespace-not-read': 'the labels of a namespace were not read',
  'policies-not-read': 'policies of the namespace may not be read',
  'policy-not-understood': 'a policy could not be understood',
  'nodes-not-read': 'nodes may not be read',
  'named-port-unresolved': 'a port name is not resolved',
  'own-node': 'traffic between a pod and its own node is not settled',
  'self-via-service': 'network plugins differ on a pod that reaches itself through its Service',
  'ip-block-on-pods': 'network plugins differ on address blocks that hold pods',
  'ip-block-on-nodes': 'it is not settled which address of the node counts',
  'policy-kind-not-evaluated': 'policies of a kind that is not evaluated may decide it',
  'source-rewriting': 'the source address may be rewritten on the way',
  'priority-tie': 'two policies disagree and nothing says which of them comes first',
  fqdn: 'a rule names a domain',
  'pods-not-read': 'pods may not be read',
  'end-port-unsupported': 'the network plugin does not support port ranges',
  'sctp-unsupported': 'the network plugin does not support SCTP',
  'source-ranges-not-read': 'a range of clients of the load balancer is no address block',
};

export function dependsReason(reason: DependsReason): string {
  return REASONS[reason];
}

/** "a", "a and b", "a, b and c". */
export function enumerate(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function reasonsSentence(reasons: readonly DependsReason[]): string {
  return enumerate(reasons.map(dependsReason));
}

/** "every UDP port" */
function isWholeProtocol(word: string): boolean {
  return word.startsWith('every ');
}

const GATE: Readonly<Record<Direction, string>> = { ingress: 'ingress gate', egress: 'egress gate' };

export const whyEngine = {
  // The whole
  allowed: (from: string, to: string, on: string): string =>
    `${from} may connect to ${to}${on}, because both gates let it through.`,
  allowedSelf: (from: string): string => `${from} always reaches itself: no policy can keep a pod from itself.`,
  allowedFromOwnNode: (from: string, to: string, on: string): string =>
    `${from} may connect to ${to}${on}, because a pod's own node always reaches it.`,
  allowedToOwnNode: (from: string, to: string, on: string): string =>
    `${from} may connect to ${to}${on}, because a pod always reaches its own node under this profile.`,
  denied: (from: string, to: string, on: string, at: string): string =>
    `${from} may not connect to ${to}${on}, because ${at}.`,
  depends: (from: string, to: string, on: string, reasons: readonly DependsReason[]): string =>
    `Whether ${from} may connect to ${to}${on} depends: ${reasonsSentence(reasons)}.`,
  partly: (from: string, to: string, ports: string): string => `${from} may connect to ${to} on ${ports} only.`,
  closedGate: (direction: Direction, end: string): string => `the ${GATE[direction]} of ${end} does not let it through`,
  closedGates: 'neither gate lets it through',
  noSharedPort: 'the two gates have no port in common',
  noSharedFamily: 'the two have no address family in common',
  onPort: (protocol: Protocol, port: number): string => ` on ${protocol} ${port}`,
  internet: 'the internet',
  hypothetical: (namespace: string, labels: string): string =>
    labels === '' ? `a pod without labels in ${namespace}` : `a pod with ${labels} in ${namespace}`,

  // One gate
  openGate: (direction: Direction): string => `No policy selects this pod for ${direction}, so everything is allowed.`,
  noGateNode: 'A node has no gate of its own: policies do not bind it.',
  noGateOutside: 'What is outside the cluster has no gate of its own.',
  hostNetworkGate: 'It may be its node, which policies do not bind: it runs in the host network.',
  undecidedGate: (reasons: readonly DependsReason[]): string => `Nothing is certain here: ${reasonsSentence(reasons)}.`,
  isolatedGate: (policies: number, admitting: number): string => {
    const by = policies === 1 ? '1 policy' : `${policies} policies`;
    if (admitting === 0) return `Isolated by ${by}. No rule admits this.`;
    return `Isolated by ${by}. ${admitting === 1 ? '1 rule admits' : `${admitting} rules admit`} this.`;
  },
  maybeRules: (count: number): string => `${count === 1 ? '1 rule' : `${count} rules`} may admit it.`,

  tiersHaveSay: (policies: number, direction: Direction): string =>
    `${policies === 1 ? '1 policy has' : `${policies} policies have`} a say for ${direction}, tier by tier.`,
  ruleOf: (rule: number, policy: string): string => `Rule ${rule} of ${policy}`,
  passes: (rule: string): string => `${rule} passes it on.`,
  decides: (rule: string, denies: boolean): string => `${rule} ${denies ? 'denies' : 'allows'} this.`,
  noRuleDecides: 'No rule of any tier decides, so it is allowed.',

  // One rule
  deniesInOneFamily: (families: readonly string[]): string =>
    `Denies this by ${enumerate(families)} only; by another address family that both ends have it is allowed.`,
  earlierRuleDecides: 'Not asked: a rule before it decides.',
  adminDecides: 'Not asked: the Admin tier decides.',
  networkPolicyIsFinal: 'Not asked: a NetworkPolicy has the last word before the Baseline tier.',
  failsClosed: (denies: boolean): string =>
    `A peer has no field that is known here, so the rule fails closed: it ${denies ? 'denies everything' : 'allows nothing'}.`,
  notUnderstoodAtAll: 'This rule could not be understood: it may mean anyone.',
  admitsAnyone: 'Admits anyone.',
  peerMatches: (what: string): string => `Peer matches: ${what}.`,
  namespaceIs: (name: string): string => `namespace ${name}`,
  labelIs: (labels: readonly string[]): string => `${labels.length === 1 ? 'label' : 'labels'} ${enumerate(labels)}`,
  everyPod: 'every pod',
  inBlock: (address: string, cidr: string): string => `${address} is in ${cidr}`,
  nodeMatches: (node: string, labels: readonly string[]): string =>
    labels.length === 0 ? `${node} is a node` : `${node} is a node with ${enumerate(labels)}`,
  domainNames: (names: readonly string[]): string => `what ${enumerate(names, 'or')} resolves to`,
  portsAre: (ports: string): string => `${ports}.`,
  everyPort: 'Every port',
  everyPortOf: (protocols: readonly Protocol[]): string => `every ${enumerate(protocols)} port`,
  ports: (words: readonly string[]): string => {
    const numbers = words.filter((word) => !isWholeProtocol(word)).length;
    if (numbers === 0) return enumerate(words).replace(/^e/, 'E');
    return `${numbers === 1 ? 'Port' : 'Ports'} ${enumerate(words)}`;
  },
  portNotIn: (port: string, words: readonly string[]): string =>
    words.some(isWholeProtocol)
      ? `Port ${port} is not among those let through: ${enumerate(words)}.`
      : `Port ${port} is not in ${enumerate(words)}.`,
  portNameUnresolved: (name: string, end: string): string => `The port name "${name}" is not resolved on ${end}.`,
  portNameIs: (name: string, ports: string): string => `"${name}" is ${ports} there.`,
  opensNoPort: 'It opens no port here.',
  undecided: (reasons: readonly DependsReason[]): string => `Cannot be decided: ${reasonsSentence(reasons)}.`,
  notUnderstood: 'This rule could not be understood: it may admit anyone.',

  namespaceDiffers: (wants: string, end: string, namespace: string): string =>
    `Namespace does not match: wants ${wants}, ${end} runs in ${namespace}.`,
  namespaceLabelsDiffer: (wants: string, namespace: string, has: string): string =>
    `Namespace does not match: wants ${wants}, ${namespace} has ${has}.`,
  selectorDiffers: (wants: string, end: string, has: string): string =>
    `Selector does not match: wants ${wants}, ${end} has ${has}.`,
  notAPod: (end: string): string => `Selectors mean pods only, and ${end} is none.`,
  isNode: (end: string): string => `Selectors mean pods only, and ${end} counts as its node.`,
  notANode: (end: string): string => `The rule means nodes, and ${end} is none.`,
  nodeDiffers: (end: string, wants: readonly string[]): string =>
    `Node does not match: wants ${enumerate(wants)}, which ${end} does not have.`,
  namesNoPod: (end: string): string =>
    `The domain names of the rule are none that the DNS of a cluster gives to pods, and ${end} is a pod.`,
  notInBlock: (end: string, block: string): string => `${end} is not in ${block}.`,
  blockExcept: (cidr: string, except: readonly string[]): string =>
    except.length === 0 ? cidr : `${cidr} except ${except.length > 3 ? `${except.length} ranges` : enumerate(except)}`,
  blockNotForPods: (block: string): string => `${block} does not mean pods under this profile.`,
  blockNotForNodes: (block: string): string => `${block} does not mean nodes under this profile.`,
  blockOtherFamily: (block: string, end: string): string => `${block} is of another address family than ${end}.`,
  blockUnsharedFamily: (block: string): string => `${block} is of an address family that the two ends do not share.`,
  notAskedForFamily: 'The two ends have no address family in common.',
  peerNamesNothing: 'The peer names nothing, so it means nobody.',
  morePeers: (count: number): string => `${count} more ${count === 1 ? 'peer does' : 'peers do'} not match either.`,
  label: (key: string, values: readonly string[]): string =>
    values.length === 1 ? `${key}=${values[0]}` : `${key} in ${enumerate(values, 'or')}`,
  labelNot: (key: string, values: readonly string[]): string => `${key} other than ${enumerate(values, 'or')}`,
  labelPresent: (key: string): string => `a label ${key}`,
  labelAbsent: (key: string): string => `no label ${key}`,
  isolatesEveryPod: (namespace: string): string =>
    `Isolates every pod in ${namespace}. Adds no allow rule, and takes none away.`,
  isolatesSome: 'Isolates the pods that it selects. Adds no allow rule, and takes none away.',
} as const;
