/**
 * Which revision the page shows of each cluster, and which is the newest. Everything on a screen comes from the shown
 * one; newer ones wait until the person applies them.
 */
export interface ShownRevision {
  /** Undefined until the first answer. */
  readonly shown: number | undefined;
  readonly newest: number | undefined;
}

const NONE: ShownRevision = { shown: undefined, newest: undefined };

export interface ShownRevisions {
  of(cluster: string): ShownRevision;
  /** The first answer pins the page to its revision; returns the revision that the page is pinned to. */
  pin(cluster: string, seq: number): number;
  /** Moves to a revision: the person applied it, or the shown one is gone. Undefined: to whatever is newest. */
  move(cluster: string, seq: number | undefined): void;
  hear(cluster: string, newest: number): void;
  all(): readonly (readonly [string, ShownRevision])[];
  subscribe(listener: () => void): () => void;
}

export function createShownRevisions(): ShownRevisions {
  const revisions = new Map<string, ShownRevision>();
  const listeners = new Set<() => void>();
  const set = (cluster: string, next: ShownRevision): void => {
    revisions.set(cluster, next);
    for (const listener of listeners) listener();
  };
  return {
    of: (cluster) => revisions.get(cluster) ?? NONE,
    pin(cluster, seq) {
      const { shown, newest } = this.of(cluster);
      if (shown !== undefined) return shown;
      set(cluster, { shown: seq, newest: Math.max(seq, newest ?? seq) });
      return seq;
    },
    move: (cluster, seq) => {
      const { newest } = revisions.get(cluster) ?? NONE;
      set(cluster, { shown: seq, newest });
    },
    hear(cluster, newest) {
      const current = this.of(cluster);
      if (current.newest !== newest) set(cluster, { ...current, newest });
    },
    all: () => [...revisions],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const shownRevisions = createShownRevisions();

/** How many revisions wait. After a restart of the server numbers start anew: one change then stands for all. */
export function waitingChanges({ shown, newest }: ShownRevision): number {
  if (shown === undefined || newest === undefined || shown === newest) return 0;
  return newest > shown ? newest - shown : 1;
}
