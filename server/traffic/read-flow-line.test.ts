import { describe, expect, test } from 'vitest';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { flowRecord } from '#lib/flows/flow-record.ts';
import { hubbleMillis } from '#lib/flows/hubble-flow.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { createFlowLineReader, type FlowLine } from './read-flow-line.ts';
import { CLOUD_WATCH, LINES } from './testing/flow-lines.ts';

/** As the first line of its file. */
const lineOf = (record: object | string): FlowLine =>
  createFlowLineReader('file')(typeof record === 'string' ? record : JSON.stringify(record));
const read = (record: object | string) => {
  const line = lineOf(record);
  return 'problem' in line ? line : line.flows;
};
const one = (record: object | string): FlowObs => {
  const flows = read(record);
  if ('problem' in flows) throw new Error(flows.problem);
  expect(flows).toHaveLength(1);
  return flows[0] as FlowObs;
};
const problem = (record: object | string) => expect(read(record)).toHaveProperty('problem');

describe('what a line is, told by what is in it', () => {
  test.each(Object.entries(LINES))('%s', (_, record) => expect(one(record).source).toBe('file'));
  test('CloudWatch', () => expect(one(CLOUD_WATCH).source).toBe('file'));
  test('an empty line is nothing', () => expect(read('  ')).toEqual([]));
  test.each(['no json', '{"half":', '[]', '12', '{}', '{"a":1}', 'null'])('%s is a problem', (line) => problem(line));
  test('a line without an end is a problem', () => problem(`{"a":"${'x'.repeat(1_000_001)}"}`));
});

describe('our own record', () => {
  const own = (changes: object) => ({ ...LINES.own, ...changes });
  const why = (changes: object) => {
    const line = lineOf(own(changes));
    return 'problem' in line ? line.problem : undefined;
  };

  test.each([[{ to: {} }], [{ from: { pod: 'web' } }], [{ from: { namespace: 'shop' } }], [{ to: { names: [] } }]])(
    'an end that names nobody is a problem: %j',
    (changes) => problem(own(changes)),
  );
  test.each([
    [{ to: { outside: true } }],
    [{ to: { ip: 'fd00::1' } }],
    [{ from: { namespace: 'shop', pod: 'web' } }],
    [{ from: { host: true } }],
  ])('an end that names somebody is none: %j', (changes) => expect(why(changes)).toBeUndefined());
  test.each([
    [{ connections: 0.5 }],
    [{ connections: -1 }],
    [{ bytesOut: 1e300 }],
    [{ sampling: 1e300 }],
    [{ sampling: 0.5 }],
    [{ until: '2026-11-23T08:59:59Z' }],
  ])('a number that cannot be kept is a problem: %j', (changes) => problem(own(changes)));

  test.each([
    [{ schema: 'ringfence.dev/flow/v2' }, 'its field schema must be "ringfence.dev/flow/v1"'],
    [{ port: 70_000 }, 'its field port must be a whole number from 0 to 65535'],
    [{ time: undefined }, 'its field time is missing; it must be a time as 2026-11-26T10:00:00Z'],
    [{ verdict: 'maybe' }, 'its field verdict must be allowed, denied, would-deny, dropped, error or unknown'],
    [{ to: { ip: '999.1.1.1' } }, 'its field to.ip must be an IPv4 or IPv6 address'],
    [
      { policies: [{ kind: 'NetworkPolicy', name: 'db' }] },
      'its field policies.action is missing; it must be allow or deny',
    ],
  ])('what is wrong is said by its field and what that may be: %j', (changes, words) =>
    expect(why(changes)).toBe(words),
  );
  test('of every field it is said in words of its own what it may be', () => {
    const broken = Object.keys(flowRecord.shape).map((field) => why({ [field]: { no: 'such' } }));
    expect(broken.filter((words) => words === undefined || words.includes('undefined'))).toEqual([]);
    expect(why({ connections: 'many' })).toContain('a whole number from 0');
  });
});

