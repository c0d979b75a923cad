import { describe, expect, test } from 'vitest';
import { nextFlow, traceFlow, verdictFlow } from '#server/traffic/testing/hubble-flows.ts';
import { DIRECTION, EVENT, type HubbleFlow, TRACE_POINT, TRACE_REASON, VERDICT } from './hubble-flow.ts';
import { HubbleReader } from './hubble-reader.ts';
import { readHubbleFlow } from './read-hubble-flow.ts';

const AT = { seconds: 1_790_000_000, nanos: 738_361_432 };
const MS = 1_790_000_000_738;
const read = (changes: HubbleFlow, flow: (changes: HubbleFlow) => HubbleFlow = verdictFlow) =>
  readHubbleFlow(flow({ time: AT, ...changes }), 'hubble', 'c/n1');

describe('time and uuid', () => {
  test('milliseconds, both times alike, and the uuid as identity', () => {
    expect(read({ uuid: '034db8e8' })).toMatchObject({ t0: MS, t1: MS, id: '034db8e8', node: 'n1', source: 'hubble' });
  });
  test('old versions have no uuid', () => expect(read({ uuid: '' })).not.toHaveProperty('id'));
  test('no time is a problem', () => expect(read({ time: null })).toHaveProperty('problem'));
  test('no ends is a problem', () => {
    expect(read({ IP: null, source: null, destination: null })).toHaveProperty('problem');
  });
});

describe('verdict', () => {
  test.each([
    ['FORWARDED', VERDICT.FORWARDED, 'allowed'],
    ['ERROR', VERDICT.ERROR, 'error'],
    ['AUDIT would be denied', VERDICT.AUDIT, 'would-deny'],
    ['REDIRECTED goes on to a proxy', VERDICT.REDIRECTED, 'allowed'],
    ['15, which other agents send, is outside of the enum', 15, 'unknown'],
    ['16, too', 16, 'unknown'],
    ['none', 0, 'unknown'],
  ])('%s', (_, verdict, expected) => expect(read({ verdict })).toMatchObject({ verdict: expected }));
  test.each([VERDICT.TRACED, VERDICT.TRANSLATED])('%d of a socket is no connection', (verdict) => {
    expect(read({ verdict, event_type: { type: EVENT.socket } })).toBeUndefined();
  });
});

describe('drop reasons', () => {
  test.each([
    [133, 'POLICY_DENIED, the default', 'denied'],
    [181, 'POLICY_DENY, a rule that denies', 'denied'],
    [189, 'AUTH_REQUIRED', 'denied'],
    [195, 'UNENCRYPTED_TRAFFIC', 'denied'],
    [151, 'STALE_OR_UNROUTABLE_IP', 'dropped'],
    [139, 'UNSUPPORTED_L3_PROTOCOL', 'dropped'],
    [155, 'CT_MAP_INSERTION_FAILED', 'dropped'],
    [0, 'none told', 'dropped'],
  ])('%d %s', (reason, _, expected) => {
    expect(read({ verdict: VERDICT.DROPPED, drop_reason_desc: reason })).toMatchObject({ verdict: expected });
  });
  test('an old relay tells the number alone', () => {
    expect(read({ verdict: VERDICT.DROPPED, drop_reason: 133 })).toMatchObject({ verdict: 'denied' });
    expect(read({ verdict: VERDICT.DROPPED, event_type: { type: EVENT.drop, sub_type: 133 } })).toMatchObject({
      verdict: 'denied',
    });
  });
});

