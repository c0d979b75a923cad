/** Sentences of the checks on enforcement: ENF. */
import type { DetectedPlugin } from '#lib/policy/detect-plugin.ts';
import { listOf } from '#lib/text/en/phrases.ts';
import { countOf } from '../count.ts';
import { foundBy, pluginSeen } from '../plugin.ts';

/** As a result is printed: "PASS (intent)" while enforcement is not established. */
export function passWord(passes: 'enforced' | 'intent' | undefined): string {
  return passes === 'enforced' ? 'PASS' : 'PASS (intent)';
}

export const ENF_001 = {
  title: (fails: boolean): string => (fails ? 'Policies are not enforced' : 'Enforcement is not established'),
  /** Name of the gap's subject, of kind Cluster. */
  subject: 'enforcement',
  declaredNo: (because: string): string =>
    `The data map says that the network plugin does not enforce policies: ${because}. What every other check says is intent.`,
  profileNo: 'The profile says that policies are not enforced. What every other check says is intent.',
  notEnforcing: (nodes: readonly string[], of: number, plugins: readonly DetectedPlugin[]): string =>
    `On ${nodesOf(nodes, of)} only ${seen(plugins)} was found, which does not enforce NetworkPolicies: every pod there reaches every pod, whatever the policies say.`,
  virtual: (nodes: readonly string[], of: number): string =>
    `${nodesOf(nodes, of)} ${nodes.length === 1 ? 'is' : 'are'} virtual: pods there are behind no network plugin of this cluster.`,
  undecided: (nodes: readonly string[], of: number, plugins: readonly DetectedPlugin[]): string =>
    `On ${nodesOf(nodes, of)} ${seen(plugins)} was found; whether it enforces depends on a setting or version that is not read.`,
  nothing: (nodes: readonly string[], of: number): string =>
    `On ${nodesOf(nodes, of)} no network plugin is recognised.`,
  noNodes:
    'The input holds no nodes and no agents of a network plugin, so that nothing says who enforces the policies.',
  agentsWithoutNodes: (plugins: readonly DetectedPlugin[]): string =>
    `The input holds no nodes: ${seen(plugins)} is in it, but on which nodes it runs is not known.`,
  windows: (nodes: readonly string[], of: number): string =>
    `${nodesOf(nodes, of)} ${nodes.length === 1 ? 'runs' : 'run'} Windows, and nothing was found there that enforces NetworkPolicies for Windows.`,
  intent: ' Until this is known, a PASS of any other check means intent.',
  notTested: ' Nothing was tested in the cluster.',
  because: 'It is not known whether the network plugin enforces policies.',
  derivation: (severity: string, upTo: boolean, personal: boolean): string =>
    `${upTo ? 'up to ' : ''}${severity} = ${personal ? 'policies without enforcement protect none of the workloads of this cluster' : 'no workload here may hold personal data'}`,
  fix: 'Use a network plugin that enforces NetworkPolicies on every node, or switch its policy support on. Where it does enforce, say so in the data map: cni.enforces with value and because.',
};

function nodesOf(nodes: readonly string[], of: number): string {
  return nodes.length === of && of > 3 ? `all ${countOf(of, 'node')}` : listOf(nodes);
}

function seen(plugins: readonly DetectedPlugin[]): string {
  return listOf(plugins.map((plugin) => `${pluginSeen(plugin, 0)} (${foundBy(plugin.evidence)})`));
}

export const SYSTEM_AGENT_REASONS = {
  'network-plugin': 'the network plugin builds the network that other pods use',
  'kube-proxy': 'kube-proxy writes the node’s own rules for Services',
  'control-plane': 'the control plane runs before there is a network for pods',
  'node-metrics': 'it measures the node’s own interfaces',
  'node-dns': 'it answers on an address of the node',
  'cloud-agent': 'it sets up nodes before there is a network for pods',
  'storage-driver': 'it mounts volumes on the node',
  'load-balancer': 'it announces addresses from the node’s own interfaces',
  'node-problems': 'it watches the node itself',
} as const;

export const ENF_002 = {
  title: (name: string): string => `${name} runs on the host network`,
  own: (name: string, field: string, nodes: string): string =>
    `${name} has ${field}${nodes}. Policies select pods and not nodes, so that most network plugins neither protect it nor keep it in.`,
  ownData: ' It is taken to handle personal data itself.',
  ownUnknown: ' Its own data class is unknown.',
  sameNode: (other: string, node: string): string =>
    ` On node ${node} it stands beside ${other}, and a pod’s own node always gets through.`,
  reaches: (other: string, certain: boolean): string => ` It ${certain ? 'can' : 'may'} connect to ${other}.`,
  agent: (reason: string): string => ` It belongs there: ${reason}.`,
  onNodes: (nodes: readonly string[]): string => (nodes.length === 0 ? '' : ` on ${listOf(nodes)}`),
  derivation: {
    own: (severity: string, dataClass: string, basis: string): string =>
      `${severity} = ${dataClass} (${basis}) × on the host network`,
    ownUnknown: 'medium = unknown class × on the host network',
    known: 'medium = on the host network × beside personal data, or with a way to it',
    unknown: 'low = on the host network × beside data of unknown class, or with a way to it',
    agent: (id: string): string => `info = curated system agent (${id})`,
  },
  fix: 'Take hostNetwork out of the pod where it can do without. Where it cannot, protect it by the node’s firewall, or by the network plugin’s own policies for hosts. No NetworkPolicy does it.',
};

export const ENF_004 = {
  title: (count: number, kind: string, workloads: number): string =>
    `${countOf(count, kind, plural(kind))} not evaluated: ${countOf(workloads, 'workload')} undecided`,
  summary: (count: number, kind: string, group: string, where: readonly string[], workloads: number): string =>
    `${countOf(count, 'object')} of kind ${kind} (${group}) ${count === 1 ? 'is' : 'are'} there${where.length === 0 ? ' for the whole cluster' : ` in ${listOf(where)}`}. This version does not evaluate them. They may allow or deny connections of ${countOf(workloads, 'workload')} that may hold personal data, so that these connections depend.`,
  because: (kind: string): string => `What ${kind} decides is not evaluated.`,
  derivation: 'info = the check has no severity of its own; it makes the connections that it touches undecided',
  notRead: (kind: string): string => `${kind} may not be read: whether there are any is not known.`,
  fix: 'Nothing in the cluster is wrong with this. Check what these policies say where a connection depends.',
};

function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
