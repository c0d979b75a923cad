import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const LAST_PORT = 65_535;

function isWhole(intervals: readonly (readonly [number, number])[]): boolean {
  return intervals.length === 1 && (intervals[0]?.[0] ?? 2) <= 1 && intervals[0]?.[1] === LAST_PORT;
}

export function isNoPort(ports: PortsJson): boolean {
  return PROTOCOLS.every((protocol) => (ports[protocol] ?? []).length === 0);
}

/** Every port of TCP, UDP and SCTP. */
export function isAnyPort(ports: PortsJson): boolean {
  return PROTOCOLS.every((protocol) => isWhole(ports[protocol] ?? []));
}

/** One word per interval: `any`, `TCP 5432`, `UDP any`, `TCP 8000–8100`. Empty for no port. */
export function portWords(ports: PortsJson): readonly string[] {
  if (isAnyPort(ports)) return ['any'];
  return PROTOCOLS.flatMap((protocol) => {
    const intervals = ports[protocol] ?? [];
    if (isWhole(intervals)) return [`${protocol} any`];
    return intervals.map(([first, last]) => `${protocol} ${first === last ? first : `${first}–${last}`}`);
  });
}

/** "any port", "TCP 5432 and UDP 53", "no port": as it stands inside a sentence. */
export function portsInWords(ports: PortsJson): string {
  if (isNoPort(ports)) return 'no port';
  const words = portWords(ports);
  if (words[0] === 'any') return 'any port';
  if (words.length === 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
