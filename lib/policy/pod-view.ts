import type { Revision } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { Peer, PodDirection, PodListItem, PodView, SelectingPolicy } from '#lib/api/pod-types.ts';
import type { NetworkPolicy, Pod, Workload } from '#lib/kube/objects.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { POD_VIEW, whatItReaches, whoCanReach } from '#lib/text/en/pod-view.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { isFinished } from './address-holders.ts';
import { compareText } from './connection-units.ts';
import { entryViews } from './entry-view.ts';
import { entrySet } from './exposure.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { whyNotSelected } from './not-selected.ts';
import { type PeerContext, type Peers, peersOf } from './peer-groups.ts';
import { policyKey, policyObject } from './policy-object.ts';
import { allContainers } from './service-table.ts';
import type { PolicyRef } from './types.ts';
import { unreachedCounts } from './unreached-peers.ts';

export interface PodViewContext extends PeerContext {
  readonly revision: Revision;
  /** The pod as lists show it; for a workload without pods as `podlessItem` makes it. */
  readonly item: PodListItem;
  readonly gapIds?: readonly string[];
}

/**
 * Everything about one pod (`ns/name`), or one workload without pods (`ns/Kind/name`).
 * @throws RingfenceError NOT_FOUND.
 */
export function podView(model: PolicyModel, key: string, context: PodViewContext): PodView {
  const pod = model.objects.pods.get(key);
  const workload = model.objects.workloads.get(key);
  const classId = model.classOf(key);
  const object = pod ?? workload;
  if (object === undefined) throw new RingfenceError('NOT_FOUND', ENDS.unknownPod(key));
  const { item } = context;
  const base = {
    revision: context.revision,
    pod: {
      ...item,
      ports: servedPorts(pod, workload),
      changed: object.metadata.managedFields?.[0],
      finished: pod !== undefined && isFinished(pod),
    },
    gapIds: context.gapIds ?? [],
    entries: classId === undefined ? [] : entryViews(model, item.workload, classId, key),
    entriesNotRead: entrySet(model).notRead,
  };
  if (classId === undefined) {
    const nothing = noDirection();
    const policies = { policies: [], otherPolicies: [] };
    return { ...base, sentence: POD_VIEW.finished(item.name), ingress: nothing, egress: nothing, ...policies };
  }
  const end: SingleEnd = { type: 'class', class: classId, pod: key };
  const ingress = peersOf(model, end, item.namespace, 'ingress', context);
  const egress = peersOf(model, end, item.namespace, 'egress', context);
  const selecting = selectingPolicies(model, end);
  return {
    ...base,
    sentence: `${ingressSentence(model, item.name, ingress)} ${egressSentence(model, egress)}`,
    ingress: directionOf(model, end, 'ingress', ingress, item.workload),
    egress: directionOf(model, end, 'egress', egress, item.workload),
    policies: selecting,
    otherPolicies: otherPolicies(model, item, object, selecting, context),
  };
}

/** A workload without pods as lists show pods. */
export function podlessItem(
  model: PolicyModel,
  key: string,
  context: Pick<PodViewContext, 'gapsOf'> & {
    readonly classificationOf: (workload: string) => PodListItem['classification'];
  },
): PodListItem {
  const classId = model.classOf(key);
  const workload = model.objects.workloads.get(key);
  if (classId === undefined || workload === undefined) throw new RingfenceError('NOT_FOUND', ENDS.unknownWorkload(key));
  const end: SingleEnd = { type: 'class', class: classId };
  const { template } = workload.spec;
  return {
    key,
    namespace: workload.metadata.namespace ?? 'default',
    name: workload.metadata.name,
    workload: key,
    phase: '',
    addresses: [],
    hostNetwork: template.spec.hostNetwork === true,
    isolation: { ingress: model.gate(end, 'ingress').isolated, egress: model.gate(end, 'egress').isolated },
    classification: context.classificationOf(key),
    gaps: context.gapsOf?.(key),
    labels: template.metadata?.labels ?? {},
  };
}

function servedPorts(pod: Pod | undefined, workload: Workload | undefined): PodView['pod']['ports'] {
  const spec = pod?.spec ?? workload?.spec.template.spec;
  const ports = (spec === undefined ? [] : allContainers(spec)).flatMap((container) => container.ports ?? []);
  const seen = new Map<string, PodView['pod']['ports'][number]>();
  for (const { name, containerPort, protocol = 'TCP' } of ports) {
    const key = `${protocol}/${containerPort}/${name ?? ''}`;
    seen.set(key, { protocol, port: containerPort, ...(name === undefined ? {} : { name }) });
  }
  return [...seen.values()].sort((a, b) => compareText(a.protocol, b.protocol) || a.port - b.port);
}

function noDirection(): PodDirection {
  return {
    isolated: 'none',
    sentence: '',
    reachable: { pods: 0, of: 0, depends: 0 },
    groups: [],
    unreachable: { pods: 0, workloads: 0 },
  };
}

function podCount(model: PolicyModel): number {
  return model.classes.reduce((sum, { count }) => sum + count, 0);
}

