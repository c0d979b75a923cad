import { z } from 'zod';
import { parseAddress } from '#lib/policy/address.ts';
import { FLOW_VERDICTS, type FlowEnd, type FlowObs } from './flow-obs.ts';

z.config({ jitless: true });

const NAME_MAX = 253;
const name = z.string().min(1).max(NAME_MAX);
const port = z.int().min(0).max(65_535);
const measured = z.int().min(0).optional();
/** As the store holds it. */
const SAMPLING_MOST = 2 ** 31 - 1;

const ends = z.object({
  namespace: name.optional(),
  pod: name.optional(),
  workload: z.object({ kind: name, name }).optional(),
  ip: z
    .string()
    .max(64)
    .refine((text) => parseAddress(text) !== undefined)
    .optional(),
  /** Of the node, or on the network of its host. */
  host: z.literal(true).optional(),
  /** Not in the cluster. */
  outside: z.literal(true).optional(),
  names: z.array(name).max(16).optional(),
});
/** A pod or workload is known with its namespace only. */
const end = ends.refine(
  ({ namespace, pod, workload, ip, host, outside, names = [] }) =>
    (namespace !== undefined && (pod ?? workload) !== undefined) ||
    ip !== undefined ||
    host === true ||
    outside === true ||
    names.length > 0,
);

const policy = z.object({
  kind: name,
  namespace: name.optional(),
  name,
  action: z.enum(['allow', 'deny']),
  stage: z.enum(['enforced', 'pending']).default('enforced'),
});

const fields = z.object({
  schema: z.literal('ringfence.dev/flow/v1'),
  time: z.iso.datetime({ offset: true }),
  /** Counts are of `time` to `until`; absent: one event. */
  until: z.iso.datetime({ offset: true }).optional(),
  from: end,
  to: end,
  protocol: z.union([z.enum(['TCP', 'UDP', 'SCTP', 'ICMP', 'ICMPv6']), z.int().min(0).max(255)]).default('TCP'),
  /** Of the pod that is reached, after the Service. */
  port: port.optional(),
  fromPort: port.optional(),
  verdict: z.enum(FLOW_VERDICTS),
  /** Whose policy decided. */
  decidedAt: z.enum(['ingress', 'egress']).optional(),
  trust: z.enum(['datapath', 'reported', 'inferred']).default('reported'),
  policies: z.array(policy).max(64).optional(),
  seenAt: z.enum(['client', 'server', 'both']).default('both'),
  node: name.optional(),
  /** Absent: not measured. */
  connections: measured,
  bytesOut: measured,
  bytesIn: measured,
  packetsOut: measured,
  packetsIn: measured,
  sampling: z.int().min(1).max(SAMPLING_MOST).optional(),
  encrypted: z.boolean().optional(),
  directionUnknown: z.literal(true).optional(),
  id: name.optional(),
});
/** A line of our own format: one observed connection, or the sums of a time span, from client to server. */
export const flowRecord = fields.refine(
  ({ time, until }) => until === undefined || Date.parse(until) >= Date.parse(time),
  { path: ['until'] },
);
export type FlowRecord = z.output<typeof flowRecord>;

const PROTOCOLS = { TCP: 6, UDP: 17, SCTP: 132, ICMP: 1, ICMPv6: 58 } as const;
const SIDES = { client: 1, server: 2, both: 3 } as const;

/** The record as every source tells its observations. An event without counts is one connection. */
export function observationOf(record: FlowRecord, source: string): FlowObs {
  const { protocol, until, port: toPort = null, seenAt, fromPort, node, encrypted, directionUnknown, id } = record;
  const t0 = Date.parse(record.time);
  return {
    source,
    ...(node === undefined ? {} : { node }),
    t0,
    t1: until === undefined ? t0 : Date.parse(until),
    seenAt: SIDES[seenAt],
    from: record.from as FlowEnd,
    to: record.to as FlowEnd,
    protocol: typeof protocol === 'number' ? protocol : PROTOCOLS[protocol],
    ...(fromPort === undefined ? {} : { fromPort }),
    toPort,
    verdict: record.verdict,
    decidedAt: record.decidedAt ?? null,
    trust: record.trust,
    policies: (record.policies as FlowObs['policies'] | undefined) ?? [],
    connections: record.connections ?? (until === undefined ? 1 : null),
    bytesOut: record.bytesOut ?? null,
    bytesIn: record.bytesIn ?? null,
    packetsOut: record.packetsOut ?? null,
    packetsIn: record.packetsIn ?? null,
    sampling: record.sampling ?? 1,
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(directionUnknown === undefined ? {} : { directionUnknown }),
    ...(id === undefined ? {} : { id }),
  };
}