describe('counts that cannot be counted', () => {
  const flow = (count: unknown) => ({
    ...LINES.hubble,
    flow: { ...LINES.hubble.flow, aggregate: { ingress_flow_count: count } },
  });
  test.each([['99999999999999999999'], ['abc'], [1e300], [-1]])('Hubble: %j is not counted, never 1', (count) => {
    expect(one(flow(count)).connections).toBeNull();
    expect(one(flow('500')).connections).toBe(500);
  });
  test('of lost events whose number cannot be counted one is lost at least', () => {
    const lost_events = { num_events_lost: '99999999999999999999' };
    expect(lineOf({ lost_events, time: '2026-11-23T09:00:00Z' })).toMatchObject({ lost: { records: 1 } });
  });
  test.each([['abc'], [1e300]])('GKE: %j is not counted, neither as connections nor as packets', (count) => {
    const denied = { ...LINES.gke, disposition: 'deny', policies: undefined, count };
    expect(one(denied)).toMatchObject({ connections: null, packetsOut: null });
  });
  test('NetObserv: a rate of sampling that nobody samples by is not told', () => {
    expect(one({ ...LINES.netObserv, Sampling: 2 ** 40 })).toMatchObject({ sampling: 50, bytesOut: null });
  });
});

describe('a time that cannot be one is none, in every format', () => {
  const HUGE = 9_000_000_000_000_000; // counted exactly, and later than any date
  const cloudWatch = CLOUD_WATCH.slice(CLOUD_WATCH.indexOf('Node:'));
  const hubble = (time: unknown) => ({ flow: { ...LINES.hubble.flow, time } });
  test.each<[string, (time: unknown) => object]>([
    ['NetObserv', (time) => ({ ...LINES.netObserv, TimeFlowEndMs: time })],
    ['CloudWatch', (timestamp) => ({ message: cloudWatch, timestamp })],
    ['the AWS agent', (ts) => ({ ...LINES.awsKeys, ts })],
    ['GKE', (timestamp) => ({ ...LINES.gke, timestamp })],
    ['Hubble', hubble],
    ['events that Hubble lost', (time) => ({ lost_events: { num_events_lost: 1 }, time })],
  ])('%s', (_, at) => {
    for (const time of [HUGE, String(HUGE), '9999-12-31T23:59:59-14:00', '0000-01-01T00:00:00Z']) {
      expect(read(at(time))).toEqual({ problem: problemsOfFlows.noTime });
    }
  });
  test('of Hubble’s stream, too', () => {
    expect(hubbleMillis({ seconds: HUGE, nanos: 0 })).toBeUndefined();
    expect(hubbleMillis({ seconds: -1, nanos: 0 })).toBeUndefined();
    expect(hubbleMillis({ seconds: 1_790_000_000, nanos: 999_999_999 })).toBe(1_790_000_000_999);
  });
  test('a beginning that cannot be one is that of the end', () => {
    const { t0, t1 } = one({ ...LINES.netObserv, TimeFlowStartMs: HUGE });
    expect(t0).toBe(t1);
  });
});

test.each(['null', '[]', '"x"', '12'])('%s is JSON, and no object', (text) =>
  expect(read(text)).toEqual({ problem: 'it is no JSON object' }),
);

describe('Hubble’s exporter and hubble observe -o jsonpb', () => {
  const flow = (changes: object) => ({ ...LINES.hubble, flow: { ...LINES.hubble.flow, ...changes } });
  test('the record of an audit verdict', () => {
    expect(one(LINES.hubble)).toMatchObject({
      node: 'worker2',
      t0: Date.parse('2026-11-23T09:00:00.738Z'),
      verdict: 'would-deny',
      decidedAt: 'ingress',
      to: { workload: { kind: 'Deployment', name: 'web' } },
      id: '0d2c7c1e-0000-4000-8000-000000000001',
    });
  });
  test('enums as numbers, 64 bits as text, names that are not known here', () => {
    expect(one(flow({ verdict: 2, drop_reason_desc: 'POLICY_DENIED' }))).toMatchObject({ verdict: 'denied' });
    expect(one(flow({ verdict: 'DROPPED', drop_reason_desc: 'CT_MAP_INSERTION_FAILED' })).verdict).toBe('dropped');
    // A reason that is written out is not overruled by the old number beside it.
    expect(one(flow({ verdict: 'DROPPED', drop_reason: 133, drop_reason_desc: 'SOMETHING_NEW' })).verdict).toBe(
      'dropped',
    );
    expect(one(flow({ verdict: 'DROPPED', drop_reason: 133 })).verdict).toBe('denied');
    expect(one(flow({ verdict: 'RETRANSMISSION' })).verdict).toBe('unknown');
    expect(one(flow({ destination: { identity: '2' } })).to).toMatchObject({ outside: true });
    expect(
      one(flow({ is_reply: null, event_type: { type: 4 }, trace_observation_point: 'TO_ENDPOINT' })),
    ).toBeDefined();
    expect(read(flow({ event_type: { type: 4, sub_type: 4 }, trace_observation_point: 'TO_OVERLAY' }))).toEqual([]);
  });
  test('the name of a drop of an FQDN', () => {
    const dropped = flow({
      verdict: 'DROPPED',
      drop_reason: 133,
      drop_reason_desc: undefined,
      destination: { identity: 16_777_259, labels: ['cidr:1.1.1.1/32', 'fqdn:one.one.one.one.'] },
      destination_names: ['one.one.one.one'],
      event_type: { type: 1, sub_type: 133 },
      traffic_direction: 'EGRESS',
    });
    expect(one(dropped)).toMatchObject({
      verdict: 'denied',
      decidedAt: 'egress',
      to: { outside: true, names: ['one.one.one.one'] },
    });
  });
  test('a flow alone, as older versions write it', () => {
    expect(one(LINES.hubble.flow)).toMatchObject({ verdict: 'would-deny' });
  });
  test('the time beside the flow, where it has none', () => {
    expect(one(flow({ time: undefined })).t0).toBe(Date.parse('2026-11-23T09:00:00.738Z'));
    problem({ flow: { ...LINES.hubble.flow, time: undefined } });
  });
  test('states of nodes and events of the agent are no connections', () => {
    expect(read({ node_status: { state_change: 'NODE_GONE', node_names: ['lab/worker2'] } })).toEqual([]);
    expect(read({ agent_event: { type: 'POLICY_UPDATED' } })).toEqual([]);
  });
  test('what Hubble lost is told with its node and time; without a time it is a problem', () => {
    const lost_events = { source: 'HUBBLE_RING_BUFFER', num_events_lost: '12' };
    const time = '2026-11-23T09:00:00Z';
    expect(lineOf({ lost_events, node_name: 'lab/worker2', time })).toMatchObject({
      flows: [],
      lost: { records: 12, node: 'worker2', t1: Date.parse(time) },
    });
    problem({ lost_events });
  });
});

