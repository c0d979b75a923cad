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
  /** Name → protocol → number → what stands for the three in a table's key; names and protocols that some rule uses. */
  private readonly relevant = new Map<string, Map<Protocol, Map<number, string>>>();
  /** Equal for two that read the same names. */
  readonly text: string;
  private readonly byKey = new Map<string, NamedPorts>([['', NO_NAMED_PORTS]]);

  constructor(policies: readonly CompiledPolicy[]) {
    for (const { ingress = [], egress = [] } of policies) {
      for (const { ports } of [...ingress, ...egress]) {
        if (ports === 'every') continue;
        for (const port of ports) {
          if (port.type !== 'named') continue;
          const known = this.relevant.get(port.name) ?? new Map<Protocol, Map<number, string>>();
          this.relevant.set(port.name, known);
          const protocols = port.protocol === 'any' ? PROTOCOLS : [port.protocol];
          for (const protocol of protocols) if (!known.has(protocol)) known.set(protocol, new Map());
        }
      }
    }
    const names = [...this.relevant].flatMap(([name, protocols]) =>
      [...protocols.keys()].map((protocol) => namedPortKey(protocol, name)),
    );
    this.text = JSON.stringify(names.sort());
  }

  /** Row 53: of containers and init containers alike; row 52: one name on several containers is the union. */
  read({ containers, initContainers }: PodSpec): NamedPorts {
    if (this.relevant.size === 0) return NO_NAMED_PORTS;
    const found: string[] = [];
    this.find(containers, found);
    if (initContainers !== undefined) this.find(initContainers, found);
    if (found.length === 0) return NO_NAMED_PORTS;
    const key = found.length === 1 ? (found[0] as string) : [...new Set(found)].sort().join('\n');
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const made = { id: this.byKey.size, ports: namedPortTable(found) };
    this.byKey.set(key, made);
    return made;
  }

  private find(containers: PodSpec['containers'], found: string[]): void {
    for (const { ports } of containers) {
      if (ports === undefined) continue;
      for (const { name, containerPort, protocol = 'TCP' } of ports) {
        const numbers = name === undefined ? undefined : this.relevant.get(name)?.get(protocol);
        if (numbers === undefined) continue;
        let entry = numbers.get(containerPort);
        if (entry === undefined) {
          entry = `${namedPortKey(protocol, name as string)} ${containerPort}`;
          numbers.set(containerPort, entry);
        }
        found.push(entry);
      }
    }
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
