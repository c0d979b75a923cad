import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { AskedOfFlows, FlowsAnswer } from '#server/traffic/traffic-messages.ts';
import { createFlowsPort } from './flows-port.ts';

const WINDOW = { from: 0, to: 60_000 };
const observed: ObservedTraffic = { window: WINDOW, edges: [], leftOut: 0, coverage: [], complete: [] };
const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A port whose other end answers as `answer` says. */
function flows(answer: (asked: AskedOfFlows) => FlowsAnswer | undefined): MessagePort {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  port2.on('message', (asked: AskedOfFlows) => {
    const told = answer(asked);
    if (told !== undefined) port2.postMessage(told);
  });
  return port1;
}

test('a port is wanted with the first question, and the question waits for it', async () => {
  let wanted = 0;
  const port = createFlowsPort(() => wanted++);
  const asked = port.observed(WINDOW);
  port.connect(flows(({ id }) => ({ id, value: { seq: 1, observed } })));
  expect(await asked).toEqual(observed);
  expect(wanted).toBe(1);
});

test('what was observed is the same object until something new is kept', async () => {
  let seq = 1;
  const known: (number | undefined)[] = [];
  const port = createFlowsPort(() => {});
  port.connect(
    flows((asked) => {
      const has = asked.ask === 'observed' ? asked.known : undefined;
      known.push(has);
      return { id: asked.id, value: has === seq ? { seq } : { seq, observed } };
    }),
  );
  const first = await port.observed(WINDOW);
  expect(await port.observed(WINDOW)).toBe(first);
  seq = 2;
  expect(await port.observed(WINDOW)).not.toBe(first);
  expect(known).toEqual([undefined, 1, 1]);
});

test('a question that is asked twice at once is sent once', async () => {
  let sent = 0;
  const port = createFlowsPort(() => {});
  port.connect(
    flows(({ id }) => {
      sent++;
      return { id, value: { seq: 1, observed } };
    }),
  );
  await Promise.all([port.observed(WINDOW), port.observed(WINDOW)]);
  expect(sent).toBe(1);
});

test('flows that end take their questions with them, and the next question wants a port again', async () => {
  let wanted = 0;
  const port = createFlowsPort(() => wanted++);
  const silent = flows(() => undefined);
  port.connect(silent);
  const asked = port.observed(WINDOW);
  setImmediate(() => silent.close());
  await expect(asked).rejects.toMatchObject({ code: 'WORKER_LOST' });
  const again = port.observed(WINDOW);
  port.connect(flows(({ id }) => ({ id, value: { seq: 1, observed } })));
  expect(await again).toEqual(observed);
  expect(wanted).toBe(1);
});

test('what the flows refuse is told as they say it', async () => {
  const port = createFlowsPort(() => {});
  port.connect(flows(({ id }) => ({ id, error: { code: 'DAMAGED', message: 'broken' } })));
  await expect(port.observed(WINDOW)).rejects.toMatchObject({ code: 'DAMAGED', message: 'broken' });
});

test('a question that timed out before there was a port is not sent any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let sent = 0;
    const port = createFlowsPort(() => {});
    const late = port.observed(WINDOW);
    const told = expect(late).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await vi.advanceTimersByTimeAsync(20_000);
    await told;
    port.connect(
      flows(({ id }) => {
        sent++;
        return { id, value: { seq: 1, observed } };
      }),
    );
    expect(await port.observed({ from: 0, to: 120_000 })).toEqual(observed);
    expect(sent).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});