describe('GKE policy-action', () => {
  test('allowed, by which policy', () => {
    expect(one(LINES.gke)).toMatchObject({
      node: 'gke-node-1',
      verdict: 'allowed',
      decidedAt: 'ingress',
      seenAt: 2,
      from: { namespace: 'default', pod: 'client', workload: { kind: 'ReplicaSet', name: 'client' } },
      to: { namespace: 'default', pod: 'web-0', ip: '10.84.1.134' },
      policies: [{ kind: 'NetworkPolicy', namespace: 'default', name: 'allow-green', action: 'allow' }],
      connections: 1,
    });
  });
  test('either spelling of the namespace', () => {
    const swapped = one({
      ...LINES.gke,
      src: { pod_name: 'a', namespace: 'n' },
      dest: { pod_name: 'b', pod_namespace: 'n' },
    });
    expect([swapped.from.namespace, swapped.to.namespace]).toEqual(['n', 'n']);
  });
  test('denied: tried again is counted as packets of one connection', () => {
    expect(one({ ...LINES.gke, disposition: 'deny', policies: undefined, count: 7 })).toMatchObject({
      verdict: 'denied',
      policies: [],
      connections: 1,
      packetsOut: 7,
    });
  });
  test('an instance is outside', () => {
    const egress = { ...LINES.gke, connection: { ...LINES.gke.connection, direction: 'egress' } };
    expect(one({ ...egress, dest: { instance: '203.0.113.9' } })).toMatchObject({ seenAt: 1, to: { outside: true } });
  });
  test('as Cloud Logging wraps it', () => {
    const { timestamp, ...payload } = LINES.gke;
    expect(one({ insertId: 'x', jsonPayload: payload, timestamp }).t0).toBe(Date.parse('2026-11-23T09:00:00.993Z'));
  });
  test.each([{ disposition: 'log' }, { timestamp: undefined }, { connection: {} }])('%j is a problem', (slip) =>
    problem({ ...LINES.gke, ...slip, src: slip.connection ? {} : LINES.gke.src }),
  );
});

