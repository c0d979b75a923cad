import { nameAmong } from '#server/kept-under.ts';

/**
 * Under which names the flows of clusters are kept: where there are none under a cluster's own, but under the only other
 * one of its source, that one. The rest of the data folder may have gone on under another name meanwhile.
 */
export interface NamesOfFlows {
  /** @param others the names of other clusters: what is kept under them is not its own. */
  know(under: string, others: readonly string[]): void;
  /** Throws where the store cannot be opened. */
  of(under: string): Promise<string>;
}

/** @param read the names under which flows are kept. */
export function createNamesOfFlows(read: () => Promise<readonly string[]>): NamesOfFlows {
  const others = new Map<string, readonly string[]>();
  const found = new Map<string, string>();
  return {
    know: (under, told) => void others.set(under, told),
    async of(under) {
      const kept = found.has(under) ? [] : await read();
      const taken = [...(others.get(under) ?? []), ...found.values()];
      const name = found.get(under) ?? nameAmong(kept, under, new Set(taken));
      found.set(under, name); // for good: what comes is kept with what was there
      return name;
    },
  };
}
