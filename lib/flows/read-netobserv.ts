import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowEnd, FlowObs, FlowPolicy, FlowSide, FlowVerdict } from './flow-obs.ts';
import { type Began, byPorts } from './hubble-direction.ts';
import { hasPorts, listAt, millisAt, portAt, protocolOf, type RawRecord, textAt, wholeAt } from './loose-fields.ts';
import { plainName } from './read-hubble-flow.ts';

/** What its agent takes where it is not configured: one of so many packets. */
const DEFAULT_SAMPLING = 50;
/** More is no rate that anybody samples by. */
const SAMPLING_MOST = 2 ** 31 - 1;

const FLAG = { SYN: 0x02, SYN_ACK: 0x100 } as const;
const DNS_PORTS: readonly (number | undefined)[] = [53, 5353];

/** Whether a record is a flow of NetObserv (OpenShift Network Observability), whatever exporter it came by. */
export function isNetObserv(raw: RawRecord): boolean {
  return raw.TimeFlowEndMs !== undefined && (raw.SrcAddr !== undefined || raw.SrcK8S_Name !== undefined);
}

/**
 * One way of a connection, summed over its time. Nothing for the records of whole conversations, which tell the same
 * again.
 */
export function readNetObserv(raw: RawRecord, source: string): readonly FlowObs[] | { readonly problem: string } {
  const type = textAt(raw, '_RecordType');
  if (type !== undefined && type !== 'flowLog') return [];
  const t1 = millisAt(raw, 'TimeFlowEndMs');
  if (t1 === undefined) return { problem: problemsOfFlows.noTime };
  const protocol = protocolOf(raw.Proto);
  const ports = hasPorts(protocol);
  const fromPort = ports ? portAt(raw, 'SrcPort') : undefined;
  const toPort = ports ? portAt(raw, 'DstPort') : undefined;
  const began = whoBegan(raw, protocol, fromPort, toPort);
  const back = began === 'destination';
  const isDns = DNS_PORTS.includes(fromPort) || DNS_PORTS.includes(toPort);
  const here = endOf(raw, 'Src', back && !isDns);
  const there = endOf(raw, 'Dst', !back && !isDns);
  if (here === undefined || there === undefined) return { problem: problemsOfFlows.noEnds };
  const side = sideOf(raw, back);
  const node = side === 3 ? undefined : textAt(raw, (side === 1) === back ? 'DstK8S_HostName' : 'SrcK8S_HostName');
  const server = back ? 'Src' : 'Dst';
  const serverPort = back ? fromPort : toPort;
  const clientPort = back ? toPort : fromPort;
  const service = serviceOf(raw, server, serverPort);
  const policies = policiesOf(raw);
  return [
    {
      source,
      ...(node === undefined ? {} : { node }),
      t0: Math.min(millisAt(raw, 'TimeFlowStartMs') ?? t1, t1),
      t1,
      seenAt: side,
      from: back ? there : here,
      to: back ? here : there,
      protocol,
      ...(clientPort === undefined ? {} : { fromPort: clientPort }),
      toPort: serverPort ?? null,
      ...(service === undefined ? {} : { service }),
      ...verdictOf(raw, policies),
      trust: 'datapath',
      policies,
      ...countsOf(raw, back),
      ...(raw.IPSecStatus === 'success' ? { encrypted: true } : {}),
      ...(began === 'unknown' ? { directionUnknown: true as const } : {}),
    },
  ];
}

function whoBegan(raw: RawRecord, protocol: number, from: number | undefined, to: number | undefined): Began {
  const flags = flagsOf(raw);
  if (protocol === 6 && (flags & FLAG.SYN) !== 0 && (flags & FLAG.SYN_ACK) === 0) return 'source';
  if (protocol === 6 && (flags & FLAG.SYN_ACK) !== 0) return 'destination';
  return byPorts(from ?? 0, to ?? 0);
}

/** A number, or names where the flows were decoded. */
function flagsOf(raw: RawRecord): number {
  const { Flags } = raw;
  if (!Array.isArray(Flags)) return wholeAt(raw, 'Flags') ?? 0;
  return (Flags.includes('SYN') ? FLAG.SYN : 0) | (Flags.includes('SYN_ACK') ? FLAG.SYN_ACK : 0);
}

/**
 * A name that was looked up is that of the server, but in the record of the look-up itself: there the other end is the
 * resolver.
 */
