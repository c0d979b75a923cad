import type { ClusterSpec } from './config.ts';
import { keptAmong, keptUnder } from './kept-under.ts';

/** The names under which clusters that are open together are kept: none takes what is kept of another. */
export interface NamesOfClusters {
  /** Undefined where nothing of it can be kept. */
  add(spec: ClusterSpec): string | undefined;
  remove(spec: ClusterSpec): void;
  /** The names of all others, those included that they would have if nothing were kept yet. */
  others(spec: ClusterSpec): ReadonlySet<string>;
}

/**
 * @param known the names in the data folder.
 * @param specs the clusters that are open from the start, also before they are added.
 */
export function namesOfClusters(known: readonly string[], specs: readonly ClusterSpec[]): NamesOfClusters {
  const names = new Map(specs.map((spec) => [spec, namesOf(keptUnder(spec))]));
  const others = (spec: ClusterSpec): ReadonlySet<string> =>
    new Set([...names].flatMap(([other, its]) => (other === spec ? [] : its)));
  return {
    add(spec) {
      const kept = keptAmong(known, spec, others(spec));
      names.set(spec, [...(names.get(spec) ?? namesOf(keptUnder(spec))), ...namesOf(kept)]);
      return kept;
    },
    remove: (spec) => void names.delete(spec),
    others,
  };
}

function namesOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