describe('event types', () => {
  test('a policy’s verdict, a drop and what is handed to the endpoint are connections', () => {
    expect(read({})).toMatchObject({ connections: 1, decidedAt: 'ingress' });
    expect(read({ verdict: VERDICT.DROPPED, event_type: { type: EVENT.drop } })).toMatchObject({ verdict: 'dropped' });
    expect(read({}, traceFlow)).toMatchObject({ verdict: 'allowed', connections: 1, decidedAt: null });
  });
  test.each([
    ['a trace into the overlay', { trace_observation_point: TRACE_POINT.TO_OVERLAY, traffic_direction: 0 }],
    ['a trace into the stack of what stays in the cluster', { trace_observation_point: TRACE_POINT.TO_STACK }],
    ['a trace from an endpoint', { trace_observation_point: 5 }],
    ['a point that is not known here', { trace_observation_point: 99 }],
    ['a request that a proxy tells of', { event_type: { type: EVENT.layer7 }, l7: { type: 1 } }],
    ['a capture for debugging', { event_type: { type: 3 } }],
  ])('%s is none', (_, changes) => expect(read(changes, traceFlow)).toBeUndefined());
  test('what leaves a workload without policies for outside is told by a trace alone', () => {
    const leaving = read(
      {
        trace_observation_point: TRACE_POINT.TO_STACK,
        traffic_direction: DIRECTION.EGRESS,
        source: { ID: 7, identity: 5000, namespace: 'lab', pod_name: 'a' },
        destination: { identity: 2 },
      },
      traceFlow,
    );
    expect(leaving).toMatchObject({ seenAt: 1, to: { outside: true }, connections: 1 });
  });
  test('a packet of a connection that is there already shows that there is one, and counts none', () => {
    expect(read({ trace_reason: TRACE_REASON.ESTABLISHED }, traceFlow)).toMatchObject({ connections: null });
    const syn = { TCP: { source_port: 40_000, destination_port: 80, flags: { SYN: true, ACK: false } } };
    expect(read({ trace_reason: 0, l4: syn }, traceFlow)).toMatchObject({ connections: 1 });
    expect(
      read({ trace_reason: 0, l4: { UDP: { source_port: 40_000, destination_port: 53 } } }, traceFlow),
    ).toMatchObject({ connections: null });
  });
  test('an old relay leaves the type out', () => {
    expect(read({ event_type: null, verdict: VERDICT.DROPPED, drop_reason: 133 })).toMatchObject({ verdict: 'denied' });
    expect(read({ event_type: null, Type: 2, l7: { type: 1 } })).toBeUndefined();
  });
});

describe('direction', () => {
  test('whose policy decided, and at which end it was seen', () => {
    expect(read({ traffic_direction: DIRECTION.INGRESS })).toMatchObject({ seenAt: 2, decidedAt: 'ingress' });
    expect(read({ traffic_direction: DIRECTION.EGRESS })).toMatchObject({ seenAt: 1, decidedAt: 'egress' });
  });
  test('not told: the end that the node has an endpoint of', () => {
    expect(read({ traffic_direction: 0 })).toMatchObject({ seenAt: 2, decidedAt: null });
    const both = { traffic_direction: 0, source: { ID: 5, identity: 9_000 }, destination: { identity: 9_001 } };
    expect(read(both)).toMatchObject({ seenAt: 1, decidedAt: null });
  });
});

describe('replies', () => {
  test('client to server: a reply is turned round, is nobody’s decision and counts as no connection', () => {
    const reply = read(
      {
        is_reply: { value: true },
        l4: { TCP: { source_port: 80, destination_port: 35_528, flags: { ACK: true } } },
        source: { identity: 94_334, namespace: 'lab', pod_name: 'shop' },
        destination: { ID: 3, identity: 117_659, namespace: 'lab', pod_name: 'stranger' },
        IP: { source: '10.10.3.7', destination: '10.10.4.3' },
      },
      traceFlow,
    );
    expect(reply).toMatchObject({
      from: { pod: 'stranger', ip: '10.10.4.3' },
      to: { pod: 'shop', ip: '10.10.3.7' },
      fromPort: 35_528,
      toPort: 80,
      seenAt: 1,
      decidedAt: null,
      connections: null,
    });
  });
  const silent = (changes: HubbleFlow) => read({ is_reply: null, trace_reason: 0, ...changes }, traceFlow);
  const tcp = (source_port: number, destination_port: number, flags?: { SYN?: boolean; ACK?: boolean }) => ({
    l4: { TCP: { source_port, destination_port, ...(flags === undefined ? {} : { flags }) } },
  });
  test('absent means unknown, and is never read as false', () => {
    expect(silent(tcp(45_000, 46_000))).toMatchObject({ directionUnknown: true });
    expect(silent(tcp(80, 81))).toMatchObject({ directionUnknown: true });
    expect(silent({ l4: { ICMPv4: {} } })).toMatchObject({ directionUnknown: true });
  });
  test('absent on a policy’s verdict: it decides on the first packet', () => {
    expect(read({ is_reply: null })).not.toHaveProperty('directionUnknown');
  });
  test('absent, but flags and ports tell', () => {
    expect(silent(tcp(45_000, 46_000, { SYN: true }))).toMatchObject({ toPort: 46_000 });
    expect(silent(tcp(45_000, 46_000, { SYN: true, ACK: true }))).toMatchObject({ toPort: 45_000 });
    expect(silent(tcp(80, 46_000))).toMatchObject({ toPort: 80, fromPort: 46_000 });
    expect(silent(tcp(46_000, 80))).toMatchObject({ toPort: 80, fromPort: 46_000 });
  });
  test('the deprecated field is not read', () => {
    expect(silent({ ...tcp(45_000, 46_000), reply: true } as HubbleFlow)).toMatchObject({ directionUnknown: true });
  });
});

