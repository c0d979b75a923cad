import type { PackedObserved } from '#lib/flows/packed-observed.ts';
import { canonicalDigest } from '#lib/kube/canonical-digest.ts';

/** What of the inputs was observed, in short. */
export interface ObservedSummary {
  /** RFC 3339. */
  readonly window: { readonly from: string; readonly to: string };
  /** Sorted; `complete`: its silence says something while it is connected. */
  readonly sources: readonly { readonly name: string; readonly complete: boolean; readonly nodes: number }[];
  readonly edges: number;
  /** Edges for which there was no room. */
  readonly leftOut: number;
  /** Of its canonical JSON, in hex: whatever is altered of it is found. */
  readonly sha256: string;
}

export function observedSummary(observed: PackedObserved): ObservedSummary {
  const { window, coverage, complete, edges, leftOut } = observed;
  const bySource = Map.groupBy(coverage, ({ source }) => source);
  const names = [...new Set([...bySource.keys(), ...complete])].sort();
  return {
    window: { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() },
    sources: names.map((name) => ({
      name,
      complete: complete.includes(name),
      nodes: bySource.get(name)?.filter(({ node }) => node !== '').length ?? 0,
    })),
    edges: edges.length,
    leftOut,
    sha256: canonicalDigest(observed),
  };
}
