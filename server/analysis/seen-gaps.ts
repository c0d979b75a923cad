import type { ClosedGap } from '#lib/api/gap-types.ts';
import type { Gap } from '#lib/gdpr/types.ts';

/** Closed gaps that are kept; older ones are forgotten. */
const CLOSED_MAX = 1_000;

/** Since when the gaps of one revision are known. */
export interface SeenGaps {
  /** When the first revision of this run was looked at, RFC 3339; undefined before. */
  readonly begun: string | undefined;
  /** RFC 3339; undefined for a gap of no revision that was looked at. */
  since(fingerprint: string): string | undefined;
  /** Those of this run that no newer revision has, the last closed first. */
  closed(): readonly ClosedGap[];
}

/** What is noted of a gap. */
export type NotedGap = Pick<Gap, 'id' | 'check' | 'severity' | 'title' | 'subject' | 'fingerprint'>;

/** What is kept of gaps from revision to revision, as long as the cluster's worker lives. */
export interface SeenGapsStore {
  readonly seen: SeenGaps;
  /** The gaps of one revision. One that is not among those of a newer revision is closed. */
  note(seq: number, at: string, gaps: Iterable<NotedGap>): void;
}

/**
 * First seen in this run, by fingerprint, which survives rollouts. There is no history on disk: after a new start all
 * gaps are as old as the start, and whoever shows the time says so.
 */
export function createSeenGaps(): SeenGapsStore {
  const open = new Map<string, Omit<ClosedGap, 'closedAt'>>();
  const closed = new Map<string, ClosedGap>();
  let newest = Number.NEGATIVE_INFINITY;
  let begun: string | undefined;
  return {
    seen: {
      get begun() {
        return begun;
      },
      since: (fingerprint) => open.get(fingerprint)?.firstSeen,
      closed: () => [...closed.values()].reverse(),
    },
    note(seq, at, gaps) {
      begun ??= at;
      const current = new Map(Array.from(gaps, (gap) => [gap.fingerprint, gap]));
      if (seq > newest) {
        newest = seq;
        for (const [fingerprint, gap] of open) {
          if (current.has(fingerprint)) continue;
          open.delete(fingerprint);
          closed.set(fingerprint, { ...gap, closedAt: at });
        }
        for (const fingerprint of current.keys()) closed.delete(fingerprint);
        for (const oldest of closed.keys()) if (closed.size > CLOSED_MAX) closed.delete(oldest);
      }
      for (const [fingerprint, { id, check, severity, title, subject }] of current) {
        if (!open.has(fingerprint)) open.set(fingerprint, { id, check, severity, title, subject, firstSeen: at });
      }
    },
  };
}
