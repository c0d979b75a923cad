import type { Peer, PeerGroup } from '#lib/api/pod-types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { POD_VIEW } from '#lib/text/en/pod-view.ts';
import { portWords } from '#lib/text/en/ports.ts';
import { INTERNET } from './connection-units.ts';
import { relationJson } from './explain.ts';
import type { PolicyModel, Relation, SingleEnd } from './model.ts';
import { NO_PORTS } from './port-set.ts';

/** What a view of pods knows beside the policies. */
export interface PeerContext {
  readonly classificationOf?: (workload: string) => Peer['classification'];
  readonly gapsOf?: (subject: string) => Peer['gaps'];
  readonly isPlatform?: (namespace: string) => boolean;
  /** The worst open gap that the connection with a peer is part of. */
  readonly gapWith?: (direction: 'ingress' | 'egress', peer: string) => Peer['gap'];
}

export interface Peers {
  readonly groups: readonly PeerGroup[];
  /** Pods with some certain port; pods that only may have one. */
  readonly certain: number;
  readonly depends: number;
  /** Those pods by workload and by what they may use. */
  readonly reached: readonly PeerPods[];
}

/**
 * Everyone with whom `end` may connect in one direction: outside first, then its own namespace, then by breadth; in each
 * the worst gap first.
 */
export function peersOf(
  model: PolicyModel,
  end: SingleEnd,
  namespace: string,
  direction: 'ingress' | 'egress',
  context: PeerContext,
): Peers {
  const found = peerPods(model, end, direction);
  const byNamespace = new Map<string, { pods: number; peers: Peer[] }>();
  let certain = 0;
  let depends = 0;
  // A handful of relations among thousands of peers.
  const written = new Map<Relation, Pick<Peer, 'relation' | 'label'>>();
  for (const { workload, relation, pods, count } of found) {
    const [ofNamespace = '', kind = '', ...name] = workload.split('/');
    if (relation.must === NO_PORTS) depends += count;
    else certain += count;
    let told = written.get(relation);
    if (told === undefined) {
      const json = relationJson(relation);
      told = { relation: json, label: relationLabel(json) };
      written.set(relation, told);
    }
    const peer: Peer = {
      type: 'workload',
      id: workload,
      name: name.join('/'),
      kind,
      pods: count,
      of: [...model.classesOfWorkload(workload).values()].reduce((sum, each) => sum + each, 0),
      example: pods[0] ?? workload,
      ...told,
      classification: context.classificationOf?.(workload),
      gaps: context.gapsOf?.(workload),
      gap: context.gapWith?.(direction, workload),
    };
    const group = byNamespace.get(ofNamespace);
    if (group === undefined) byNamespace.set(ofNamespace, { pods: count, peers: [peer] });
    else {
      group.pods += count;
      group.peers.push(peer);
    }
  }
  const namespaces = [...byNamespace].map(([name, { pods, peers }]): PeerGroup => {
    const note =
      name === namespace ? POD_VIEW.ownNamespace : context.isPlatform?.(name) ? POD_VIEW.platform : undefined;
    const sorted = peers.sort((a, b) => gapRank(a) - gapRank(b) || b.pods - a.pods || compareNames(a.id, b.id));
    return { type: 'namespace', name, ...(note === undefined ? {} : { note }), pods, peers: sorted };
  });
  namespaces.sort(
    (a, b) =>
      Number(b.name === namespace) - Number(a.name === namespace) || b.pods - a.pods || compareNames(a.name, b.name),
  );
  const outside = outsidePeers(model, end, direction, context);
  const external: PeerGroup[] =
    outside.length === 0 ? [] : [{ type: 'external', name: POD_VIEW.external, pods: 0, peers: outside }];
  return { groups: [...external, ...namespaces], certain, depends, reached: found };
}

/** The worst gap first; without one last. */
function gapRank({ gap }: Peer): number {
  return gap === undefined ? SEVERITY_ORDER.length : SEVERITY_ORDER.indexOf(gap);
}

const SEVERITY_ORDER: readonly NonNullable<Peer['gap']>[] = ['critical', 'high', 'medium', 'low', 'info'];

export interface PeerPods {
  readonly workload: string;
  readonly relation: Relation;
  readonly pods: readonly string[];
  readonly count: number;
}

