/** Since when the gaps of one revision are known. */
export interface SeenGaps {
  /** When the first revision of this run was looked at, RFC 3339; undefined before. */
  readonly begun: string | undefined;
  /** RFC 3339; undefined for a gap of no revision that was looked at. */
  since(fingerprint: string): string | undefined;
}

/** What is kept of gaps from revision to revision, as long as the cluster's worker lives. */
export interface SeenGapsStore {
  readonly seen: SeenGaps;
  /** The gaps of one revision. One that is not among those of a newer revision is closed, and forgotten. */
  note(seq: number, at: string, fingerprints: Iterable<string>): void;
}

/**
 * First seen in this run, by fingerprint, which survives rollouts. There is no history on disk: after a new start all
 * gaps are as old as the start, and whoever shows the time says so.
 */
export function createSeenGaps(): SeenGapsStore {
  const since = new Map<string, string>();
  let newest = Number.NEGATIVE_INFINITY;
  let begun: string | undefined;
  return {
    seen: {
      get begun() {
        return begun;
      },
      since: (fingerprint) => since.get(fingerprint),
    },
    note(seq, at, fingerprints) {
      begun ??= at;
      const current = new Set(fingerprints);
      if (seq > newest) {
        newest = seq;
        for (const fingerprint of since.keys()) if (!current.has(fingerprint)) since.delete(fingerprint);
      }
      for (const fingerprint of current) if (!since.has(fingerprint)) since.set(fingerprint, at);
    },
  };
}
