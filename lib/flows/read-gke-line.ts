import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowEnd, FlowObs, FlowPolicy } from './flow-obs.ts';
import {
  countAt,
  hasPorts,
  isRecord,
  listAt,
  portAt,
  protocolOf,
  type RawRecord,
  recordAt,
  textAt,
  timeOf,
} from './loose-fields.ts';

/** Whether a record is one of GKE's network policy logging, as its file or as Cloud Logging wraps it. */
export function isGkeRecord(raw: RawRecord): boolean {
  const record = payloadOf(raw);
  return isRecord(record.connection) && typeof record.disposition === 'string';
}

function payloadOf(raw: RawRecord): RawRecord {
  return recordAt(raw, 'jsonPayload') ?? raw;
}

/** The keys have changed over time: `namespace` and `pod_namespace`, `instance` for what is outside (traffic.md §1.4). */
export function readGkeRecord(raw: RawRecord, source: string): readonly FlowObs[] | { readonly problem: string } {
  const record = payloadOf(raw);
  const connection = recordAt(record, 'connection') ?? {};
  const time = timeOf(record.timestamp) ?? timeOf(raw.timestamp);
  if (time === undefined) return { problem: problemsOfFlows.noTime };
  const denied = record.disposition === 'deny';
  if (!denied && record.disposition !== 'allow') return { problem: problemsOfFlows.noVerdict };
  const from = endOf(recordAt(record, 'src'), textAt(connection, 'src_ip'));
  const to = endOf(recordAt(record, 'dest'), textAt(connection, 'dest_ip'));
  if (from === undefined || to === undefined) return { problem: problemsOfFlows.noEnds };
  const direction = textAt(connection, 'direction')?.toLowerCase();
  if (direction !== 'ingress' && direction !== 'egress') {
    return { problem: problemsOfFlows.badField('connection.direction') };
  }
  const protocol = protocolOf(connection.protocol);
  const count = countAt(record, 'count');
  const node = textAt(record, 'node_name');
  const fromPort = hasPorts(protocol) ? portAt(connection, 'src_port') : undefined;
  return [
    {
      source,
      ...(node === undefined ? {} : { node }),
      t0: time,
      t1: time,
      seenAt: direction === 'egress' ? 1 : 2,
      from,
      to,
      protocol,
      ...(fromPort === undefined ? {} : { fromPort }),
      toPort: (hasPorts(protocol) ? portAt(connection, 'dest_port') : undefined) ?? null,
      verdict: denied ? 'denied' : 'allowed',
      decidedAt: direction,
      trust: 'datapath',
      policies: policiesOf(record, denied),
      connections: count === null ? null : 1,
      bytesOut: null,
      bytesIn: null,
      // What was denied is tried again, and written once with how often: as many packets, but one connection.
      packetsOut: denied ? (count ?? null) : null,
      packetsIn: null,
      sampling: 1,
    },
  ];
}

function endOf(end: RawRecord | undefined, ip: string | undefined): FlowEnd | undefined {
  const namespace = end && (textAt(end, 'pod_namespace') ?? textAt(end, 'namespace'));
  const pod = end && textAt(end, 'pod_name');
  const workload = end && textAt(end, 'workload_name');
  const outside = end !== undefined && pod === undefined && textAt(end, 'instance') !== undefined;
  if (ip === undefined && pod === undefined) return undefined;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(workload === undefined
      ? {}
      : { workload: { kind: (end && textAt(end, 'workload_kind')) ?? '', name: workload } }),
    ...(ip === undefined ? {} : { ip }),
    ...(outside ? { outside: true as const } : {}),
  };
}

/** Only those that allowed it are named. */
function policiesOf(record: RawRecord, denied: boolean): readonly FlowPolicy[] {
  return listAt(record, 'policies').flatMap((policy) => {
    const name = textAt(policy, 'name');
    if (name === undefined) return [];
    const namespace = textAt(policy, 'namespace');
    return [
      {
        kind: textAt(policy, 'kind') ?? 'NetworkPolicy',
        ...(namespace === undefined ? {} : { namespace }),
        name,
        action: denied ? ('deny' as const) : ('allow' as const),
        stage: 'enforced' as const,
      },
    ];
  });
}
