import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { FLOW_VERDICTS, type FlowEnd, type FlowObs, type FlowPolicy, type FlowVerdict } from './flow-obs.ts';
import {
  listAt,
  portAt,
  protocolOf,
  type RawRecord,
  recordAt,
  textAt,
  textsAt,
  timeOf,
  wholeAt,
} from './loose-fields.ts';

/** Whether a record is our own: the JSON of a `FlowObs`. */
export function isFlowRecord(raw: RawRecord): boolean {
  return recordAt(raw, 'from') !== undefined && recordAt(raw, 'to') !== undefined && raw.verdict !== undefined;
}

/**
 * Our own record, as somebody else may write it: times are milliseconds or RFC 3339, and what is left out is not
 * measured. Its `source` stands behind that of whoever sends it, as does its trust: it is reported, where it says nothing.
 */
export function readFlowRecord(raw: RawRecord, source: string): readonly FlowObs[] | { readonly problem: string } {
  const t0 = momentOf(raw.t0);
  if (t0 === undefined) return bad('t0');
  const t1 = raw.t1 === undefined ? t0 : momentOf(raw.t1);
  if (t1 === undefined || t1 < t0) return bad('t1');
  const verdict = FLOW_VERDICTS.find((known) => known === raw.verdict);
  if (verdict === undefined) return bad('verdict');
  const seenAt = ([1, 2, 3] as const).find((side) => side === raw.seenAt);
  if (seenAt === undefined) return bad('seenAt');
  const from = endOf(recordAt(raw, 'from') ?? {});
  const to = endOf(recordAt(raw, 'to') ?? {});
  if (from === undefined || to === undefined) return { problem: problemsOfFlows.noEnds };
  if (raw.protocol === undefined) return bad('protocol');
  const toPort = portAt(raw, 'toPort');
  if (toPort === undefined && raw.toPort !== undefined && raw.toPort !== null) return bad('toPort');
  const fromPort = portAt(raw, 'fromPort');
  const node = textAt(raw, 'node');
  const id = textAt(raw, 'id');
  const service = serviceOf(recordAt(raw, 'service'));
  return [
    {
      source,
      ...(node === undefined ? {} : { node }),
      t0,
      t1,
      seenAt,
      from,
      to,
      protocol: protocolOf(raw.protocol),
      ...(fromPort === undefined ? {} : { fromPort }),
      toPort: toPort ?? null,
      ...(service === undefined ? {} : { service }),
      verdict,
      decidedAt: raw.decidedAt === 'ingress' || raw.decidedAt === 'egress' ? raw.decidedAt : null,
      trust: raw.trust === 'datapath' || raw.trust === 'inferred' ? raw.trust : 'reported',
      policies: listAt(raw, 'policies').flatMap((policy) => policyOf(policy, verdict)),
      connections: countAt(raw, 'connections'),
      bytesOut: countAt(raw, 'bytesOut'),
      bytesIn: countAt(raw, 'bytesIn'),
      packetsOut: countAt(raw, 'packetsOut'),
      packetsIn: countAt(raw, 'packetsIn'),
      sampling: Math.max(1, wholeAt(raw, 'sampling') ?? 1),
      ...(typeof raw.encrypted === 'boolean' ? { encrypted: raw.encrypted } : {}),
      ...(raw.directionUnknown === true ? { directionUnknown: true as const } : {}),
      ...(id === undefined ? {} : { id }),
    },
  ];
}

function bad(field: string): { readonly problem: string } {
  return { problem: problemsOfFlows.badField(field) };
}

function momentOf(value: unknown): number | undefined {
  if (typeof value !== 'number') return timeOf(value);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function countAt(raw: RawRecord, key: string): number | null {
  return wholeAt(raw, key) ?? null;
}

function endOf(raw: RawRecord): FlowEnd | undefined {
  const workload = recordAt(raw, 'workload');
  const kind = workload && textAt(workload, 'kind');
  const name = workload && textAt(workload, 'name');
  const texts = { namespace: textAt(raw, 'namespace'), pod: textAt(raw, 'pod'), ip: textAt(raw, 'ip') };
  const names = textsAt(raw, 'names');
  const end: FlowEnd = {
    ...(texts.namespace === undefined ? {} : { namespace: texts.namespace }),
    ...(texts.pod === undefined ? {} : { pod: texts.pod }),
    ...(kind === undefined || name === undefined ? {} : { workload: { kind, name } }),
    ...(texts.ip === undefined ? {} : { ip: texts.ip }),
    ...(raw.host === true ? { host: true as const } : {}),
    ...(raw.outside === true ? { outside: true as const } : {}),
    ...(names.length === 0 ? {} : { names: [...names] }),
  };
  return Object.keys(end).length === 0 ? undefined : end;
}

function serviceOf(raw: RawRecord | undefined): FlowObs['service'] {
  const namespace = raw && textAt(raw, 'namespace');
  const name = raw && textAt(raw, 'name');
  if (raw === undefined || namespace === undefined || name === undefined) return undefined;
  const port = portAt(raw, 'port');
  return { namespace, name, ...(port === undefined ? {} : { port }) };
}

function policyOf(raw: RawRecord, verdict: FlowVerdict): readonly FlowPolicy[] {
  const name = textAt(raw, 'name');
  if (name === undefined) return [];
  const namespace = textAt(raw, 'namespace');
  const denies = raw.action === undefined ? verdict !== 'allowed' : raw.action === 'deny';
  return [
    {
      kind: textAt(raw, 'kind') ?? '',
      ...(namespace === undefined ? {} : { namespace }),
      name,
      action: denies ? 'deny' : 'allow',
      stage: raw.stage === 'pending' ? 'pending' : 'enforced',
    },
  ];
}
