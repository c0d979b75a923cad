import type { Protocol } from '#lib/kube/objects.ts';
import type { PortSet } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';

/** A port that a workload declares, probes or serves through a Service. */
export interface ServedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** The engine's flat intervals as machines read them. */
export function portsToJson(ports: PortSet): PortsJson {
  return { TCP: pairs(ports.TCP), UDP: pairs(ports.UDP), SCTP: pairs(ports.SCTP) };
}

/**
 * What of a relation reaches the ports that the target serves. With nothing known to be served every port counts:
 * a container may listen on ports that it does not declare. Undefined where nothing is left.
 */
export function withinServed(ports: PortSet, served: readonly ServedPort[]): PortsJson | undefined {
  if (served.length === 0) return isEmpty(ports) ? undefined : portsToJson(ports);
  const open = served.filter(({ protocol, port }) => hasPort(ports, protocol, port));
  return open.length === 0 ? undefined : servedToJson(open);
}

export function servedToJson(served: readonly ServedPort[]): PortsJson {
  const of = (protocol: Protocol): (readonly [number, number])[] =>
    served.filter((entry) => entry.protocol === protocol).map(({ port }) => [port, port] as const);
  return { TCP: of('TCP'), UDP: of('UDP'), SCTP: of('SCTP') };
}

export function hasPort(ports: PortSet, protocol: Protocol, port: number): boolean {
  const intervals = ports[protocol];
  for (let i = 0; i < intervals.length; i += 2) {
    const first = intervals[i];
    const last = intervals[i + 1];
    if (first !== undefined && last !== undefined && first <= port && port <= last) return true;
  }
  return false;
}

export function isEmpty(ports: PortSet): boolean {
  return PROTOCOLS.every((protocol) => ports[protocol].length === 0);
}

/** The first port of a relation, for an explanation that needs one. */
export function examplePort(ports: PortsJson): ServedPort | undefined {
  for (const protocol of PROTOCOLS) {
    const first = ports[protocol][0];
    if (first !== undefined) return { protocol, port: first[0] };
  }
  return undefined;
}

function pairs(flat: readonly number[]): (readonly [number, number])[] {
  const result: (readonly [number, number])[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const first = flat[i];
    const last = flat[i + 1];
    if (first !== undefined && last !== undefined) result.push([first, last]);
  }
  return result;
}