describe('AWS network policy agent', () => {
  const words = (msg: string) => ({ ...LINES.awsWords, msg });
  test('keys: a denial is only reported, and has no direction', () => {
    expect(one(LINES.awsKeys)).toMatchObject({
      verdict: 'denied',
      trust: 'reported',
      decidedAt: null,
      seenAt: 1,
      from: { ip: '10.0.141.167' },
      to: { ip: '172.20.2.72' },
      toPort: 14_220,
      policies: [],
    });
  });
  test('words, with the tier after them', () => {
    expect(one(LINES.awsWords)).toMatchObject({ verdict: 'allowed', decidedAt: 'egress', seenAt: 1, toPort: 80 });
  });
  test('words of IPv6, which have a colon after Proto', () => {
    const ipv6 = words(
      'Flow Info: Src IP: 2600::1 Src Port: 55484 Dest IP: 2600::2 Dest Port: 80 Proto: UDP Verdict DENY Direction ingress',
    );
    expect(one(ipv6)).toMatchObject({
      protocol: 17,
      verdict: 'denied',
      trust: 'reported',
      seenAt: 2,
      to: { ip: '2600::2' },
    });
  });
  test('CloudWatch: the node, and the time that stands before the line', () => {
    expect(one(CLOUD_WATCH)).toMatchObject({
      node: 'ip-10-0-1-9',
      t0: Date.parse('2026-11-23T09:00:00.604Z'),
      verdict: 'denied',
      decidedAt: null,
    });
    const event = {
      timestamp: 1_790_000_000_604,
      message: CLOUD_WATCH.slice(CLOUD_WATCH.indexOf('Node:')),
      eventId: '1',
    };
    expect(one(event).t0).toBe(1_790_000_000_604);
    problem(event.message);
  });
  test('what ended is no connection', () => {
    expect(read(words(LINES.awsWords.msg.replace('ACCEPT', 'EXPIRED/DELETED')))).toEqual([]);
    expect(read({ ...LINES.awsKeys, Verdict: 'EXPIRED/DELETED' })).toEqual([]);
  });
  test('what else the agent writes is nothing', () => expect(read(words('Reconciling endpoints'))).toEqual([]));
  test('a verdict that is not known is a problem', () => problem({ ...LINES.awsKeys, Verdict: 'PERHAPS' }));
});

describe('NetObserv', () => {
  const flow = (changes: object) => one({ ...LINES.netObserv, ...changes });
  test('both ends, seen at both, with what it measured over its time', () => {
    expect(one(LINES.netObserv)).toMatchObject({
      t0: 1_790_000_000_000,
      t1: 1_790_000_004_000,
      seenAt: 3,
      from: { namespace: 'shop', pod: 'orders-1', workload: { kind: 'Deployment', name: 'orders' } },
      to: { namespace: 'payments', workload: { kind: 'Deployment', name: 'api' } },
      verdict: 'allowed',
      connections: 1,
      bytesOut: 1_840,
      bytesIn: null,
      packetsOut: 12,
      sampling: 1,
    });
  });
  test('one end only, at its node', () => {
    expect(flow({ IfDirections: [1] })).toMatchObject({ seenAt: 1, node: 'n1' });
    expect(flow({ IfDirections: undefined, FlowDirection: '0' })).toMatchObject({ seenAt: 2, node: 'n2' });
  });
  test('the way back is turned round: its bytes came in', () => {
    const back = flow({ Flags: 0x100, SrcPort: 8080, DstPort: 45_000, IfDirections: [1] });
    expect(back).toMatchObject({
      from: { namespace: 'payments' },
      toPort: 8080,
      bytesOut: null,
      bytesIn: 1_840,
      connections: null,
      seenAt: 2,
      node: 'n1',
    });
  });
  test('nobody can say who began it', () => {
    expect(flow({ Flags: 0x10, SrcPort: 45_000, DstPort: 46_000 })).toMatchObject({ directionUnknown: true });
  });
  test('sampled: counts as told, and no number of connections', () => {
    expect(flow({ Sampling: 50 })).toMatchObject({ sampling: 50, bytesOut: 1_840, connections: null });
    expect(flow({ Sampling: 0 })).toMatchObject({ sampling: 1 });
  });
  test('not told how it was sampled: nothing was measured, and the default counts', () => {
    expect(flow({ Sampling: undefined })).toMatchObject({ sampling: 50, bytesOut: null, packetsOut: null });
  });
  test('all packets dropped is a drop, some are not, and no policy is told', () => {
    expect(flow({ PktDropPackets: 12, PktDropLatestDropCause: 'SKB_DROP_REASON_NETFILTER_DROP' }).verdict).toBe(
      'dropped',
    );
    expect(flow({ PktDropPackets: 3 }).verdict).toBe('allowed');
  });
  test('events of policies decide, and name them', () => {
    const event = {
      Feature: 'acl',
      Action: 'drop',
      Actor: 'NetworkPolicy',
      Namespace: 'payments',
      Name: 'api',
      Direction: 'Ingress',
    };
    expect(flow({ NetworkEvents: [event] })).toMatchObject({
      verdict: 'denied',
      decidedAt: 'ingress',
      policies: [{ kind: 'NetworkPolicy', namespace: 'payments', name: 'api', action: 'deny' }],
    });
    expect(flow({ NetworkEvents: [{ ...event, Action: 'allow' }] })).toMatchObject({
      verdict: 'allowed',
      decidedAt: 'ingress',
    });
  });
  test('a name is that of the server, but of the look-up itself it is what was asked', () => {
    expect(flow({ DnsName: 'Api.example.' }).to.names).toEqual(['api.example']);
    expect(flow({ DnsName: 'api.example', DstPort: 53, Proto: 17 }).to).not.toHaveProperty('names');
  });
  test('layers: a node is a host, a Service is what was asked for', () => {
    expect(flow({ SrcK8S_Type: 'Node', SrcK8S_Name: 'n1', K8S_FlowLayer: 'infra' }).from).toMatchObject({ host: true });
    expect(flow({ DstK8S_Type: 'Service', DstK8S_Name: 'api', DstK8S_OwnerName: 'api' })).toMatchObject({
      service: { namespace: 'payments', name: 'api', port: 8080 },
      to: { ip: '10.129.0.7' },
    });
  });
  test('encrypted by IPsec', () => expect(flow({ IPSecStatus: 'success' }).encrypted).toBe(true));
  test('whole conversations tell the same again', () => {
    expect(read({ ...LINES.netObserv, _RecordType: 'endConnection' })).toEqual([]);
  });
  test('no time is a problem', () => problem({ ...LINES.netObserv, TimeFlowEndMs: 'x' }));
});

