import { RingfenceError } from '#lib/api/errors.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { parseAddress, parseCidr } from './address.ts';
import { addressHolders } from './address-holders.ts';
import { blockRest } from './block-parts.ts';
import { formatHypothetical } from './endpoints.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { serviceBackends } from './service-backends.ts';
import type { Backend } from './service-table.ts';
import type { Endpoint } from './types.ts';

/** Single ends that the engine need not tell apart: the pods of one class, or one end of another type. */
export interface EndGroup {
  readonly end: SingleEnd;
  /** Pod keys, or the key of a workload without pods; empty for all other ends. */
  readonly members: readonly string[];
  /** Single ends in it; the replicas of a workload without pods. */
  readonly count: number;
  readonly countUnknown: boolean;
  /** As the contract writes ends. */
  readonly example: string;
  /** Where a Service leads: the port on this backend. */
  readonly port?: { readonly protocol: Protocol; readonly port: number };
  /** It was asked for through a Service: a pod may reach itself that way by other rules (row 63). */
  readonly viaService?: true;
  /** Part of an asked block that nobody in the cluster holds: cut further against the other end. */
  readonly rest?: { readonly family: 'IPv4' | 'IPv6'; readonly first: bigint; readonly last: bigint };
}

export interface ExpandOptions {
  /** A namespace that is not in the input is taken to exist, for hypothetical pods. */
  readonly assumeNamespaces?: boolean;
  /** The port that the question names: a Service's address translates it. */
  readonly port?: number | string;
  readonly protocol?: Protocol;
}

/**
 * The single ends that an end stands for, gathered by class, in a stable order.
 * @throws RingfenceError BAD_REQUEST with a sentence, where the end is not there or not one thing.
 */
export function expandEndpoint(
  model: PolicyModel,
  endpoint: Endpoint,
  side: 'from' | 'to',
  options: ExpandOptions = {},
): readonly EndGroup[] {
  switch (endpoint.type) {
    case 'pod':
      return [podOrWorkload(model, endpoint.namespace, endpoint.name)];
    case 'workload':
      return workloadGroups(model, endpoint.namespace, endpoint.kind, endpoint.name);
    case 'service': {
      const key = `${endpoint.namespace}/${endpoint.name}`;
      if (endpoint.port !== undefined && options.port !== undefined && side === 'to') {
        throw bad(ENDS.servicePortTwice(`${endpoint.namespace}/Service/${endpoint.name}`));
      }
      const protocol = side === 'to' ? options.protocol : undefined;
      return backendGroups(model, serviceBackends(model, key, endpoint.port, protocol), side);
    }
    case 'hypothetical': {
      const { namespace, labels } = endpoint;
      if (!options.assumeNamespaces && !model.namespaces.includes(namespace))
        throw bad(ENDS.unknownNamespace(namespace));
      return [single({ type: 'hypothetical', namespace, labels }, formatHypothetical(namespace, labels))];
    }
    case 'internet':
      return [single({ type: 'internet' }, 'internet')];
    case 'address':
      return addressGroups(model, endpoint.address, side, options);
    case 'block':
      return blockGroups(model, endpoint.cidr);
  }
}

function podOrWorkload(model: PolicyModel, namespace: string, name: string): EndGroup {
  const key = `${namespace}/${name}`;
  const pod = model.objects.pods.get(key);
  const sameName = model.workloads.filter((workload) => {
    const [workloadNamespace, kind, ...rest] = workload.split('/');
    return workloadNamespace === namespace && kind !== 'Pod' && rest.join('/') === name;
  });
  const podless = sameName.filter((workload) => model.classOf(workload) !== undefined);
  const choices = [...(pod === undefined ? [] : [`${namespace}/Pod/${name}`]), ...podless];
  if (choices.length > 1) throw bad(ENDS.ambiguous(key, choices));
  if (pod !== undefined) return podGroup(model, key);
  const [only] = podless;
  if (only !== undefined) return podlessGroup(model, only);
  const [withPods] = sameName;
  throw bad(withPods === undefined ? ENDS.unknownPod(key) : ENDS.workloadHasPods(key, withPods));
}

function workloadGroups(model: PolicyModel, namespace: string, kind: string, name: string): EndGroup[] {
  if (kind === 'Pod') {
    if (!model.objects.pods.has(`${namespace}/${name}`)) throw bad(ENDS.unknownPod(`${namespace}/${name}`));
    return [podGroup(model, `${namespace}/${name}`)];
  }
  const wanted = `${namespace}/${kind}/${name}`;
  // Kinds that Kubernetes does not know (a Rollout) are written without case too.
  const key =
    model.classesOfWorkload(wanted).size > 0 ? wanted : model.workloads.find((workload) => sameKey(workload, wanted));
  if (key === undefined) throw bad(ENDS.unknownWorkload(wanted));
  if (model.classOf(key) !== undefined) return [podlessGroup(model, key)];
  const pods = [...model.classesOfWorkload(key).keys()].flatMap((classId) =>
    (model.classes[classId]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === key),
  );
  return gatherPods(model, pods);
}

function sameKey(workload: string, wanted: string): boolean {
  const [namespace, kind, name] = workload.split('/');
  const [wantedNamespace, wantedKind, wantedName] = wanted.split('/');
  return namespace === wantedNamespace && name === wantedName && kind?.toLowerCase() === wantedKind?.toLowerCase();
}