function directionOf(
  model: PolicyModel,
  end: SingleEnd,
  direction: 'ingress' | 'egress',
  peers: Peers,
  workload: string,
): PodDirection {
  const { isolated, policies } = model.gate(end, direction);
  const of = podCount(model);
  return {
    isolated,
    sentence: gateSentence(isolated, direction, policies),
    reachable: { pods: peers.certain, of, depends: peers.depends },
    groups: peers.groups,
    unreachable: {
      pods: Math.max(0, of - 1 - peers.certain - peers.depends),
      workloads: unreachedCounts(model, workload, peers.reached).size,
    },
  };
}

function gateSentence(
  isolated: PodDirection['isolated'],
  direction: 'ingress' | 'egress',
  policies: readonly PolicyRef[],
): string {
  const incoming = direction === 'ingress';
  const { length } = policies;
  const hasTiers = policies.some(({ kind }) => kind !== 'NetworkPolicy');
  switch (isolated) {
    case 'no':
      if (hasTiers) return incoming ? POD_VIEW.notClosedIngress(length) : POD_VIEW.notClosedEgress(length);
      return incoming ? POD_VIEW.openIngress : POD_VIEW.openEgress;
    case 'yes':
      if (hasTiers) return incoming ? POD_VIEW.closedIngress(length) : POD_VIEW.closedEgress(length);
      return incoming ? POD_VIEW.isolatedIngress(length) : POD_VIEW.isolatedEgress(length);
    case 'partly':
      return incoming ? POD_VIEW.partlyIngress(length) : POD_VIEW.partlyEgress(length);
    case 'none':
      return POD_VIEW.noGate;
    case 'depends':
      return POD_VIEW.undecided;
  }
}

function ingressSentence(model: PolicyModel, name: string, peers: Peers): string {
  const ports = new Set<string>();
  for (const peer of podPeers(peers)) if (isCertain(peer)) ports.add(portsInWords(peer.relation.allow));
  const [only] = ports;
  return whoCanReach(name, peers.certain, podCount(model), peers.depends, ports.size === 1 ? only : undefined);
}

function egressSentence(model: PolicyModel, peers: Peers): string {
  const certain = podPeers(peers).filter(isCertain);
  const dns = certain.filter(isDns);
  const outside = [
    ...new Set(
      peers.groups
        .filter(({ type }) => type === 'external')
        .flatMap((group) =>
          group.peers.filter(isCertain).map(({ type, name }) => (type === 'internet' ? POD_VIEW.internet : name)),
        ),
    ),
  ];
  const names = new Set([
    ...(dns.length > 0 ? [POD_VIEW.dns] : []),
    ...certain.filter((peer) => !isDns(peer)).map(({ name }) => name),
    ...outside,
  ]);
  return whatItReaches([...names], { pods: peers.certain, of: podCount(model), outside, depends: peers.depends });
}

function podPeers({ groups }: Peers): readonly Peer[] {
  return groups.filter(({ type }) => type === 'namespace').flatMap((group) => group.peers);
}

function isCertain({ relation }: Peer): boolean {
  return portsInWords(relation.allow) !== 'no port';
}

/** Port 53 and nothing else, at something that is called a name server. */
function isDns({ name, relation }: Peer): boolean {
  const { TCP, UDP, SCTP } = relation.allow;
  const onlyDns = [...TCP, ...UDP].every(([first, last]) => first === 53 && last === 53) && SCTP.length === 0;
  return onlyDns && /dns/.test(name);
}

function selectingPolicies(model: PolicyModel, end: SingleEnd): SelectingPolicy[] {
  const found = new Map<string, { policy: PolicyRef; directions: ('ingress' | 'egress')[] }>();
  for (const direction of ['ingress', 'egress'] as const) {
    for (const policy of model.gate(end, direction).policies) {
      const key = policyKey(policy);
      const entry = found.get(key);
      if (entry === undefined) found.set(key, { policy, directions: [direction] });
      else entry.directions.push(direction);
    }
  }
  return [...found.values()].map(({ policy, directions }): SelectingPolicy => {
    const object = policyObject(model.objects, policy);
    const rules = directions.reduce((sum, direction) => sum + (object?.spec[direction]?.length ?? 0), 0);
    return { policy, directions, rules, changed: object?.metadata.managedFields?.[0] };
  });
}

function otherPolicies(
  model: PolicyModel,
  item: PodListItem,
  object: Pod | Workload,
  selecting: readonly SelectingPolicy[],
  context: PodViewContext,
): PodView['otherPolicies'] {
  const selected = new Set(selecting.map(({ policy }) => policyKey(policy)));
  const labels = 'template' in object.spec ? object.spec.template.metadata?.labels : object.metadata.labels;
  return [...model.objects.networkPolicies]
    .filter(([key, { metadata }]) => metadata.namespace === item.namespace && !selected.has(`NetworkPolicy/${key}`))
    .sort(([a], [b]) => compareNames(a, b))
    .map(([, policy]: readonly [string, NetworkPolicy]) => {
      const { namespace = 'default', name } = policy.metadata;
      return {
        policy: { kind: policy.kind, namespace, name },
        because: whyNotSelected(policy.spec.podSelector, labels) ?? POD_VIEW.hostNetworkNotSelected,
        gaps: context.gapsOf?.(`${namespace}/${policy.kind}/${name}`),
      };
    });
}