test('a line made to be slow to match is bounded', () => {
  for (const part of ['Node: ', 'Node: a;SIP: ', 'Src IP: ']) {
    const text = part.repeat(Math.floor(900_000 / part.length));
    const lines = [text, { timestamp: 1, message: text }, { ...LINES.awsWords, msg: `Flow Info: ${text}` }];
    for (const line of lines) problem(line);
  }
});

test('10,000 mutated lines: no crash, each is read, is nothing, or is a problem in words', () => {
  const random = new Random(8);
  const lines = [...Object.values(LINES).map((record) => JSON.stringify(record)), CLOUD_WATCH];
  const readLine = createFlowLineReader('file');
  const counts = { read: 0, nothing: 0, problem: 0 };
  for (let n = 0; n < 10_000; n++) {
    const told = readLine(mutated(lines[n % lines.length] ?? '', random));
    if ('problem' in told) {
      expect(told.problem).toMatch(/\S/);
      counts.problem++;
    } else if (told.flows.length === 0) counts.nothing++;
    else {
      for (const flow of told.flows) checkShape(flow);
      counts.read++;
    }
  }
  expect(counts.read + counts.nothing + counts.problem).toBe(10_000);
  expect(Math.min(counts.read, counts.problem)).toBeGreaterThan(1_000);
});

/** Whatever stood in the line, what comes out of it is an observation. */
function checkShape(flow: FlowObs): void {
  const numbers = [flow.t0, flow.t1, flow.sampling, flow.connections ?? 1, flow.bytesOut ?? 0, flow.packetsOut ?? 0];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) throw new Error(JSON.stringify(flow));
  if (flow.t1 < flow.t0 || flow.sampling < 1) throw new Error(JSON.stringify(flow));
  for (const port of [flow.fromPort ?? 1, flow.toPort ?? 1]) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(JSON.stringify(flow));
  }
}

const REPLACEMENTS = [
  'null',
  '""',
  '-1',
  '1e99',
  '[]',
  '{}',
  '"\\ud800"',
  'true',
  '"x"',
  '99999999999999999999',
  '0.5',
];

function mutated(line: string, random: Random): string {
  const at = random.below(line.length);
  switch (random.below(6)) {
    case 0:
      return line.slice(0, at);
    case 1:
      return line.slice(0, at) + line.slice(at + 1 + random.below(8));
    case 2:
      return line.slice(0, at) + String.fromCharCode(random.below(65_536)) + line.slice(at);
    case 3: {
      const values = [...line.matchAll(/:\s*("[^"]*"|\d+|true|false|null)/g)];
      const value = values[random.below(values.length)];
      if (value === undefined) return line;
      const replacement = random.pick(REPLACEMENTS);
      return `${line.slice(0, value.index)}:${replacement}${line.slice(value.index + value[0].length)}`;
    }
    case 4: {
      const keys = [...line.matchAll(/"([A-Za-z_ ]+)":/g)];
      const key = keys[random.below(keys.length)];
      if (key === undefined) return line;
      const other = random.pick(['__proto__', 'constructor', 'toString', '']);
      return `${line.slice(0, key.index)}"${other}":${line.slice(key.index + key[0].length)}`;
    }
    default:
      return line;
  }
}
