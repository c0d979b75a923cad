/** Flows of so many sources are kept under names of their own: whoever sends flows may call each sending otherwise. */
export const NAMES_MOST = 1_000;
/** What is sent under further names is kept under this one. */
export const OTHER_SOURCES = 'others';

/** The names under which a cluster's flows are kept, so that there is a bound to them on the disk, too. */
export interface KeptNames {
  /** Under which name that source's flows are kept. */
  of(source: string): Promise<string>;
  /** Something was taken away: names may be free again. */
  forget(): void;
  /** So many sendings were kept under the name of the others. */
  readonly together: number;
}

/** @param read the names under which something is kept; where it fails, each is taken for new. */
export function createKeptNames(read: () => Promise<readonly string[]>, most = NAMES_MOST): KeptNames {
  let reading: Promise<Set<string>> | undefined;
  let together = 0;
  return {
    async of(source) {
      reading ??= read().then(
        (names) => new Set(names),
        () => new Set(),
      );
      const names = await reading;
      if (names.has(source) || names.size < most) {
        names.add(source);
        return source;
      }
      together++;
      return OTHER_SOURCES;
    },
    forget() {
      reading = undefined;
    },
    get together() {
      return together;
    },
  };
}
