import { once } from 'node:events';
import { connect, constants } from 'node:http2';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FlowCoverage } from '#lib/flows/flow-obs.ts';
import { NODE_STATE } from '#lib/flows/hubble-flow.ts';
import { createHubbleSource, type HubbleOptions } from './hubble-source.ts';
import { type FakeHubble, type FakeOptions, startFakeHubble, timeOf } from './testing/fake-hubble.ts';
import { gatheringSink } from './testing/gathering-sink.ts';
import { nextFlow, traceFlow } from './testing/hubble-flows.ts';

const NODES = ['c/n1', 'c/n2'];
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function fakeHubble(options: Partial<FakeOptions> = {}): Promise<FakeHubble> {
  const fake = await startFakeHubble({ nodes: NODES, ...options });
  ends.push(() => fake.stop().catch(() => {}));
  return fake;
}

/** Tries again at once, so that tests need not wait. */
const AT_ONCE = { next: () => 10, wait: async () => {}, reset: () => {} };

function observe(port: number, options: Partial<HubbleOptions> = {}, sink = gatheringSink()) {
  const source = createHubbleSource({
    id: 'hubble',
    label: 'Hubble',
    target: () => ({ address: `127.0.0.1:${port}` }),
    tellEveryMs: 20,
    backOff: AT_ONCE,
    ...options,
  });
  source.start(sink);
  ends.push(() => source.stop());
  return { sink, source };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });
const lastState = (sink: ReturnType<typeof gatheringSink>) => sink.statuses.at(-1)?.state;
const ids = (sink: ReturnType<typeof gatheringSink>) => sink.flows.map(({ id }) => id);

describe('the subscription', () => {
  test('follows, from now on, masked, without replies of traces and without health checks', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    const [request] = fake.requests;
    expect(request).toMatchObject({ follow: true, number: 0, first: false });
    expect(request?.since ?? undefined).toBeUndefined();
    expect(request?.field_mask?.paths).toContain('is_reply');
    expect(request?.field_mask?.paths).not.toContain('source.labels');
    fake.push('c/n1', nextFlow({ uuid: 'health', destination: { identity: 4 } }));
    fake.push('c/n1', traceFlow({ uuid: 'reply', is_reply: { value: true } }));
    fake.push('c/n1', nextFlow({ uuid: 'wanted' }));
    await until(() => expect(ids(sink)).toEqual(['wanted']));
  });
  test('a relay that refuses the mask is asked without', async () => {
    const fake = await fakeHubble({ refusesMask: true });
    const { sink } = observe(fake.port);
    await until(() => expect(fake.requests).toHaveLength(2));
    fake.push('c/n1', nextFlow({ uuid: 'whole' }));
    await until(() => expect(ids(sink)).toEqual(['whole']));
  });
  test('each flow has the node of its message, without the name of the cluster', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.push('c/n2', nextFlow());
    await until(() => expect(sink.flows).toMatchObject([{ source: 'hubble', node: 'n2' }]));
  });
});

