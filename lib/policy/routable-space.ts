import { type Family, parseCidr } from './address.ts';
import { type AddressRanges, countAddresses, normaliseRanges, subtractRanges } from './address-ranges.ts';

/**
 * What the IANA registries of special-purpose addresses (RFC 6890 and its updates) mark as not globally reachable,
 * with multicast and what is reserved. For IPv6 only 2000::/3 is given out at all.
 */
const NOT_ROUTABLE: Readonly<Record<Family, readonly string[]>> = {
  IPv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  IPv6: ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
};
const GIVEN_OUT: Readonly<Record<Family, string>> = { IPv4: '0.0.0.0/0', IPv6: '2000::/3' };

function blocks(texts: readonly string[]): AddressRanges {
  return normaliseRanges(texts.flatMap((text) => parseCidr(text) ?? []));
}

function routable(family: Family): AddressRanges {
  return subtractRanges(blocks([GIVEN_OUT[family]]), blocks(NOT_ROUTABLE[family]));
}

/** The globally routable addresses of each family. */
export const ROUTABLE_SPACE: Readonly<Record<Family, AddressRanges>> = {
  IPv4: routable('IPv4'),
  IPv6: routable('IPv6'),
};

export const ROUTABLE_COUNT: Readonly<Record<Family, bigint>> = {
  IPv4: countAddresses(ROUTABLE_SPACE.IPv4),
  IPv6: countAddresses(ROUTABLE_SPACE.IPv6),
};
