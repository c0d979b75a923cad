/** Sentences of the drawn scene: tooltips, the table twin, what was left out and why. */

const plural = (count: number, one: string, many: string) => `${formatCount(count)} ${count === 1 ? one : many}`;

/** Thousands with a narrow space: 9 840. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

export const podCount = (count: number, atLeast = false) => `${atLeast ? '≥ ' : ''}${plural(count, 'pod', 'pods')}`;

type Isolated = 'yes' | 'no' | 'partly' | 'depends';
const gateWords: Record<Isolated, string> = {
  yes: 'isolated',
  no: 'open',
  partly: 'closed to some',
  depends: 'undecided',
};

/** "crm-db, StatefulSet in crm, 1 pod. Ingress open, egress isolated. Personal, declared." */
export function workloadSentence(node: {
  readonly name: string;
  readonly kind: string;
  readonly namespace: string;
  readonly pods: string;
  readonly gates?: { readonly ingress: Isolated; readonly egress: Isolated };
  readonly data: string;
}): string {
  const gates =
    node.gates === undefined
      ? 'On the host network: it has no gates of its own.'
      : `Ingress ${gateWords[node.gates.ingress]}, egress ${gateWords[node.gates.egress]}.`;
  return `${node.name}, ${node.kind} in ${node.namespace}, ${node.pods}. ${gates} ${node.data}`;
}

export const dataSentence = (dataClass: string, basis: string) =>
  dataClass === 'unknown' ? 'Data class unknown.' : `Data class ${dataClass}, ${basis}.`;

/** The fence of a namespace box is that of a pod without labels. */
export const namespaceSentence = (name: string, pods: string, workloads: number, ingress: Isolated, egress: Isolated) =>
  `Namespace ${name}: ${pods} in ${plural(workloads, 'workload', 'workloads')}. For a new pod without labels, ingress is ${gateWords[ingress]} and egress is ${gateWords[egress]}.`;

export const tileSentence = (name: string, pods: number, ingress: number, egress: number) =>
  `Namespace ${name}: ${plural(pods, 'pod', 'pods')}, ${formatCount(ingress)} isolated for ingress, ${formatCount(egress)} for egress.`;

export const anyPodLabel = 'Any pod';
/** Of the pod that anybody may create in a namespace. */
export const withoutLabels = 'without labels';
export const anyPodSentence = (pods: number) =>
  `Any pod whose egress is open: ${plural(pods, 'pod', 'pods')} today, and every new pod in a namespace without default deny.`;
export const internetLabel = 'Internet';
export const internetSentence = 'Any address outside the cluster, as the source of connections.';
export const anyAddressLabel = 'Any address';
export const anyAddressSentence = 'Any address outside the cluster, as the destination of connections.';
export const addressSentence = (cidr: string) => `The address block ${cidr}, named by a rule.`;
/** Of a block that policies tell apart although none names it: what a wider block leaves, or what no pod can have. */
export const unnamedAddressSentence = (block: string) =>
  `The addresses ${block}. No rule names just them: rules that name other blocks, or the addresses of pods and nodes, tell them apart from the rest.`;
export const unreadLabel = (count: number) => `${plural(count, 'namespace', 'namespaces')} you may not read`;
export const unreadSentence = (count: number) =>
  `${unreadLabel(count)}. ${count === 1 ? 'It still counts as a possible source' : 'They still count as possible sources'}.`;
export const moreBlocksLabel = 'More blocks';
export const moreBlocksSentence = 'More address blocks that rules name, for which there is no room here.';
export const alikeSentence = (what: string, namespace: string) =>
  `${what} in ${namespace} with the same gates and the same class of data. Open it to see them one by one.`;
export const moreNamespacesLabel = 'More namespaces';
export const openedNote = (shown: number, of: number, what: string) =>
  `Showing ${formatCount(shown)} boxes for ${plural(of, what, `${what}s`)}. Those with the same gates and class stand in one box, and open.`;
export const unconnectedOmitted = (count: number, namespace: string) =>
  `${plural(count, 'workload', 'workloads')} of ${namespace} without a connection to it ${count === 1 ? 'is' : 'are'} not drawn.`;
export const foldedLabel = (count: number) => plural(count, 'workload', 'workloads');
export const foldedTilesSentence = (count: number, zone: string) =>
  `${plural(count, 'more namespace', 'more namespaces')} in ${zone}, for which there is no room. Search for one, or filter by its name.`;
export const foldedSentence = (what: string, where: string) => `${what} in ${where}. Open it to see them.`;

export const zoneLabels = {
  edge: 'Edge',
  apps: 'Apps',
  other: 'Other',
  data: 'Data',
  partners: 'Partners',
  platform: 'Platform',
} as const;

export function edgeSentence(edge: {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
  readonly some: string | undefined;
  readonly depends: string | undefined;
  readonly denied: string | undefined;
  readonly gaps: number;
}): string {
  const parts: string[] = [];
  if (edge.ports !== 'no port') parts.push(`${edge.from} may connect to ${edge.to} on ${edge.ports}.`);
  if (edge.some !== undefined)
    parts.push(`Some pods of ${edge.from} may connect to some of ${edge.to} on ${edge.some}.`);
  if (edge.depends !== undefined)
    parts.push(`Whether ${edge.from} may connect to ${edge.to} on ${edge.depends} depends.`);
  if (edge.denied !== undefined)
    parts.push(`Nothing allows what a gap tells of: ${edge.from} to ${edge.to} on ${edge.denied}.`);
  if (edge.gaps > 0) parts.push(`${plural(edge.gaps, 'gap', 'gaps')} on this connection.`);
  // names keep their small letter, the product's own words do not
  return parts.join(' ').replace(/^(any pod|any address|the internet) /, (own) => own[0]?.toUpperCase() + own.slice(1));
}

export const groupsNote = (groups: number, pods: number) =>
  `Showing ${plural(groups, 'group', 'groups')} standing for ${plural(pods, 'pod', 'pods')}.`;
export const foldedPodsNote = (asked: string, shown: string, limit: number) =>
  `Too many ${asked} to draw at once (more than ${formatCount(limit)}). Showing ${shown}; open a namespace for its ${asked}.`;
export const edgesOmitted = (count: number) =>
  `${plural(count, 'connection is', 'connections are')} too many to follow by eye and not drawn. Narrow the filter, or open the matrix.`;
export const ownNamespaceOmitted = (count: number) =>
  `${plural(count, 'connection', 'connections')} between a workload and everybody in its own namespace ${count === 1 ? 'is' : 'are'} not drawn.`;
export const hostNetworkOmitted = (count: number) =>
  `${plural(count, 'connection', 'connections')} of pods on the host network ${count === 1 ? 'is' : 'are'} not drawn.`;
/** Behind what is not drawn. */
export const NOT_DRAWN_BUT = 'The pages of the pods have what is not drawn, and so has ringfence list.';
export const noPolicies = (pods: number) =>
  `No policy selects any pod: all ${podCount(pods)} can reach each other on any port.`;
