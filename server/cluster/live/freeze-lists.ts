import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadingRecord } from '#lib/kube/source-record.ts';
import type { FreezeOptions } from '#server/cluster/source.ts';
import type { ListEntry, ListLedger } from './list-ledger.ts';

/** A list of 10,000 pods takes a second; a busy server several. */
const WITHIN_MS = 20_000;
/** Lists of the first reading are as good as new for a command that has just read them. */
const NEW_WITHIN_MS = 10_000;
/** What changed while the last list was read comes by the watches a moment later. */
const WATCHES_MS = 200;

/** What the freezing needs to know of the source. */
export interface Freezable {
  readonly ledger: ListLedger;
  /** Since when the server is lost; undefined while it answers. */
  readonly lost: () => { readonly asOf?: string } | undefined;
  /** Aborts when the server is lost; another one each time. */
  readonly untilLost: () => AbortSignal;
}

/**
 * Lists of different kinds are no one snapshot (gdpr.md §5.3). So that they lie close together, old ones are read anew,
 * all at once; where the watch tells of a change since its list, that kind is read once more and the change is kept on
 * record. What changes later is in the objects, and told by `changes` of its list.
 */
export async function freezeLists(source: Freezable, options: FreezeOptions, now: number): Promise<ReadingRecord> {
  const { ledger } = source;
  const { signal, onStep, withinMs = WITHIN_MS, newWithinMs = NEW_WITHIN_MS } = options;
  signal.throwIfAborted();
  const limit = AbortSignal.any([signal, source.untilLost(), AbortSignal.timeout(withinMs)]);
  const missing = new Set<ListEntry>();
  const readAnew = async (entries: readonly ListEntry[]): Promise<readonly ListEntry[]> => {
    const asked = source.lost() === undefined ? entries : [];
    const outcomes = await Promise.allSettled(asked.map((entry) => entry.readAgain(limit)));
    signal.throwIfAborted();
    const read = new Set(asked.filter((_, index) => outcomes[index]?.status === 'fulfilled'));
    for (const entry of entries) if (!read.has(entry)) missing.add(entry);
    return [...read];
  };

  const old = ledger.olderThan(now - newWithinMs);
  onStep?.({ step: 'listing', lists: old.length });
  await readAnew(old);
  if (source.lost() === undefined) await sleep(WATCHES_MS, undefined, { signal });
  const changed = ledger.changed().filter((entry) => !missing.has(entry));
  if (changed.length > 0) {
    onStep?.({ step: 'listing-again', resources: [...new Set(changed.map(({ name }) => name.resource))].sort() });
  }
  const readAgain = await readAnew(changed);
  onStep?.({ step: 'frozen' });
  const lost = source.lost();
  return {
    state: lost === undefined ? 'frozen' : 'lost',
    ...lost,
    lists: ledger.records(),
    readAgain: readAgain.flatMap((entry) => entry.sinceListBefore() ?? []),
    notReadAgain: [...missing].map(({ name }) => name),
  };
}
