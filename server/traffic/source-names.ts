import type { CoverageRow, FlowRow } from '#lib/flows/flow-row.ts';

/** Flows of so many sources are kept under names of their own: whoever sends flows may call each sending otherwise. */
export const NAMES_MOST = 1_000;
/** What is sent under further names is kept under this one, which nobody may send under. */
export const OTHER_SOURCES = 'others';
/** Begins the name of one of them while its flows are summed: what another one told is not of the same connections. */
const ONE_OF_THEM = `${OTHER_SOURCES}\n`;

/** The names under which a cluster's flows are kept, so that there is a bound to them on the disk, too. */
export interface SourceNames {
  /** Under which name that source's flows are kept. */
  of(source: string): Promise<string>;
  /** Something was taken away: names may be free again. */
  forget(): void;
  /** So many sendings were kept under the name of the others. */
  readonly together: number;
}

/**
 * @param read the names under which something is kept. Where it fails, only those count that were given out lately, so
 *   that at most twice as many are kept.
 */
export function createSourceNames(read: () => Promise<readonly string[]>, most = NAMES_MOST): SourceNames {
  let reading: Promise<Set<string>> | undefined;
  /** Given out since the last time that something was taken away, and the time before: not all of it is kept yet. */
  let given = new Set<string>();
  let earlier = new Set<string>();
  let together = 0;
  const namesNow = async (): Promise<Set<string>> => {
    reading ??= read().then((names) => new Set([...names, ...earlier, ...given]));
    try {
      return await reading;
    } catch {
      reading = undefined;
      return new Set([...earlier, ...given]);
    }
  };
  return {
    async of(source) {
      const names = await namesNow();
      if (names.has(source) || names.size < most) {
        names.add(source);
        given.add(source);
        return source;
      }
      together++;
      return OTHER_SOURCES;
    },
    forget() {
      reading = undefined;
      earlier = given;
      given = new Set();
    },
    get together() {
      return together;
    },
  };
}

/** Whether a name is that of the others, or of one of them. */
export function isOfOthers(source: string): boolean {
  return source === OTHER_SOURCES || source.startsWith(ONE_OF_THEM);
}

/** The name by which a source's flows are summed: its own, whatever the name under which they are kept. */
export function summedAs(source: string, keptAs: string): string {
  return keptAs === source ? source : ONE_OF_THEM + source;
}

/** As it is kept. */
export function asKept<Row extends FlowRow | CoverageRow>(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => (row.source.startsWith(ONE_OF_THEM) ? { ...row, source: OTHER_SOURCES } : row));
}