describe('ends', () => {
  test('pod, workload and namespace of both', () => {
    expect(read({})).toMatchObject({
      from: { namespace: 'lab', pod: 'stranger', ip: '10.10.4.3' },
      to: { namespace: 'lab', pod: 'shop-6d7d797759-4ddlt', workload: { kind: 'Deployment', name: 'shop' } },
    });
  });
  test.each([
    [1, 'host', { host: true }],
    [6, 'remote-node', { host: true }],
    [2, 'world', { outside: true }],
    [9, 'world-ipv4', { outside: true }],
    [10, 'world-ipv6', { outside: true }],
    [16_777_259, 'an address block', { outside: true }],
  ])('identity %d, %s', (identity, _, expected) => {
    expect(read({ destination: { identity } })).toMatchObject({ to: expected });
  });
  test('an identity that is given by labels is a pod, also where the event does not say which', () => {
    const source = { identity: 117_659 };
    expect(read({ source, IP: { source: '10.10.4.3', destination: '10.10.3.7' } })).toMatchObject({
      from: { ip: '10.10.4.3', inside: true },
    });
    expect(read({ source: { identity: 16_777_259 } })).not.toMatchObject({ from: { inside: true } });
    expect(read({ source: { identity: 7 } })).not.toMatchObject({ from: { inside: true } });
  });
  test('the API server may be a node or outside: its address tells', () => {
    const { to } = read({ destination: { identity: 7 } }) as { to: object };
    expect(to).toEqual({ ip: '10.10.3.7' });
  });
  test('Cilium’s own health checks are none', () => {
    expect(read({ source: { identity: 4 } })).toBeUndefined();
    expect(read({ destination: { labels: ['reserved:health'] } })).toBeUndefined();
  });
  test('an identity of an old relay is told by its label', () => {
    expect(read({ destination: { labels: ['reserved:world'] } })).toMatchObject({ to: { outside: true } });
    expect(read({ source: { labels: ['reserved:host'] } })).toMatchObject({ from: { host: true } });
  });
});

describe('ports and protocols', () => {
  test.each([
    [{ TCP: { source_port: 40_000, destination_port: 80 } }, 6, 80],
    [{ UDP: { source_port: 40_000, destination_port: 53 } }, 17, 53],
    [{ SCTP: { source_port: 40_000, destination_port: 38_412 } }, 132, 38_412],
    [{ ICMPv4: {} }, 1, null],
    [{ ICMPv6: {} }, 58, null],
    [{}, 255, null],
  ])('%j', (l4, protocol, toPort) => expect(read({ l4 })).toMatchObject({ protocol, toPort }));
});

