/** What the fields of a flow record of our own may be, for whoever writes one (docs/traffic.md). */

const TIME = 'a time as 2026-11-26T10:00:00Z';
const PORT = 'a whole number from 0 to 65535';
const COUNT = 'a whole number from 0, as far as numbers are exact';
const NAME = 'a text of 1 to 253 characters';
const END = 'an end: pod or workload with its namespace, ip, host, outside, or names';

/** By the name of the field, wherever it stands. */
const MAY_BE: Readonly<Record<string, string>> = {
  schema: '"ringfence.dev/flow/v1"',
  time: TIME,
  until: `${TIME}, not before time`,
  from: END,
  to: END,
  namespace: NAME,
  pod: NAME,
  workload: 'a kind and a name',
  kind: NAME,
  name: NAME,
  ip: 'an IPv4 or IPv6 address',
  host: 'true, or left out',
  outside: 'true, or left out',
  names: 'a list of at most 16 names',
  protocol: 'TCP, UDP, SCTP, ICMP, ICMPv6 or a whole number from 0 to 255',
  port: PORT,
  fromPort: PORT,
  verdict: 'allowed, denied, would-deny, dropped, error or unknown',
  decidedAt: 'ingress or egress',
  trust: 'datapath, reported or inferred',
  policies: 'a list of at most 64 policies with kind, name and action',
  action: 'allow or deny',
  stage: 'enforced or pending',
  seenAt: 'client, server or both',
  node: NAME,
  connections: COUNT,
  bytesOut: COUNT,
  bytesIn: COUNT,
  packetsOut: COUNT,
  packetsIn: COUNT,
  sampling: 'a whole number from 1 to 2147483647',
  encrypted: 'true or false',
  directionUnknown: 'true, or left out',
  id: NAME,
};

/** Within a sentence that names the record's place. @param path of the field, its names from the outside in. */
export function badFlowField(path: readonly string[], isMissing: boolean): string {
  const mayBe = MAY_BE[path.at(-1) ?? ''] ?? NAME;
  return isMissing
    ? `its field ${path.join('.')} is missing; it must be ${mayBe}`
    : `its field ${path.join('.')} must be ${mayBe}`;
}
