import { userInfo } from 'node:os';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import { type DataMapInForce, dataMapHash } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { demoDataMap } from '#server/cluster/demo/demo-source.ts';
import type { SourceSpec } from '#server/config.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import { keepDataMap, keptDataMap } from '#server/store/kept-data-map.ts';
import { takeOverDataMap } from '#server/store/take-over-files.ts';
import type { KeptCluster } from './kept-cluster.ts';

interface Given {
  readonly source: SourceSpec;
  readonly dataMap?: { readonly text: string; readonly file: string } | undefined;
  /** Absent: what the page keeps lasts as long as the process. */
  readonly kept?: KeptCluster | undefined;
  /** Why the data folder cannot be used. */
  readonly unusable?: string | undefined;
}

/**
 * The DataMap of one cluster: the file given at start, which nobody changes here, or what the page keeps. The demo and
 * the examples have one until the page keeps another.
 */
export class ClusterDataMap {
  readonly #given: Given;
  #inForce: DataMapInForce | undefined;
  #unusable: string | undefined;

  /** Throws UNREADABLE_INPUT for a file given at start. What was kept and is broken counts for nothing, and is told. */
  constructor(given: Given) {
    this.#given = given;
    if (given.dataMap !== undefined) {
      this.#inForce = readDataMapText(given.dataMap.text, { from: 'file', file: given.dataMap.file });
      return;
    }
    this.#inForce = this.#initial();
    try {
      if (given.unusable !== undefined) throw new RingfenceError('UNREADABLE_INPUT', given.unusable);
      if (given.kept !== undefined) this.#inForce = readKept(given.kept) ?? this.#inForce;
    } catch (error) {
      if (!isRingfenceError(error)) throw error;
      this.#unusable = DATA_MAP.unusableKept(error.detail ?? error.message);
    }
  }

  #initial(): DataMapInForce | undefined {
    const { source } = this.#given;
    const brought = source.type === 'demo' ? demoDataMap() : source.type === 'files' && source.example?.dataMap;
    if (!brought) return undefined;
    return readDataMapText(brought.text, { from: 'example', file: brought.file });
  }

  get inForce(): DataMapInForce | undefined {
    return this.#inForce;
  }

  get keeping(): { readonly keepable: boolean; readonly unusable?: string } {
    const { dataMap } = this.#given;
    return {
      keepable: dataMap === undefined,
      ...(this.#unusable === undefined ? {} : { unusable: this.#unusable }),
    };
  }

  /** Throws CONFLICT where another one is in force than the one with this hash. */
  expect(seen: string | null | undefined): void {
    if (seen === dataMapHash(this.#inForce?.text)) return;
    const origin = this.#inForce?.origin;
    const by = origin?.from === 'store' ? DATA_MAP.keptBy(origin.who, origin.when) : undefined;
    throw new RingfenceError('CONFLICT', DATA_MAP.changedMeanwhile(by));
  }

  /**
   * Keeps a text without problems; an empty one means none. Who did it is what they say, else the account that runs the
   * server. Only over the kept text that is known here: another server may have kept one. Throws BAD_REQUEST beside one
   * given at start, CONFLICT, NOT_WRITABLE.
   */
  keep(text: string, who: string | undefined): void {
    const { dataMap, kept, unusable } = this.#given;
    if (dataMap !== undefined) throw new RingfenceError('BAD_REQUEST', DATA_MAP.givenAtStart(dataMap.file));
    const origin = { from: 'store', who: who?.trim() || accountName(), when: new Date().toISOString() } as const;
    const next = text.trim() === '' ? undefined : readDataMapText(text, origin);
    if (unusable !== undefined) throw new RingfenceError('NOT_WRITABLE', unusable);
    // Without: an upload or standard input, which nobody could find again.
    if (kept !== undefined) {
      const content = { text: next === undefined ? '' : text, who: origin.who, when: origin.when };
      keepDataMap(kept.store, kept.cluster, content, kept.who(who?.trim() || undefined), this.#keptHash());
    }
    this.#inForce = next ?? this.#initial();
    this.#unusable = undefined;
  }

  /** Undefined: what is kept is broken, and may be replaced whatever it is. */
  #keptHash(): string | null | undefined {
    if (this.#unusable !== undefined) return undefined;
    return this.#inForce?.origin.from === 'store' ? dataMapHash(this.#inForce.text) : null;
  }
}

/** Throws UNREADABLE_INPUT, NOT_WRITABLE. */
function readKept({ store, cluster }: KeptCluster): DataMapInForce | undefined {
  takeOverDataMap(store, cluster);
  const found = keptDataMap(store, cluster);
  return found && readDataMapText(found.text, { from: 'store', who: found.who, when: found.when });
}

/** In a container the process may run as a number that no account has. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return DATA_MAP.namelessAccount;
  }
}
