import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import type { Container, ContainerPort, Pod, PodSpec } from '#lib/kube/objects.ts';
import { isFinished } from './address-holders.ts';
import { isLoopback, type Reach, reachOfAddresses, reachOfNodes } from './address-reach.ts';
import { type Entry, type EntryFacts, entriesOf } from './entry.ts';
import type { PolicyModel } from './model.ts';
import { allContainers } from './service-table.ts';

interface Source {
  readonly type: 'pod' | 'podless';
  readonly key: string;
  readonly workload: string;
  readonly spec: PodSpec;
}

interface Found {
  readonly type: 'hostPort' | 'hostNetwork';
  readonly workload: string;
  readonly port: ContainerPort | undefined;
  readonly path: string;
  readonly members: Source[];
  readonly nodes: Set<string>;
}

/**
 * Ways in by the address of a node: ports that a container takes on its node, and pods that share their node's network
 * altogether. Which ports those listen on is known only as far as they declare them.
 */
export function hostEntries(model: PolicyModel): readonly Entry[] {
  const found = new Map<string, Found>();
  for (const source of sourcesOf(model)) {
    for (const { port, path } of openPorts(source.spec)) {
      const type = source.spec.hostNetwork === true ? 'hostNetwork' : 'hostPort';
      const key = `${source.workload} ${type} ${port?.protocol} ${port?.containerPort} ${port?.hostPort} ${port?.hostIP}`;
      let entry = found.get(key);
      if (entry === undefined) {
        entry = { type, workload: source.workload, port, path, members: [], nodes: new Set() };
        found.set(key, entry);
      }
      entry.members.push(source);
      if (source.spec.nodeName !== undefined) entry.nodes.add(source.spec.nodeName);
    }
  }
  const everywhere = reachOfNodes(model.objects);
  return [...found.values()].flatMap((entry) => toEntries(model, entry, everywhere));
}

function* sourcesOf(model: PolicyModel): Generator<Source> {
  for (const [key, { spec }] of podsOnNodePorts(model.objects.pods).flat()) {
    yield { type: 'pod', key, workload: model.workloadOfPod(key), spec };
  }
  for (const [key, { spec }] of model.objects.workloads) {
    if (!takesNodePorts(spec.template.spec) || model.classOf(key) === undefined) continue;
    yield { type: 'podless', key, workload: key, spec: spec.template.spec };
  }
}

const podsOnNodePorts = readByNamespace((pods: ReadonlyMap<string, Pod>) =>
  [...pods].filter(([, pod]) => !isFinished(pod) && takesNodePorts(pod.spec)),
);

function takesNodePorts({ hostNetwork, containers, initContainers }: PodSpec): boolean {
  const has = ({ ports }: Container) => ports?.some(({ hostPort }) => hostPort !== undefined) === true;
  return hostNetwork === true || containers.some(has) || initContainers?.some(has) === true;
}

function openPorts(spec: PodSpec): readonly { readonly port: ContainerPort | undefined; readonly path: string }[] {
  const onHost = spec.hostNetwork === true;
  const lists = [
    ['containers', spec.containers],
    ['initContainers', spec.initContainers ?? []],
  ] as const;
  const ports = lists.flatMap(([list, containers]) =>
    containers.flatMap((container, c) =>
      (container.ports ?? []).map((port, p) => ({ port, path: `spec.${list}[${c}].ports[${p}].hostPort` })),
    ),
  );
  if (!onHost) return ports.filter(({ port }) => port.hostPort !== undefined && !isLoopback(port.hostIP ?? ''));
  // On the host network a declared port is a port of the node, whether it says hostPort or not.
  if (ports.length > 0) return ports.map(({ port }) => ({ port, path: 'spec.hostNetwork' }));
  return allContainers(spec).length === 0 ? [] : [{ port: undefined, path: 'spec.hostNetwork' }];
}

function toEntries(
  model: PolicyModel,
  { type, workload, port, path, members, nodes }: Found,
  everywhere: Reach,
): readonly Entry[] {
  const [namespace = '', kind = '', ...name] = workload.split('/');
  const outsidePort = port?.hostPort ?? (type === 'hostNetwork' ? port?.containerPort : undefined);
  const facts: EntryFacts = {
    via: type,
    object: { kind, namespace, name: name.join('/') },
    path,
    reach: reachOf(model, port, nodes, everywhere),
    sourceRanges: [],
    // Port mapping is done by the network plugin, with or without the client's address (gdpr.md EXP-004).
    source: type === 'hostPort' ? 'may-be-rewritten' : 'client',
    ...(outsidePort === undefined ? {} : { outsidePort }),
  };
  if (port === undefined) {
    const classes = new Set(members.flatMap(({ key }) => model.classOf(key) ?? []));
    return [{ workload, classes: [...classes].sort((a, b) => a - b), protocol: 'TCP', ...facts }];
  }
  const at = { protocol: port.protocol ?? 'TCP', port: port.containerPort } as const;
  return entriesOf(
    model,
    members.map((member) => ({ type: member.type, key: member.key, port: at, ready: true })),
    facts,
  );
}

function reachOf(
  model: PolicyModel,
  port: ContainerPort | undefined,
  nodes: ReadonlySet<string>,
  everywhere: Reach,
): Reach {
  const hostIP = port?.hostIP;
  if (hostIP !== undefined && hostIP !== '0.0.0.0' && hostIP !== '::') return reachOfAddresses([hostIP]);
  if (nodes.size === 0) return everywhere;
  // The pods of a DaemonSet are everywhere; asking its nodes one by one would say the same.
  return nodes.size >= model.objects.nodes.size ? everywhere : reachOfNodes(model.objects, nodes);
}