function endOf(raw: RawRecord, side: 'Src' | 'Dst', named: boolean): FlowEnd | undefined {
  const ip = textAt(raw, `${side}Addr`);
  const type = textAt(raw, `${side}K8S_Type`);
  const name = textAt(raw, `${side}K8S_Name`);
  const namespace = textAt(raw, `${side}K8S_Namespace`);
  if (ip === undefined && name === undefined) return undefined;
  const owner = type === 'Pod' || type === undefined ? textAt(raw, `${side}K8S_OwnerName`) : undefined;
  const asked = named ? textAt(raw, 'DnsName') : undefined;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(type === 'Pod' && name !== undefined ? { pod: name } : {}),
    ...(owner === undefined ? {} : { workload: { kind: textAt(raw, `${side}K8S_OwnerType`) ?? '', name: owner } }),
    ...(ip === undefined ? {} : { ip }),
    ...(type === 'Node' ? { host: true as const } : {}),
    ...(asked === undefined ? {} : { names: [plainName(asked)] }),
  };
}

function serviceOf(raw: RawRecord, server: 'Src' | 'Dst', port: number | undefined): FlowObs['service'] {
  const name = textAt(raw, `${server}K8S_Name`);
  if (textAt(raw, `${server}K8S_Type`) !== 'Service' || name === undefined) return undefined;
  return { namespace: textAt(raw, `${server}K8S_Namespace`) ?? '', name, ...(port === undefined ? {} : { port }) };
}

/** Where both ends were seen they are one record that lists both directions: 0 arrives at its node, 1 leaves it. */
function sideOf(raw: RawRecord, back: boolean): FlowSide {
  const listed = Array.isArray(raw.IfDirections) ? raw.IfDirections : [];
  const directions: ReadonlySet<unknown> = new Set(listed.length > 0 ? listed : [raw.FlowDirection]);
  const arrives = directions.has(0) || directions.has('0');
  const leaves = directions.has(1) || directions.has('1');
  if (arrives === leaves) return 3; // both, or within one node
  return leaves !== back ? 1 : 2;
}

function policiesOf(raw: RawRecord): readonly FlowPolicy[] {
  return policyEvents(raw).flatMap((event) => {
    const name = textAt(event, 'Name');
    if (name === undefined) return [];
    const namespace = textAt(event, 'Namespace');
    return [
      {
        kind: textAt(event, 'Actor') ?? textAt(event, 'Type') ?? '',
        ...(namespace === undefined ? {} : { namespace }),
        name,
        action: event.Action === 'drop' ? ('deny' as const) : ('allow' as const),
        stage: 'enforced' as const,
      },
    ];
  });
}

function policyEvents(raw: RawRecord): readonly RawRecord[] {
  return listAt(raw, 'NetworkEvents').filter(({ Feature }) => Feature === 'acl');
}

/** A drop that no policy is named for may have any reason. One of some packets is no drop of the connection. */
function verdictOf(
  raw: RawRecord,
  policies: readonly FlowPolicy[],
): { readonly verdict: FlowVerdict; readonly decidedAt: 'ingress' | 'egress' | null } {
  const events = policyEvents(raw);
  const deciding = events.find(({ Action }) => Action === 'drop') ?? events[0];
  const direction = deciding === undefined ? undefined : textAt(deciding, 'Direction')?.toLowerCase();
  const decidedAt = direction === 'ingress' || direction === 'egress' ? direction : null;
  if (deciding?.Action === 'drop' || policies.some(({ action }) => action === 'deny')) {
    return { verdict: 'denied', decidedAt };
  }
  const dropped = wholeAt(raw, 'PktDropPackets') ?? 0;
  const all = wholeAt(raw, 'Packets') ?? 0;
  return { verdict: dropped > 0 && dropped >= all ? 'dropped' : 'allowed', decidedAt };
}

/**
 * Counts as told, not multiplied. Where a record does not say of how many packets it saw one, its counts mean nothing, and
 * what its agent does by default is taken, since "unused" must not be said of what was only sampled.
 */
function countsOf(
  raw: RawRecord,
  back: boolean,
): Pick<FlowObs, 'connections' | 'bytesOut' | 'bytesIn' | 'packetsOut' | 'packetsIn' | 'sampling'> {
  const written = wholeAt(raw, 'Sampling');
  const told = written !== undefined && written <= SAMPLING_MOST ? written : undefined;
  const sampling = told === undefined ? DEFAULT_SAMPLING : Math.max(1, told);
  const bytes = told === undefined ? null : (wholeAt(raw, 'Bytes') ?? null);
  const packets = told === undefined ? null : (wholeAt(raw, 'Packets') ?? null);
  const began = (flagsOf(raw) & FLAG.SYN) !== 0;
  return {
    connections: sampling === 1 && began && !back ? 1 : null,
    bytesOut: back ? null : bytes,
    bytesIn: back ? bytes : null,
    packetsOut: back ? null : packets,
    packetsIn: back ? packets : null,
    sampling,
  };
}
