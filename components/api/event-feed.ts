import type { ClusterEvent } from '#lib/api/cluster-types.ts';

/**
 * One event stream for all tabs of this browser: HTTP/1.1 allows six connections to one origin, and a stream keeps one
 * for good. The tab that holds the lock reads the stream and passes events on; a hidden tab gives it up.
 */
const LOCK = 'ringfence-events';
const CHANNEL = 'ringfence-events';
const REOPEN_MS = 2_000;
const HOLD_SETTLES_MS = 250; // revisions are applied one after the other on several tabs; reopen once

type Message =
  | { readonly type: 'event'; readonly event: ClusterEvent }
  | { readonly type: 'state'; readonly open: boolean }
  /** A tab says which revisions it looks at, and asks for what is known. */
  | { readonly type: 'hello'; readonly tab: string; readonly hold: readonly string[] }
  | { readonly type: 'bye'; readonly tab: string };

export interface EventFeedOptions {
  readonly onEvent: (event: ClusterEvent) => void;
  /** Whether the server answers. */
  readonly onState: (open: boolean) => void;
  /** `demo:3` for each revision that this tab looks at. */
  readonly hold: () => readonly string[];
}

/** Starts listening; returns `held` to call when the shown revisions changed, and `stop`. */
export function startEventFeed(options: EventFeedOptions): { readonly held: () => void; readonly stop: () => void } {
  const tab = crypto.randomUUID();
  const channel = new BroadcastChannel(CHANNEL);
  const others = new Map<string, readonly string[]>();
  const latest = new Map<string, ClusterEvent>();
  let source: EventSource | undefined;
  let release: (() => void) | undefined;
  let waiting: AbortController | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const send = (message: Message): void => {
    if (!ended) channel.postMessage(message);
  };

  const hear = (event: ClusterEvent): void => {
    latest.set(event.cluster, event);
    options.onEvent(event);
  };
  const open = (): void => {
    source?.close();
    const hold = [...new Set([...options.hold(), ...[...others.values()].flat()])].join(',');
    const stream = new EventSource(hold === '' ? '/api/events' : `/api/events?hold=${encodeURIComponent(hold)}`);
    source = stream;
    const state = (isOpen: boolean): void => {
      options.onState(isOpen);
      send({ type: 'state', open: isOpen });
    };
    stream.onopen = () => state(true);
    stream.onmessage = ({ data }) => {
      const event = JSON.parse(String(data)) as ClusterEvent;
      hear(event);
      send({ type: 'event', event });
    };
    stream.onerror = () => {
      state(false);
      // after an answer that is no stream the browser gives up for good
      if (stream.readyState === EventSource.CLOSED) reopen(REOPEN_MS);
    };
  };
  const reopen = (after: number): void => {
    clearTimeout(reopening);
    reopening = setTimeout(() => {
      if (release !== undefined) open();
    }, after);
  };
  const lead = (): void => {
    if (release !== undefined || waiting !== undefined) return;
    const { locks } = navigator;
    if (locks === undefined) {
      release = () => undefined; // an origin that is not secure has no locks: every tab reads for itself
      open();
      return;
    }
    const waits = new AbortController();
    waiting = waits;
    locks
      .request(LOCK, { signal: waits.signal }, () => {
        waiting = undefined;
        return new Promise<void>((resolve) => {
          release = resolve;
          open();
        });
      })
      .catch(() => undefined); // given up before it was our turn
  };
  const leave = (): void => {
    clearTimeout(reopening);
    waiting?.abort();
    waiting = undefined;
    source?.close();
    source = undefined;
    release?.();
    release = undefined;
  };

  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    switch (data.type) {
      case 'event':
        return hear(data.event);
      case 'state':
        return options.onState(data.open);
      case 'bye':
        return void others.delete(data.tab);
      case 'hello': {
        const before = others.get(data.tab)?.join();
        others.set(data.tab, data.hold);
        if (release === undefined) return;
        for (const event of latest.values()) send({ type: 'event', event });
        if (before !== data.hold.join()) reopen(HOLD_SETTLES_MS);
        return;
      }
    }
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') {
      lead();
      send({ type: 'hello', tab, hold: options.hold() });
    } else leave();
  };
  const onPageHide = (): void => {
    send({ type: 'bye', tab });
    leave();
  };
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', onPageHide);
  window.addEventListener('pageshow', onVisibility);
  onVisibility();

  return {
    held: () => {
      if (release !== undefined) reopen(HOLD_SETTLES_MS);
      else send({ type: 'hello', tab, hold: options.hold() });
    },
    stop: () => {
      onPageHide();
      ended = true;
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onVisibility);
      channel.close();
    },
  };
}
