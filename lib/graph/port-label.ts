import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const LAST_PORT = 65_535;

export function portsAreEmpty(ports: PortsJson): boolean {
  return PROTOCOLS.every((protocol) => ports[protocol].length === 0);
}

function isWhole(intervals: readonly (readonly [number, number])[]): boolean {
  const only = intervals[0];
  return intervals.length === 1 && only !== undefined && only[0] <= 1 && only[1] === LAST_PORT;
}

/** All ports of all protocols. */
export function portsAreAll(ports: PortsJson): boolean {
  return PROTOCOLS.every((protocol) => isWhole(ports[protocol]));
}

const interval = ([first, last]: readonly [number, number]) => (first === last ? `${first}` : `${first}–${last}`);

/** "any port", "TCP 5432", "TCP 80, 443", "UDP 53, TCP 53", "any TCP port": in full, for tables and sentences. */
export function describePorts(ports: PortsJson): string {
  if (portsAreAll(ports)) return 'any port';
  const parts = PROTOCOLS.flatMap((protocol) => {
    const intervals = ports[protocol];
    if (intervals.length === 0) return [];
    return [isWhole(intervals) ? `any ${protocol} port` : `${protocol} ${intervals.map(interval).join(', ')}`];
  });
  return parts.length === 0 ? 'no port' : parts.join(', ');
}

/** The label on an edge: one or two numbers, else "n ports"; the protocol only where it is not TCP. */
export function edgeLabel(ports: PortsJson): string {
  if (portsAreAll(ports)) return 'any port';
  const shown: string[] = [];
  for (const protocol of PROTOCOLS) {
    const intervals = ports[protocol];
    if (intervals.length === 0) continue;
    if (isWhole(intervals)) shown.push(`any ${protocol}`);
    else
      for (const each of intervals) shown.push(protocol === 'TCP' ? interval(each) : `${protocol} ${interval(each)}`);
  }
  return shown.length <= 2 ? shown.join(', ') : `${shown.length} ports`;
}
