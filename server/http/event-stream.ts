import type { ClusterEvent } from '#lib/api/cluster-types.ts';

const HEARTBEAT_MS = 15_000; // proxies between close silent connections after 30 s and more
const RETRY_MS = 2_000;

export interface EventSourceOfClusters {
  /** What is true now: the first thing that a page hears. */
  readonly current: () => readonly ClusterEvent[];
  /** Calls back at each change; returns the function that ends it. */
  readonly subscribe: (listener: (event: ClusterEvent) => void) => () => void;
  /** Called at the start and with each heartbeat: renews what the page holds. */
  readonly renew: () => void;
}

/**
 * Server-sent events, pull-based: while a client does not read, only the newest event of each cluster waits for it, so
 * that a stalled tab costs nothing. `close` ends the stream from our side (the process is ending).
 */
export function eventStream(source: EventSourceOfClusters): {
  readonly body: ReadableStream<Uint8Array>;
  readonly close: () => void;
} {
  const encoder = new TextEncoder();
  const waiting = new Map<string, ClusterEvent>();
  let id = 0;
  let started = false;
  let wake: (() => void) | undefined;
  let ended = false;
  let heartbeatDue = false;

  const unsubscribe = source.subscribe((event) => {
    // what an event does not speak of is as the one before said
    waiting.set(event.cluster, { ...waiting.get(event.cluster), ...event });
    wake?.();
  });
  const heartbeat = setInterval(() => {
    source.renew();
    heartbeatDue = true;
    wake?.();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  const end = () => {
    ended = true;
    clearInterval(heartbeat);
    unsubscribe();
    wake?.();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!started) {
          started = true;
          source.renew();
          for (const event of source.current()) waiting.set(event.cluster, event);
          controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
          return;
        }
        while (!ended && waiting.size === 0 && !heartbeatDue) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        if (ended) {
          controller.close();
          return;
        }
        heartbeatDue = false;
        const events = [...waiting.values()];
        waiting.clear();
        const lines = events.map((event) => `id: ${++id}\ndata: ${JSON.stringify(event)}\n\n`);
        controller.enqueue(encoder.encode(lines.length > 0 ? lines.join('') : ': still here\n\n'));
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  return { body, close: end };
}

export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};