describe('what goes wrong', () => {
  test('nothing answers: it says so with what to do, and tries again until something does', async () => {
    const { sink } = observe(22_899, { advice: () => 'Run kubectl port-forward.' });
    await until(() => expect(sink.statuses.some(({ state }) => state === 'failed')).toBe(true));
    const failed = sink.statuses.find(({ state }) => state === 'failed');
    expect(failed?.error).toMatch(/^Hubble at 127\.0\.0\.1:22899 does not answer: .*\. Run kubectl port-forward\.$/);
    expect(failed?.retryAt).toMatch(/^\d{4}-/);
    await fakeHubble({ port: 22_899 });
    await until(() => expect(sink.statuses.at(-1)).toMatchObject({ state: 'observing', error: undefined }));
  });
  test('no relay was found yet: it waits, and looks again', async () => {
    const fake = await fakeHubble();
    let found = false;
    const target = () => (found ? { address: fake.address } : { missing: 'No relay.' });
    const { sink } = observe(0, { target });
    await until(() => expect(sink.statuses.at(-1)).toMatchObject({ state: 'waiting', error: 'No relay.' }));
    found = true;
    await until(() => expect(lastState(sink)).toBe('observing'));
  });
  test('killed and restarted: nothing is told twice, and what came meanwhile is told', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.push('c/n1', nextFlow({ uuid: 'before' }));
    await until(() => expect(ids(sink)).toEqual(['before']));
    fake.drop();
    const dropped = Date.now();
    fake.push('c/n1', nextFlow({ uuid: 'meanwhile' }));
    await until(() => expect(ids(sink)).toEqual(['before', 'meanwhile']));
    expect(fake.requests.at(-1)?.since).toBeDefined();
    fake.push('c/n1', nextFlow({ uuid: 'after' }));
    await until(() => expect(coveredUntil(sink, 'n1')).toBeGreaterThan(dropped));
    // The last flow before came again, so that the node is known to have been observed without a gap.
    expect(gaps(sink, 'n1')).toEqual([]);
  });
  test('the buffer was overwritten meanwhile: the time between is not covered', async () => {
    const fake = await fakeHubble({ ring: 7 });
    const { sink } = observe(fake.port, { backOff: { ...AT_ONCE, next: () => 200 } });
    await until(() => expect(lastState(sink)).toBe('observing'));
    await untilCovered(fake, sink, Date.now());
    const before = sink.flows.length;
    fake.drop();
    const dropped = Date.now();
    for (let n = 0; n < 20; n++) fake.push('c/n1', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(before + 7));
    await untilCovered(fake, sink, dropped);
    expect(gaps(sink, 'n1')).toHaveLength(1);
  });
  test('a stream that stalls is opened anew, and what it held back is told once', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port, { stallMs: 300 });
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.push('c/n1', nextFlow({ uuid: 'before' }));
    await until(() => expect(sink.flows).toHaveLength(1));
    fake.stall(true);
    fake.push('c/n1', nextFlow({ uuid: 'held' }));
    await until(() => expect(fake.requests.length).toBeGreaterThan(1));
    fake.stall(false);
    await until(() => expect(ids(sink)).toEqual(['before', 'held']));
  });
  test('clocks minutes apart: each node is asked for from its own last flow', async () => {
    const fake = await fakeHubble();
    fake.setClock('c/n1', -3 * 60_000);
    fake.setClock('c/n2', 3 * 60_000);
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.push('c/n1', nextFlow({ uuid: 'slow' }));
    fake.push('c/n2', nextFlow({ uuid: 'fast' }));
    await until(() => expect(sink.flows).toHaveLength(2));
    fake.drop();
    fake.push('c/n1', nextFlow({ uuid: 'slow later' }));
    fake.push('c/n2', nextFlow({ uuid: 'fast later' }));
    await until(() => expect(ids(sink).sort()).toEqual(['fast', 'fast later', 'slow', 'slow later']));
  });
  test('sent away: it comes back without a loss', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.push('c/n1', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(1));
    fake.goAway();
    await until(() => expect(fake.requests.length).toBeGreaterThan(1));
    fake.push('c/n1', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(2));
    expect(fake.sentAway).toBe(0);
  });
  test('lost events are told with their node, time, number and place', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.lose('c/n1', 42);
    await until(() =>
      expect(sink.coverage.find(({ type }) => type === 'lost')).toMatchObject({
        source: 'hubble',
        node: 'n1',
        records: 42,
        why: expect.stringContaining('kernel'),
      }),
    );
    await until(() => expect(sink.statuses.at(-1)?.lost).toBe(42));
  });
  test('lost events of a time that has not come are unreadable, and count once', async () => {
    const fake = await fakeHubble();
    const ahead = gatheringSink();
    const cover = (told: FlowCoverage) => ahead.cover(told) && told.type !== 'lost';
    const { sink } = observe(fake.port, {}, { ...ahead, cover });
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.lose('c/n1', 42);
    fake.push('c/n1', nextFlow());
    await until(() => expect(sink.statuses.at(-1)).toMatchObject({ records: 1, lost: 0 }));
    expect(sink.coverage.some(({ type }) => type === 'lost')).toBe(true);
  });
  test.each([
    ['unavailable', NODE_STATE.NODE_UNAVAILABLE],
    ['gone', NODE_STATE.NODE_GONE],
    ['in error', NODE_STATE.NODE_ERROR],
  ])('a node that is %s is not covered from then on, the others are', async (_, state) => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.tellState('c/n1', state);
    fake.push('c/n2', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(1));
    const left = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 60));
    fake.push('c/n2', nextFlow());
    await until(() => expect(coveredUntil(sink, 'n2')).toBeGreaterThanOrEqual(left + 40));
    expect(coveredUntil(sink, 'n1')).toBeLessThanOrEqual(left);
  });
  test('bytes that are no message are counted, and the stream goes on', async () => {
    const fake = await fakeHubble();
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    fake.pushBytes(Buffer.from([0xff, 0xff, 0xff]));
    fake.push('c/n1', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(1));
    expect(sink.problems).toHaveLength(1);
    await until(() => expect(sink.statuses.at(-1)).toMatchObject({ records: 1, unreadable: 1 }));
    // it may have told of a connection: the hour is not wholly observed
    expect(sink.coverage).toContainEqual(expect.objectContaining({ type: 'lost', records: 1 }));
  });
  test('a flood that is not taken is held back, and what the buffers lose is counted', async () => {
    const fake = await fakeHubble({ ring: 127 });
    const { sink } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    sink.setFull(true);
    const flood = 30_000;
    for (let n = 0; n < flood; n++) {
      fake.push('c/n1', nextFlow({ time: timeOf(1_790_000_000_000 + n) }));
      if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const held = sink.flows.length;
    expect(held).toBeLessThan(flood / 2);
    sink.setFull(false);
    await until(() => expect(sink.flows.length + (sink.statuses.at(-1)?.lost ?? 0)).toBe(flood));
    expect(sink.statuses.at(-1)?.lost).toBeGreaterThan(0);
  });
  test('stopped, it says nothing more and leaves no connection', async () => {
    const fake = await fakeHubble();
    const { sink, source } = observe(fake.port);
    await until(() => expect(lastState(sink)).toBe('observing'));
    await source.stop();
    expect(lastState(sink)).toBe('ended');
    fake.push('c/n1', nextFlow());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sink.flows).toEqual([]);
  });
});

