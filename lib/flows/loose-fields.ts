import { flowTime } from './flow-time.ts';

/** Fields of a record from outside, of which any may be anything. What has another type than it should is absent. */
export type RawRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is RawRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordAt(record: RawRecord, key: string): RawRecord | undefined {
  const value = record[key];
  return isRecord(value) ? value : undefined;
}

/** A text of at least one character, whole characters only. */
export function textAt(record: RawRecord, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' && value !== '' && value.isWellFormed() ? value : undefined;
}

export function textsAt(record: RawRecord, key: string): readonly string[] {
  const value = record[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item.isWellFormed()) : [];
}

export function listAt(record: RawRecord, key: string): readonly RawRecord[] {
  const value = record[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A whole number from 0, also where it is written as text, as JSON writes 64 bits. */
export function wholeAt(record: RawRecord, key: string): number | undefined {
  const value = record[key];
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** As `wholeAt`; null where something stands there that cannot be counted: it is not the same as nothing. */
export function countAt(record: RawRecord, key: string): number | null | undefined {
  return record[key] === undefined || record[key] === null ? undefined : (wholeAt(record, key) ?? null);
}

/** A port from 1; 0 stands for none. */
export function portAt(record: RawRecord, key: string): number | undefined {
  const port = wholeAt(record, key);
  return port === undefined || port === 0 || port > 65_535 ? undefined : port;
}

/** A number of milliseconds since 1970, as `flowTime` takes it. */
export function millisAt(record: RawRecord, key: string): number | undefined {
  return flowTime(wholeAt(record, key));
}

/** RFC 3339 as milliseconds since 1970, as `flowTime` takes it; fractions of a millisecond are cut. */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:?\d\d)$/.exec(value);
  if (parts === null) return undefined;
  const [, day = '', clock = '', fraction = '', zone = ''] = parts;
  const whole = Date.parse(`${day}T${clock}${zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`);
  return flowTime(whole + Number(fraction.padEnd(3, '0').slice(0, 3)));
}

const PROTOCOLS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, SCTP: 132, ICMP: 1, ICMPV4: 1, ICMPV6: 58 };
const KNOWN_PROTOCOLS: ReadonlySet<number> = new Set(Object.values(PROTOCOLS));

/** IANA number of a protocol's name or number; 255 for any other. */
export function protocolOf(written: unknown): number {
  const number = typeof written === 'number' ? written : Number(written);
  if (KNOWN_PROTOCOLS.has(number)) return number;
  return typeof written === 'string' && Object.hasOwn(PROTOCOLS, written.toUpperCase())
    ? (PROTOCOLS[written.toUpperCase()] ?? 255)
    : 255;
}

/** Protocols that have ports. */
export function hasPorts(protocol: number): boolean {
  return protocol === 6 || protocol === 17 || protocol === 132;
}
