import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';

/** A page that stays quiet for so long has moved on or is gone; its event stream renews while it is open. */
export const LEASE_MS = 60_000;
/** Revisions beside the newest: memory for three is in the budget. */
export const MAX_LEASED = 3;

interface Kept<Value> {
  readonly seq: number;
  readonly value: Value;
  leasedUntil: number;
}

/** The newest revision and up to three older ones that somebody still looks at. */
export interface RevisionStore<Value> {
  add(seq: number, value: Value): void;
  /** The newest where `seq` is undefined; undefined where there is none yet. Leases what it gives. Throws REVISION_GONE. */
  get(seq: number | undefined): Value | undefined;
  /** Renews the leases of those that are still kept. */
  hold(seqs: readonly number[]): void;
  newest(): Value | undefined;
  /** Kept sequence numbers, ascending. */
  kept(): readonly number[];
}

/** `now` in milliseconds, from any fixed point on. */
export function createRevisionStore<Value>(now: () => number): RevisionStore<Value> {
  let kept: Kept<Value>[] = []; // ascending; the last is the newest
  const lease = (entry: Kept<Value>) => {
    entry.leasedUntil = now() + LEASE_MS;
  };
  const prune = () => {
    const leased = kept
      .slice(0, -1)
      .filter((entry) => entry.leasedUntil > now())
      .sort((a, b) => b.leasedUntil - a.leasedUntil || b.seq - a.seq)
      .slice(0, MAX_LEASED);
    kept = [...leased.sort((a, b) => a.seq - b.seq), ...kept.slice(-1)];
  };
  return {
    add(seq, value) {
      kept.push({ seq, value, leasedUntil: 0 });
      prune();
    },
    get(seq) {
      const newest = kept.at(-1);
      const entry = seq === undefined ? newest : kept.find((each) => each.seq === seq);
      if (entry !== undefined) {
        lease(entry);
        return entry.value;
      }
      if (newest === undefined || seq === undefined) return undefined;
      throw new RingfenceError('REVISION_GONE', text.revisionGone(seq, newest.seq));
    },
    hold(seqs) {
      for (const entry of kept) if (seqs.includes(entry.seq)) lease(entry);
    },
    newest: () => kept.at(-1)?.value,
    kept: () => kept.map((entry) => entry.seq),
  };
}
