import { type Labels, labelValue, type NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { bitsOf, parseAddress } from '../address.ts';
import { MADE_LABELS } from '../diff/match-members.ts';
import { type EndGroup, expandEndpoint } from '../expand-endpoint.ts';
import type { PolicyModel } from '../model.ts';
import { NAMESPACE_NAME_LABEL } from '../namespaces.ts';
import type { Endpoint } from '../types.ts';

/** Pods that one selector names by exactly their labels: those of a workload, or hypothetical ones. */
export interface ChosenPods {
  readonly type: 'pods';
  readonly namespace: string;
  readonly labels: Labels;
  /** As sentences and names of policies call it. */
  readonly called: string;
  /** Its classes; none for pods that nobody has made yet. */
  readonly classes: ReadonlySet<number>;
}

/** Addresses by the blocks that mean them and nothing else. */
export interface ChosenAddresses {
  readonly type: 'addresses';
  readonly cidrs: readonly string[];
  readonly called: string;
}

/** An end as a NetworkPolicy can name it. */
export type ChosenEnd = ChosenPods | ChosenAddresses;

export const EVERY_ADDRESS: readonly string[] = ['0.0.0.0/0', '::/0'];

/** Labels of one replica, which no other has. */
const OF_ONE_REPLICA: ReadonlySet<string> = new Set([
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
]);

/**
 * What policies can name of an end of a question: each set of labels once, and addresses by their blocks.
 * Throws as `expandEndpoint`.
 */
export function chosenEnds(
  model: PolicyModel,
  endpoint: Endpoint,
  side: 'from' | 'to',
  port: { readonly port?: number | string; readonly protocol?: 'TCP' | 'UDP' | 'SCTP' },
): { readonly ends: readonly ChosenEnd[]; readonly groups: readonly EndGroup[] } {
  const groups = expandEndpoint(model, endpoint, side, port);
  const pods = new Map<string, { readonly end: ChosenPods; readonly classes: Set<number> }>();
  const addresses = new Set<string>();
  for (const group of groups) {
    const { end, members } = group;
    if (end.type === 'hypothetical') {
      addPods(pods, end.namespace, end.labels, group.example, undefined);
    } else if (end.type === 'class') {
      for (const member of members) {
        const { namespace, labels, called } = identityOf(model, member);
        addPods(pods, namespace, labels, called, end.class);
      }
    } else if (end.type === 'internet') for (const cidr of EVERY_ADDRESS) addresses.add(cidr);
    else if (end.type === 'address') {
      if (endpoint.type !== 'block') addresses.add(blockOf(end.first));
    } else for (const address of nodeAddresses(model, end.name)) addresses.add(blockOf(address));
  }
  if (endpoint.type === 'block') addresses.add(endpoint.cidr);
  const outside: ChosenEnd[] =
    addresses.size === 0
      ? []
      : [{ type: 'addresses', cidrs: [...addresses], called: addressesCalled(endpoint, [...addresses]) }];
  return { ends: [...[...pods.values()].map(({ end }) => end), ...outside], groups };
}

function addPods(
  known: Map<string, { readonly end: ChosenPods; readonly classes: Set<number> }>,
  namespace: string,
  labels: Labels,
  called: string,
  classId: number | undefined,
): void {
  const key = JSON.stringify([
    namespace,
    Object.keys(labels)
      .sort()
      .map((name) => [name, labelValue(labels, name)]),
  ]);
  let entry = known.get(key);
  if (entry === undefined) {
    const classes = new Set<number>();
    entry = { end: { type: 'pods', namespace, labels, called, classes }, classes };
    known.set(key, entry);
  }
  if (classId !== undefined) entry.classes.add(classId);
}

/** The labels that a pod has from its workload; its own, where nobody made it, less those of one replica. */
function identityOf(model: PolicyModel, member: string): Pick<ChosenPods, 'namespace' | 'labels' | 'called'> {
  const pod = model.objects.pods.get(member);
  const workload = pod === undefined ? member : model.workloadOfPod(member);
  const [namespace = 'default', , ...name] = workload.split('/');
  const template = model.objects.workloads.get(workload)?.spec.template.metadata?.labels;
  const all = pod?.metadata.labels ?? template;
  const labels: Record<string, string> = Object.create(null);
  for (const key of Object.keys(all ?? {})) {
    const value = labelValue(all, key) as string;
    const isShared = !MADE_LABELS.has(key) && !OF_ONE_REPLICA.has(key);
    if (isShared && (template === undefined || labelValue(template, key) === value)) labels[key] = value;
  }
  return { namespace, labels, called: name.join('/') || member };
}

function nodeAddresses(model: PolicyModel, name: string): readonly string[] {
  const addresses = model.objects.nodes.get(name)?.status?.addresses ?? [];
  return addresses.map(({ address }) => address).filter((address) => parseAddress(address) !== undefined);
}

function blockOf(address: string): string {
  const family = parseAddress(address)?.family;
  return family === undefined ? address : `${address}/${bitsOf(family)}`;
}

function addressesCalled(endpoint: Endpoint, cidrs: readonly string[]): string {
  if (endpoint.type === 'internet') return 'internet';
  return endpoint.type === 'address' ? endpoint.address : (cidrs[0] ?? '');
}

/** The peers of a rule in a namespace that mean this end and nothing else. */
export function peersFor(end: ChosenEnd, namespace: string): readonly NetworkPolicyPeer[] {
  if (end.type === 'addresses') return end.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  const podSelector = { matchLabels: end.labels };
  if (end.namespace === namespace) return [{ podSelector }];
  return [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME_LABEL]: end.namespace } }, podSelector }];
}
