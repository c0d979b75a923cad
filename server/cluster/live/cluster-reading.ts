import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadingRecord, ServerRecord } from '#lib/kube/source-record.ts';
import type { FreezeOptions } from '#server/cluster/source.ts';
import { askAbout, NOT_ASKED } from './about-server.ts';
import { type Freezable, freezeLists } from './freeze-lists.ts';
import type { ReconnectingClient } from './reconnecting-client.ts';

/** How long a snapshot waits for what the server says of itself, once all lists are there. */
const ABOUT_MS = 5_000;

/** A cluster that is being read, for whoever asks how. */
export interface ClusterReading {
  record(): ServerRecord;
  freeze(options: FreezeOptions): Promise<ServerRecord>;
  /** Asks what the server says of itself, the first time. */
  begin(): void;
}

export function createClusterReading(
  client: ReconnectingClient,
  source: Freezable,
  signal: AbortSignal,
): ClusterReading {
  let about = NOT_ASKED;
  let begun = false;
  /** Never rejects: what was told before holds. */
  const ask = async (until: AbortSignal): Promise<void> => {
    const namespaces = new Set(source.ledger.records().flatMap(({ namespace }) => namespace ?? []));
    const questions = { client, authority: client.authority, namespaces: [...namespaces].sort() };
    try {
      about = await askAbout({ ...questions, signal: AbortSignal.any([signal, until]) });
    } catch {
      // Nobody waits any more.
    }
  };
  return {
    begin() {
      if (begun) return;
      begun = true;
      void ask(signal);
    },
    record: () => ({
      from: 'api-server',
      // Of no revision: it may be told after the reading that it goes with.
      get about() {
        return about;
      },
      reading: asWatched(source),
    }),
    async freeze(options) {
      const asked = new AbortController();
      try {
        const asking = source.lost() === undefined ? ask(asked.signal) : undefined;
        const reading = await freezeLists(source, options, Date.now());
        if (reading.state === 'frozen')
          await Promise.race([asking, sleep(ABOUT_MS, undefined, { signal: options.signal })]);
        return { from: 'api-server', about, reading };
      } finally {
        asked.abort();
      }
    },
  };
}

function asWatched({ ledger, lost }: Freezable): ReadingRecord {
  const since = lost();
  const state = since === undefined ? 'watched' : 'lost';
  return { state, ...since, lists: ledger.records(), readAgain: [], notReadAgain: [] };
}