describe('what else is told', () => {
  test('encrypted is only ever told where it is so: false stands for "not told" as well', () => {
    expect(read({ IP: { source: 'a', destination: 'b', encrypted: true } })).toMatchObject({ encrypted: true });
    expect(read({ IP: { source: 'a', destination: 'b', encrypted: false } })).not.toHaveProperty('encrypted');
  });
  test('names, without the dot at the end, and those of FQDN rules; a pattern is no name', () => {
    const flow = read({
      destination_names: ['One.one.one.one.'],
      destination: { identity: 16_777_259, labels: ['cidr:1.1.1.1/32', 'fqdn:one.one.one.one.', 'fqdn:*.one.one'] },
      source_names: ['client.example'],
    });
    expect(flow).toMatchObject({ to: { names: ['one.one.one.one'] }, from: { names: ['client.example'] } });
  });
  test('the Service that was asked for', () => {
    expect(read({ destination_service: { name: 'shop', namespace: 'lab' } })).toMatchObject({
      service: { namespace: 'lab', name: 'shop' },
    });
  });
  test.each([
    ['egress_allowed_by', 'allow'],
    ['ingress_allowed_by', 'allow'],
    ['egress_denied_by', 'deny'],
    ['ingress_denied_by', 'deny'],
  ])('%s', (field, action) => {
    const policy = { name: 'web', namespace: 'lab', kind: 'CiliumNetworkPolicy' };
    expect(read({ [field]: [policy, { name: '' }] })).toMatchObject({
      policies: [{ kind: 'CiliumNetworkPolicy', namespace: 'lab', name: 'web', action, stage: 'enforced' }],
    });
  });
  test('in audit mode what denies is pending', () => {
    expect(read({ verdict: VERDICT.AUDIT, ingress_denied_by: [{ name: 'web' }] })).toMatchObject({
      policies: [{ kind: '', name: 'web', action: 'deny', stage: 'pending' }],
    });
  });
  test('a default denial names no policy', () => {
    expect(read({ verdict: VERDICT.DROPPED, drop_reason_desc: 133 })).toMatchObject({ policies: [] });
  });
  test('a sum stands for as many connections as its larger side had', () => {
    const sum = (ingress: number, egress: number, unknown = 0) =>
      read({
        aggregate: {
          ingress_flow_count: ingress,
          egress_flow_count: egress,
          unknown_direction_flow_count: unknown,
        },
      });
    expect(sum(5, 0)).toMatchObject({ connections: 5, seenAt: 2 });
    expect(sum(5, 7)).toMatchObject({ connections: 7, seenAt: 3 });
    expect(sum(0, 0, 4)).toMatchObject({ connections: 4 });
  });
  test('bytes and packets are measured by nobody', () => {
    expect(read({})).toMatchObject({ bytesOut: null, bytesIn: null, packetsOut: null, packetsIn: null, sampling: 1 });
  });
});

describe('a stream of events', () => {
  const reader = () => {
    const made = new HubbleReader('hubble');
    return (flow: HubbleFlow) => made.read({ flow: { time: AT, ...flow }, node_name: 'c/n1' }, 0).flow;
  };
  test('a verdict and the drop of the same packet are one attempt', () => {
    const take = reader();
    const denied = { verdict: VERDICT.DROPPED, drop_reason_desc: 133 };
    expect(take(verdictFlow(denied))).toMatchObject({ verdict: 'denied' });
    expect(take(verdictFlow({ ...denied, event_type: { type: EVENT.drop, sub_type: 133 } }))).toBeUndefined();
  });
  test('a trace after the verdict of its connection says nothing more, also in audit mode', () => {
    const take = reader();
    expect(take(verdictFlow({ verdict: VERDICT.AUDIT }))).toMatchObject({ verdict: 'would-deny' });
    expect(take(traceFlow())).toBeUndefined();
  });
  test('allowed after denied is told: the policy has changed', () => {
    const take = reader();
    take(verdictFlow({ verdict: VERDICT.DROPPED, drop_reason_desc: 133 }));
    expect(take(traceFlow())).toMatchObject({ verdict: 'allowed' });
  });
  test('each end tells its side', () => {
    const take = reader();
    expect(take(verdictFlow())).toMatchObject({ seenAt: 2 });
    expect(take(verdictFlow({ traffic_direction: DIRECTION.EGRESS }))).toMatchObject({ seenAt: 1 });
  });
  test('names come from the answers that this client got, and from nobody else’s', () => {
    const take = reader();
    const answer = {
      event_type: { type: EVENT.layer7 },
      l7: { type: 2, dns: { query: 'api.payrail.example.', ips: ['203.0.113.9'] } },
      IP: { source: '10.96.0.10', destination: '10.10.4.3' },
      is_reply: { value: true },
    };
    expect(take(verdictFlow(answer))).toBeUndefined();
    const leaving = (client: string) =>
      nextFlow({
        destination: { identity: 2 },
        IP: { source: client, destination: '203.0.113.9' },
        traffic_direction: DIRECTION.EGRESS,
      });
    expect(take(leaving('10.10.4.3'))).toMatchObject({ to: { names: ['api.payrail.example'] } });
    expect(take(leaving('10.10.4.4'))?.to).not.toHaveProperty('names');
  });
});
