import { FAMILIES, type Family, parseCidr } from '#lib/policy/address.ts';
import { type AddressRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import type { DataMap, Recipient } from './data-map/types.ts';

type ByFamily = Readonly<Record<Family, AddressRanges>>;

const ofRecipient = new WeakMap<Recipient, ByFamily>();
const ofMap = new WeakMap<DataMap, ByFamily>();

/** The addresses that a recipient's `cidrs` name. */
export function recipientRanges(recipient: Recipient): ByFamily {
  let ranges = ofRecipient.get(recipient);
  if (ranges === undefined) {
    ranges = rangesOf(recipient.cidrs);
    ofRecipient.set(recipient, ranges);
  }
  return ranges;
}

/** The addresses of all declared recipients, own offices and those that get no personal data among them. */
export function declaredRanges(map: DataMap): ByFamily {
  let ranges = ofMap.get(map);
  if (ranges === undefined) {
    ranges = rangesOf(map.recipients.flatMap(({ cidrs }) => cidrs));
    ofMap.set(map, ranges);
  }
  return ranges;
}

function rangesOf(texts: readonly string[]): ByFamily {
  const cidrs = texts.flatMap((text) => parseCidr(text) ?? []);
  const [IPv4, IPv6] = FAMILIES.map((family) => normaliseRanges(cidrs.filter((cidr) => cidr.family === family)));
  return { IPv4: IPv4 as AddressRanges, IPv6: IPv6 as AddressRanges };
}

/** The recipient whose `fqdns` cover a name; `*.` stands for one or more labels, in both. */
export function recipientOfName({ recipients }: DataMap, name: string): Recipient | undefined {
  return recipients.find(({ fqdns }) => fqdns.some((declared) => coversName(declared, name)));
}

/** Whether every name that `name` may stand for is one that `declared` may stand for. */
export function coversName(declared: string, name: string): boolean {
  const [outer, inner] = [plainName(declared), plainName(name)];
  if (!outer.startsWith('*.')) return outer === inner;
  const suffix = outer.slice(1);
  // `*.b.example` is under `*.example`, and is itself.
  return inner.startsWith('*.') ? inner.slice(1).endsWith(suffix) : inner.endsWith(suffix) && inner !== suffix;
}

/** Whether some name may be meant by both. */
export function sharesName(a: string, b: string): boolean {
  return coversName(a, b) || coversName(b, a);
}

function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
}

/** Whether personal data may go to somebody else there: neither one's own ranges nor declared to get none. */
export function isRecipientOfData({ kind, receives }: Recipient): boolean {
  return kind !== 'own' && receives !== 'none';
}
