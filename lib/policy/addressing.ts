import type { Pod } from '#lib/kube/objects.ts';
import { parseAddress, parseIPv4 } from './address.ts';
import { type AtomSpace, atomOf, atomOfIPv4, type ExternalAtoms } from './external-atoms.ts';
import type { Addressing } from './party.ts';

/** The pod's addresses as the API gives them: podIPs, else podIP. */
export function podAddresses(pod: Pod): readonly string[] {
  const { podIPs, podIP } = pod.status ?? {};
  if (podIPs !== undefined && podIPs.length > 0) return podIPs.map(({ ip }) => ip);
  return podIP === undefined || podIP === '' ? [] : [podIP];
}

/** The atoms of some addresses; undefined where none of them can be read. */
export function addressingOf(addresses: readonly string[], atoms: ExternalAtoms): Addressing | undefined {
  const IPv4: number[] = [];
  const IPv6: number[] = [];
  for (const text of addresses) {
    const v4 = parseIPv4(text);
    if (v4 !== undefined) {
      addOnce(IPv4, atomOfIPv4(atoms.IPv4, v4));
      continue;
    }
    const address = parseAddress(text);
    if (address === undefined) continue;
    const space: AtomSpace = atoms[address.family];
    addOnce(address.family === 'IPv4' ? IPv4 : IPv6, atomOf(space, address.value));
  }
  return IPv4.length + IPv6.length === 0 ? undefined : { type: 'atoms', IPv4, IPv6 };
}

function addOnce(list: number[], value: number): void {
  if (!list.includes(value)) list.push(value);
}