function backendGroups(model: PolicyModel, backends: readonly Backend[], side: 'from' | 'to'): EndGroup[] {
  const groups: EndGroup[] = [];
  const byPort = new Map<string, { pods: string[]; port: Backend['port'] }>();
  for (const backend of backends) {
    // As a source the Service's port means nothing: the backends open their connections from anywhere.
    const port = side === 'to' ? backend.port : undefined;
    if (backend.type === 'podless') groups.push({ ...podlessGroup(model, backend.key), port, viaService: true });
    else if (backend.type === 'address') groups.push({ ...outsideAddress(backend.key), port });
    else {
      const key = port === undefined ? '' : `${port.protocol}/${port.port}`;
      const entry = byPort.get(key);
      if (entry === undefined) byPort.set(key, { pods: [backend.key], port });
      else entry.pods.push(backend.key);
    }
  }
  for (const { pods, port } of byPort.values()) {
    for (const group of gatherPods(model, pods)) groups.push({ ...group, port, viaService: true });
  }
  return groups;
}

function addressGroups(
  model: PolicyModel,
  text: string,
  side: 'from' | 'to',
  options: ExpandOptions,
): readonly EndGroup[] {
  const address = parseAddress(text);
  if (address === undefined) throw bad(ENDS.unreadable(text));
  const holder = addressHolders(model.objects).find(address);
  switch (holder?.type) {
    case undefined:
      return [outsideAddress(text)];
    case 'pods':
      if (holder.pods.length > 1) throw bad(ENDS.addressTwice(text, holder.pods));
      return [podGroup(model, holder.pods[0] ?? '')];
    case 'node':
      return [single({ type: 'node', name: holder.name }, text)];
    case 'service':
      if (side === 'from') throw bad(ENDS.serviceAsSource(text, holder.key));
      return backendGroups(model, serviceBackends(model, holder.key, options.port, options.protocol), side);
  }
}

function blockGroups(model: PolicyModel, text: string): EndGroup[] {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw bad(ENDS.unreadable(text));
  const held = addressHolders(model.objects).between(cidr.family, cidr.first, cidr.last);
  const pods = new Set<string>();
  const nodes = new Set<string>();
  for (const [, holder] of held) {
    if (holder.type === 'pods') for (const pod of holder.pods) pods.add(pod);
    if (holder.type === 'node') nodes.add(holder.name);
  }
  const groups = gatherPods(model, [...pods]);
  for (const name of [...nodes].sort()) groups.push(single({ type: 'node', name }, nodeAddress(model, name)));
  for (const part of blockRest(
    model,
    cidr,
    held.map(([address]) => address),
  )) {
    groups.push({ ...single({ type: 'address', ...part.text }, part.text.first), rest: part });
  }
  return groups;
}

/** A node as the contract writes it: by its address. */
function nodeAddress(model: PolicyModel, name: string): string {
  const addresses = model.objects.nodes.get(name)?.status?.addresses ?? [];
  return addresses.find(({ address }) => parseAddress(address) !== undefined)?.address ?? name;
}

function podGroup(model: PolicyModel, key: string): EndGroup {
  const classId = model.classOf(key);
  if (classId === undefined) throw bad(ENDS.finishedPod(key));
  return gatherPods(model, [key])[0] as EndGroup;
}

function podlessGroup(model: PolicyModel, key: string): EndGroup {
  const classId = model.classOf(key) as number;
  const podClass = model.classes[classId];
  const kind = key.split('/')[1];
  return {
    end: { type: 'class', class: classId },
    members: [key],
    count: model.classesOfWorkload(key).get(classId) ?? 0,
    countUnknown: kind === 'DaemonSet' && podClass?.countUnknown === true,
    example: key,
  };
}

/** Pods by class, classes ascending, pods sorted. A pod alone is asked by its name. */
export function gatherPods(model: PolicyModel, pods: readonly string[]): EndGroup[] {
  const byClass = new Map<number, string[]>();
  for (const pod of [...pods].sort()) {
    const classId = model.classOf(pod);
    if (classId === undefined) continue; // finished
    const list = byClass.get(classId);
    if (list === undefined) byClass.set(classId, [pod]);
    else list.push(pod);
  }
  return [...byClass].sort(([a], [b]) => a - b).map(([classId, members]) => classGroup(classId, members));
}

/** Some pods of one class. */
export function classGroup(classId: number, members: readonly string[]): EndGroup {
  const [first = ''] = members;
  const end: SingleEnd =
    members.length === 1 ? { type: 'class', class: classId, pod: first } : { type: 'class', class: classId };
  return { end, members, count: members.length, countUnknown: false, example: first };
}

function single(end: SingleEnd, example: string): EndGroup {
  return { end, members: [], count: 1, countUnknown: false, example };
}

function outsideAddress(text: string): EndGroup {
  const address = parseAddress(text);
  if (address === undefined) throw bad(ENDS.unreadable(text));
  return single({ type: 'address', family: address.family, first: text, last: text }, text);
}

function bad(message: string): RingfenceError {
  return new RingfenceError('BAD_REQUEST', message);
}
