import type { Protocol } from '#lib/kube/objects.ts';
import { hasPort, NO_PORTS, type PortSet, PROTOCOLS, portsJson } from '#lib/policy/port-set.ts';
import type { PortsJson } from '#lib/policy/types.ts';

/** A port that a workload declares, probes or serves through a Service. */
export interface ServedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/**
 * What of a relation reaches the ports that the target serves. With nothing known to be served every port counts:
 * a container may listen on ports that it does not declare. Undefined where nothing is left.
 */
export function withinServed(ports: PortSet, served: readonly ServedPort[]): PortsJson | undefined {
  if (served.length === 0) return ports.id === NO_PORTS.id ? undefined : portsJson(ports);
  const open = served.filter(({ protocol, port }) => hasPort(ports, protocol, port));
  return open.length === 0 ? undefined : servedToJson(open);
}

export function servedToJson(served: readonly ServedPort[]): PortsJson {
  const of = (protocol: Protocol): (readonly [number, number])[] =>
    served.filter((entry) => entry.protocol === protocol).map(({ port }) => [port, port] as const);
  return { TCP: of('TCP'), UDP: of('UDP'), SCTP: of('SCTP') };
}

/** The first port of a relation, for an explanation that needs one. */
export function examplePort(ports: PortsJson): ServedPort | undefined {
  for (const protocol of PROTOCOLS) {
    const first = ports[protocol][0];
    if (first !== undefined) return { protocol, port: first[0] };
  }
  return undefined;
}
