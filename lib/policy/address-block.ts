import type { NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { type Family, parseCidr } from './address.ts';
import { type AddressRanges, normaliseRanges, subtractRanges } from './address-ranges.ts';

/** A CIDR less its excepts. Interned per model: equal blocks have equal ids. */
export interface AddressBlock {
  readonly id: number;
  readonly family: Family;
  /** As written. */
  readonly cidr: string;
  readonly except: readonly string[];
  readonly ranges: AddressRanges;
}

type IpBlock = NonNullable<NetworkPolicyPeer['ipBlock']>;

/**
 * The addresses of an ipBlock, or undefined where a CIDR cannot be read. Excepts are subtracted also where they reach
 * beyond the CIDR (row 71); one of the other family takes nothing away (row 76).
 */
export function blockRanges(ipBlock: IpBlock): { family: Family; ranges: AddressRanges } | undefined {
  const whole = parseCidr(ipBlock.cidr);
  if (whole === undefined) return undefined;
  const holes = [];
  for (const text of ipBlock.except ?? []) {
    const hole = parseCidr(text);
    if (hole === undefined) return undefined;
    if (hole.family === whole.family) holes.push(hole);
  }
  const cidr = [{ first: whole.first, last: whole.last }];
  return { family: whole.family, ranges: subtractRanges(cidr, normaliseRanges(holes)) };
}
