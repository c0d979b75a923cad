import type { PodSpec, Protocol } from '#lib/kube/objects.ts';
import type { CompiledPolicy } from './ir.ts';
import { NO_PORTS, type PortSet, PROTOCOLS, portRange, unitePorts } from './port-set.ts';

/** What the named ports of a pod are, for the names that some rule uses. Interned: equal tables are one object. */
export interface NamedPorts {
  readonly id: number;
  /** Key: `protocol/name` (row 49: the protocol belongs to the name). */
  readonly ports: ReadonlyMap<string, PortSet>;
}

export const NO_NAMED_PORTS: NamedPorts = { id: 0, ports: new Map() };

export function namedPortKey(protocol: Protocol, name: string): string {
  return `${protocol}/${name}`;
}

/** Reads the named ports of pods, each distinct table once. */
export class NamedPortReader {
  private readonly relevant: ReadonlySet<string>;
  /** Equal for two that read the same names. */
  readonly text: string;
  private readonly byKey = new Map<string, NamedPorts>([['', NO_NAMED_PORTS]]);

  constructor(policies: readonly CompiledPolicy[]) {
    const names = new Set<string>();
    for (const { ingress = [], egress = [] } of policies) {
      for (const { ports } of [...ingress, ...egress]) {
        if (ports === 'every') continue;
        for (const port of ports) {
          if (port.type !== 'named') continue;
          const protocols = port.protocol === 'any' ? PROTOCOLS : [port.protocol];
          for (const protocol of protocols) names.add(namedPortKey(protocol, port.name));
        }
      }
    }
    this.relevant = names;
    this.text = JSON.stringify([...names].sort());
  }

  /** Row 53: of containers and init containers alike; row 52: one name on several containers is the union. */
  read(spec: PodSpec): NamedPorts {
    if (this.relevant.size === 0) return NO_NAMED_PORTS;
    const found: string[] = [];
    for (const containers of [spec.containers, spec.initContainers ?? []]) {
      for (const { ports } of containers) {
        for (const { name, containerPort, protocol = 'TCP' } of ports ?? []) {
          if (name === undefined) continue;
          const key = namedPortKey(protocol, name);
          if (this.relevant.has(key)) found.push(`${key} ${containerPort}`);
        }
      }
    }
    if (found.length === 0) return NO_NAMED_PORTS;
    const key = [...new Set(found)].sort().join('\n');
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const made = { id: this.byKey.size, ports: namedPortTable(found) };
    this.byKey.set(key, made);
    return made;
  }
}

function namedPortTable(found: readonly string[]): ReadonlyMap<string, PortSet> {
  const table = new Map<string, PortSet>();
  for (const entry of found) {
    const space = entry.lastIndexOf(' ');
    const key = entry.slice(0, space);
    const number = Number(entry.slice(space + 1));
    const protocol = key.slice(0, key.indexOf('/')) as Protocol;
    table.set(key, unitePorts(table.get(key) ?? NO_PORTS, portRange(protocol, number, number)));
  }
  return table;
}