const spans = (sink: ReturnType<typeof gatheringSink>, node: string) =>
  sink.coverage.filter((told) => told.type === 'connected' && told.node === node).sort((a, b) => a.t0 - b.t0);
const coveredUntil = (sink: ReturnType<typeof gatheringSink>, node: string) =>
  Math.max(0, ...spans(sink, node).map(({ t1 }) => t1));
/** A span needs two messages that are a millisecond apart: flows come, one after the other, until one ends after `time`. */
const untilCovered = async (fake: FakeHubble, sink: ReturnType<typeof gatheringSink>, time: number) => {
  while (coveredUntil(sink, 'n1') <= time) {
    const taken = sink.flows.length;
    fake.push('c/n1', nextFlow());
    await until(() => expect(sink.flows).toHaveLength(taken + 1));
  }
};
/** Times between two spans of a node that nothing covers. */
const gaps = (sink: ReturnType<typeof gatheringSink>, node: string) => {
  const told = spans(sink, node);
  return told.slice(1).filter(({ t0 }, at) => t0 > Math.max(...told.slice(0, at + 1).map(({ t1 }) => t1)));
};

describe('a relay that sends those away who ask more often than every five minutes whether it is there', () => {
  test('never sends us away: half an hour on one connection, by a clock that is turned', {
    timeout: 60_000,
  }, async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
    try {
      const fake = await fakeHubble();
      const { sink } = observe(fake.port, { tellEveryMs: 1_000 });
      const pass = async (ms: number) => {
        await vi.advanceTimersByTimeAsync(ms);
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      };
      while (lastState(sink) !== 'observing') await pass(100);
      for (let half = 0; half < 60; half++) {
        fake.push('c/n1', nextFlow());
        await pass(30_000);
      }
      expect(fake.pings).toBeGreaterThanOrEqual(4);
      expect(fake.sentAway).toBe(0);
      expect(fake.requests).toHaveLength(1);
      expect(sink.flows.length).toBe(60);
    } finally {
      vi.useRealTimers();
    }
  });
  test('sends others away', async () => {
    const fake = await fakeHubble();
    const client = connect(`http://${fake.address}`).on('error', () => {});
    ends.push(async () => client.destroy());
    const gone = once(client, 'goaway');
    await once(client, 'connect');
    for (let time = 0; time < 2; time++) client.ping(() => {});
    const [code] = await gone;
    expect(code).toBe(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    expect(fake.sentAway).toBe(1);
  });
});
