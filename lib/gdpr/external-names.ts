import type { Service } from '#lib/kube/objects.ts';
import type { ServiceEntry } from '#lib/kube/service-entry.ts';
import { mayNamePods } from '#lib/policy/cluster-names.ts';
import { ALL_PORTS, NO_PORTS, type PortSet, portRange, unitePorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { recipientOfName } from './recipients.ts';

/** An object that stands for a name outside the cluster. */
export interface ExternalName {
  readonly namedBy: NamedBy;
  readonly host: string;
  /** Those that it declares; all where it declares none. */
  readonly ports: PortSet;
}

export interface NamedBy {
  readonly kind: 'Service' | 'ServiceEntry';
  /** `ns/name` */
  readonly name: string;
}

interface Names {
  readonly byNamespace: ReadonlyMap<string, readonly ExternalName[]>;
  readonly forAll: number;
}

const known = new WeakMap<CheckContext, Names>();

/**
 * The names outside that objects give to a namespace, by the objects' names: its ExternalName Services, and Istio's
 * ServiceEntries that are its own or exported to it by name. Names of the cluster's own DNS and single labels lead nowhere
 * else.
 */
export function externalNames(context: CheckContext, namespace: string): readonly ExternalName[] {
  return namesOf(context).byNamespace.get(namespace) ?? [];
}

/** ServiceEntries that every namespace may use: which workloads of others they are meant for, nothing says. */
export function namesForEveryNamespace(context: CheckContext): number {
  return namesOf(context).forAll;
}

function namesOf(context: CheckContext): Names {
  let names = known.get(context);
  if (names === undefined) {
    names = collect(context);
    known.set(context, names);
  }
  return names;
}

function collect({ model, dataMap }: CheckContext): Names {
  const found = new Map<string, ExternalName[]>();
  const add = (namespace: string, hosts: readonly string[], namedBy: NamedBy, ports: PortSet): void => {
    for (const host of outsideHosts(hosts)) {
      found.set(namespace, [...(found.get(namespace) ?? []), { namedBy, host, ports }]);
    }
  };
  for (const [name, { metadata, spec }] of sorted(model.objects.services)) {
    if (spec.type !== 'ExternalName' || spec.externalName === undefined) continue;
    add(metadata.namespace ?? 'default', [spec.externalName], { kind: 'Service', name }, portsOfService(spec));
  }
  let forAll = 0;
  for (const [name, { metadata, spec }] of sorted(model.objects.serviceEntries)) {
    if (spec.location === 'MESH_INTERNAL' || spec.selectsWorkloads === true) continue;
    const own = metadata.namespace ?? 'default';
    const { exportTo = ['*'] } = spec;
    const users = new Set(exportTo.flatMap((each) => (each === '.' || each === '*' ? own : each === '~' ? [] : each)));
    for (const user of users) add(user, spec.hosts, { kind: 'ServiceEntry', name }, portsOfEntry(spec));
    const undeclared = outsideHosts(spec.hosts).some((host) => recipientOfName(dataMap, host) === undefined);
    if (exportTo.includes('*') && undeclared) forAll++;
  }
  return { byNamespace: found, forAll };
}

function outsideHosts(hosts: readonly string[]): readonly string[] {
  return hosts
    .map((host) => host.toLowerCase().replace(/\.$/, ''))
    .filter((host) => host.includes('.') && !mayNamePods(host));
}

function sorted<Kept>(map: ReadonlyMap<string, Kept>): readonly (readonly [string, Kept])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function portsOfService({ ports = [] }: Service['spec']): PortSet {
  if (ports.length === 0) return ALL_PORTS;
  return ports
    .map(({ protocol = 'TCP', port }) => portRange(protocol, port, port))
    .reduce((a, b) => unitePorts(a, b), NO_PORTS);
}

function portsOfEntry({ ports = [] }: ServiceEntry['spec']): PortSet {
  if (ports.length === 0) return ALL_PORTS;
  return ports.map((port) => portRange('TCP', port, port)).reduce((a, b) => unitePorts(a, b), NO_PORTS);
}