/** The rows of the end by workload: who may connect, also where it is undecided. A class that own-node rules split is looked at pod by pod. */
export function peerPods(model: PolicyModel, end: SingleEnd, direction: 'ingress' | 'egress'): readonly PeerPods[] {
  const self = end.type === 'class' ? end.pod : undefined;
  const found = new Map<string, { workload: string; relation: Relation; pods: string[]; count: number }>();
  const add = (workload: string, relation: Relation, pods: readonly string[], count: number): void => {
    if (relation.may === NO_PORTS) return;
    const key = `${workload} ${relation.must.id} ${relation.may.id} ${relation.reasons.join()}`;
    let entry = found.get(key);
    if (entry === undefined) {
      entry = { workload, relation, pods: [], count: 0 };
      found.set(key, entry);
    }
    for (const pod of pods) entry.pods.push(pod);
    entry.count += count;
  };
  const split = new Set<number>();
  for (const row of direction === 'ingress' ? model.rowsInto(end) : model.rowsOutOf(end)) {
    for (const [classId, count] of row.classes) {
      const podClass = model.classes[classId];
      if (podClass === undefined || split.has(classId)) continue;
      // A row leaves out the asked pod; a workload without pods, one of its replicas.
      const isOwn = end.type === 'class' && end.class === classId;
      const others = podClass.count - (isOwn ? 1 : 0);
      if (count < others) {
        split.add(classId);
        for (const pod of podClass.pods) {
          if (pod !== self)
            add(
              model.workloadOfPod(pod),
              relate(model, end, { type: 'class', class: classId, pod }, direction),
              [pod],
              1,
            );
        }
        continue;
      }
      for (const [workload, pods] of podsByWorkload(model, classId)) {
        const peers = isOwn ? pods.filter((pod) => pod !== self) : pods;
        if (peers.length > 0) add(workload, row.relation, peers, peers.length);
      }
      for (const workload of podClass.podlessWorkloads) {
        const replicas = model.classesOfWorkload(workload).get(classId) ?? 0;
        // A workload without pods reaches its own other replicas, where there are any.
        if (workload !== self || replicas > 1)
          add(workload, row.relation, [], workload === self ? replicas - 1 : replicas);
      }
    }
  }
  return [...found.values()];
}

const podsOfClasses = new WeakMap<PolicyModel, (ReadonlyMap<string, readonly string[]> | undefined)[]>();

/** The pods of a class by their workload, in the class's order. */
function podsByWorkload(model: PolicyModel, classId: number): ReadonlyMap<string, readonly string[]> {
  const known = podsOfClasses.get(model) ?? [];
  podsOfClasses.set(model, known);
  let pods = known[classId];
  if (pods === undefined) {
    pods = Map.groupBy(model.classes[classId]?.pods ?? [], (pod) => model.workloadOfPod(pod));
    known[classId] = pods;
  }
  return pods;
}

function relate(model: PolicyModel, end: SingleEnd, peer: SingleEnd, direction: 'ingress' | 'egress'): Relation {
  return direction === 'ingress' ? model.relation(peer, end) : model.relation(end, peer);
}

function outsidePeers(
  model: PolicyModel,
  end: SingleEnd,
  direction: 'ingress' | 'egress',
  context: PeerContext,
): Peer[] {
  const peers: Peer[] = [];
  for (const row of model.externalRows(end, direction)) {
    if (row.relation.may === NO_PORTS) continue;
    const json = relationJson(row.relation);
    const isInternet = row.label === INTERNET;
    const known = peers.findIndex(({ id, label }) => id === row.label && label === relationLabel(json));
    if (known >= 0) continue; // both families alike
    peers.push({
      type: isInternet ? 'internet' : 'address',
      id: row.label,
      name: row.label,
      pods: 0,
      of: 0,
      example: isInternet ? INTERNET : (row.ranges[0]?.[0] ?? row.label),
      relation: json,
      label: relationLabel(json),
      gap: context.gapWith?.(direction, row.label),
    });
  }
  return peers;
}

/** "any", "TCP 5432", "UDP 53, TCP 53", "3 ports"; of what may be open where nothing is certain. */
export function relationLabel({ allow, depends }: Peer['relation']): string {
  const certain = portWords(allow);
  const words = certain.length > 0 ? certain : portWords(depends);
  return words.length <= 2 ? words.join(', ') : `${words.length} ports`;
}
