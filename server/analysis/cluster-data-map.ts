import { userInfo } from 'node:os';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import { type DataMapInForce, dataMapHash } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { demoDataMap } from '#server/cluster/demo/demo-source.ts';
import type { SourceSpec } from '#server/config.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import { hashOfDataMap, keepDataMap, keptDataMap } from '#server/store/kept-data-map.ts';
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
  #brought: DataMapInForce | undefined;
  #inForce: DataMapInForce | undefined;
  #unusable: string | undefined;
  /** Of what this process knows to be kept; null: nothing. */
  #keptHash: string | null = null;

  /** Throws UNREADABLE_INPUT for a file given at start. What was kept and is broken counts for nothing, and is told. */
  constructor(given: Given) {
    this.#given = given;
    if (given.dataMap !== undefined) {
      this.#inForce = readDataMapText(given.dataMap.text, { from: 'file', file: given.dataMap.file });
      return;
    }
    this.#readKept();
  }

  /**
   * The text that the source was read with, a snapshot's: in force where neither a file nor the page says another. Throws
   * UNREADABLE_INPUT.
   */
  bring(text: string): void {
    this.#brought = readDataMapText(text, { from: 'file', file: DATA_MAP.ofSnapshot });
    if (this.#given.dataMap === undefined) this.#inForce ??= this.#brought;
  }

  #initial(): DataMapInForce | undefined {
    if (this.#brought !== undefined) return this.#brought;
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

  /** Whether another process has kept another one since: that is in force now, and a new revision is due. */
  refresh(): boolean {
    const { kept, dataMap } = this.#given;
    if (kept === undefined || dataMap !== undefined) return false;
    const hash = hashOfDataMap(keptDataMap(kept.store, kept.cluster)?.text);
    if (hash === this.#keptHash) return false;
    this.#readKept();
    return true;
  }

  /** What is kept and cannot be used counts for nothing, and is told. */
  #readKept(): void {
    const { kept, unusable } = this.#given;
    this.#inForce = this.#initial();
    this.#unusable = undefined;
    try {
      if (unusable !== undefined) throw new RingfenceError('UNREADABLE_INPUT', unusable);
      if (kept === undefined) return;
      takeOverDataMap(kept.store, kept.cluster);
      const found = keptDataMap(kept.store, kept.cluster);
      this.#keptHash = hashOfDataMap(found?.text);
      if (found === undefined) return;
      this.#inForce = readDataMapText(found.text, { from: 'store', who: found.who, when: found.when });
    } catch (error) {
      if (!isRingfenceError(error)) throw error;
      this.#unusable = DATA_MAP.unusableKept(error.detail ?? error.message);
    }
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
   * server. Throws BAD_REQUEST beside one given at start, CONFLICT where another process has kept another one since,
   * NOT_WRITABLE.
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
      keepDataMap(kept.store, kept.cluster, content, kept.who(who?.trim() || undefined), this.#keptHash);
      this.#keptHash = hashOfDataMap(content.text);
    }
    this.#inForce = next ?? this.#initial();
    this.#unusable = undefined;
  }
}

/** In a container the process may run as a number that no account has. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return DATA_MAP.namelessAccount;
  }
}
