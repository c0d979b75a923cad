import type { Service } from '#lib/kube/objects.ts';
import { mayNamePods } from '#lib/policy/cluster-names.ts';
import { ALL_PORTS, NO_PORTS, type PortSet, portRange, unitePorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';

/** A Service that stands for a name outside the cluster. */
export interface ExternalName {
  /** `ns/name` */
  readonly service: string;
  readonly host: string;
  /** Those that the Service declares; all where it declares none. */
  readonly ports: PortSet;
}

const known = new WeakMap<CheckContext, ReadonlyMap<string, readonly ExternalName[]>>();

/** The ExternalName Services of a namespace, by name. Names of the cluster's own DNS and single labels lead nowhere else. */
export function externalNames(context: CheckContext, namespace: string): readonly ExternalName[] {
  let byNamespace = known.get(context);
  if (byNamespace === undefined) {
    byNamespace = collect(context);
    known.set(context, byNamespace);
  }
  return byNamespace.get(namespace) ?? [];
}

function collect({ model }: CheckContext): ReadonlyMap<string, readonly ExternalName[]> {
  const found = new Map<string, ExternalName[]>();
  for (const { metadata, spec } of [...model.objects.services.values()].sort(byName)) {
    const { type, externalName } = spec;
    if (type !== 'ExternalName' || externalName === undefined) continue;
    const host = externalName.toLowerCase().replace(/\.$/, '');
    if (!host.includes('.') || mayNamePods(host)) continue;
    const namespace = metadata.namespace ?? 'default';
    const entry = { service: `${namespace}/${metadata.name}`, host, ports: portsOf(spec) };
    found.set(namespace, [...(found.get(namespace) ?? []), entry]);
  }
  return found;
}

function byName(a: Service, b: Service): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function portsOf({ ports = [] }: Service['spec']): PortSet {
  if (ports.length === 0) return ALL_PORTS;
  return ports
    .map(({ protocol = 'TCP', port }) => portRange(protocol, port, port))
    .reduce((a, b) => unitePorts(a, b), NO_PORTS);
}
