import { FAMILIES, type Family } from '#lib/policy/address.ts';
import { intersectPorts, NO_PORTS, type PortSet, portRange, unitePorts } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { broadPorts, outsideReach } from './outside-reach.ts';

/**
 * Any of 443, 80, or all; whoever may use every port may use these. The catalogue names no protocol: UDP 443 is a way to
 * the same servers (HTTP/3 over QUIC) for whoever has no TCP.
 */
const WEB_PORTS = [portRange('TCP', 443, 443), portRange('TCP', 80, 80), portRange('UDP', 443, 443)].reduce(unitePorts);

export function opensWeb(ports: PortSet): boolean {
  return intersectPorts(ports, WEB_PORTS) !== NO_PORTS;
}

/** What is open to a class on nearly all addresses of the internet, where the web is; families apart. */
export function webReach(context: CheckContext, id: number, side: 'must' | 'may'): WebReach | undefined {
  const reach = outsideReach(context, id);
  for (const family of FAMILIES) {
    const ports = broadPorts(reach, family, side);
    if (opensWeb(ports)) return { family, ports };
  }
  return undefined;
}

export interface WebReach {
  readonly family: Family;
  readonly ports: PortSet;
}
