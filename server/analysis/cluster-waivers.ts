import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import type { WaiverBody } from '#lib/api/waiver-schemas.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { waiverProblems } from '#lib/gdpr/waivers/waiver-problems.ts';
import * as text from '#lib/text/en/server.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { readWaivers } from '#server/read-waivers.ts';
import type { Analysis } from './analysis.ts';
import type { KeptCluster } from './kept-cluster.ts';
import { openWaiverStore, type WaiverStore, waiversInMemory } from './waiver-store.ts';

/** Where a cluster's waivers come from: the file given at start, and what was accepted on the page. */
export interface WaiverPlaces {
  readonly file?: string | undefined;
  /** Absent: they last as long as the process. */
  readonly kept?: KeptCluster | undefined;
  /** Why the data folder's cannot be used. */
  readonly unusable?: string | undefined;
}

/** More workloads than these are not written into a waiver: whether the gap grew is not known then. */
const PEERS_MAX = 1_000;

/** The revision that somebody looked at, and the newest. */
interface AcceptedOf {
  readonly looked: Pick<Analysis, 'gaps'>;
  readonly newest: Pick<Analysis, 'gaps'>;
}

/** The waivers of one cluster. A changed list is another object. */
export class ClusterWaivers {
  readonly #file: readonly Waiver[];
  readonly #store: WaiverStore;
  readonly #unusable: string | undefined;
  #all: readonly Waiver[];

  /**
   * Throws USAGE and UNREADABLE_INPUT for a file given at start. What was kept and is broken, or has an id of the file,
   * counts for nothing, is told and stays as it is: the next waiver would overwrite what somebody accepted.
   */
  constructor({ file, kept, unusable }: WaiverPlaces, clock: string) {
    this.#file = file === undefined ? [] : readWaivers(file, clock.slice(0, 10));
    try {
      if (unusable !== undefined) throw new RingfenceError('UNREADABLE_INPUT', unusable);
      this.#store = kept === undefined ? waiversInMemory() : openWaiverStore(kept);
      const ofFile = new Set(this.#file.map(({ id }) => id));
      const clash = this.#store.waivers().find(({ id }) => ofFile.has(id));
      if (clash !== undefined) throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.takenId(clash.id));
    } catch (error) {
      if (!isRingfenceError(error)) throw error;
      this.#store = waiversInMemory();
      this.#unusable = WAIVERS.unusableKept(error.message);
    }
    this.#all = this.#gather();
  }

  /** Why those kept from the page count for nothing. */
  get unusable(): string | undefined {
    return this.#unusable;
  }

  all(): readonly Waiver[] {
    return this.#all;
  }

  /**
   * Accepts a gap as it is in the revision looked at: what came since, nobody has seen. Throws NOT_FOUND for a gap that is
   * not there, BAD_REQUEST with the field that is wrong or for a gap that is waived there or by now, NOT_WRITABLE.
   */
  accept(body: WaiverBody, { looked, newest }: AcceptedOf, clock: string): void {
    this.#assertUsable();
    const gap = looked.gaps.byId(body.gap);
    if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(body.gap));
    const { waiver: earlier } = [gap, newest.gaps.byId(gap.id)].find((each) => each?.result === 'WAIVED') ?? {};
    if (earlier !== undefined) throw new RingfenceError('BAD_REQUEST', WAIVERS.waivedAlready(gap.id, earlier.id));
    const { justification, reference, riskOwner, approvedBy, approvedAt, expiresAt, compensating, recordedBy } = body;
    const { peers } = gap;
    const make = (ids: ReadonlySet<string>): Waiver => {
      const waiver: Waiver = {
        id: this.#nextId(clock.slice(0, 4), ids),
        check: gap.check,
        match: { fingerprint: gap.fingerprint },
        ...{ justification, riskOwner, approvedBy, approvedAt, expiresAt, compensating },
        ...(reference === undefined ? {} : { reference }),
        ...(peers.length > PEERS_MAX ? {} : { peers: peers.toSorted() }),
        origin: { from: 'page', recordedAt: clock, recordedBy },
      };
      const [problem] = waiverProblems(waiver, clock.slice(0, 10));
      if (problem !== undefined) {
        throw new RingfenceError('BAD_REQUEST', WAIVERS.wrong(problem.field, problem.message));
      }
      return waiver;
    };
    this.#store.accept(make, recordedBy);
    this.#all = this.#gather();
  }

  /** Throws NOT_FOUND, BAD_REQUEST for one of the file, NOT_WRITABLE. */
  withdraw(id: string, by: string): void {
    if (this.#file.some((waiver) => waiver.id === id)) throw new RingfenceError('BAD_REQUEST', WAIVERS.ofFile(id));
    this.#assertUsable();
    this.#store.withdraw(id, by);
    this.#all = this.#gather();
  }

  #assertUsable(): void {
    if (this.#unusable !== undefined) throw new RingfenceError('BAD_REQUEST', this.#unusable);
  }

  #gather(): readonly Waiver[] {
    return [...this.#file, ...this.#store.waivers()];
  }

  /** `P-2026-014`, from the page: the next that nobody has or had. Files have ids of their own, as `W-2026-014`. */
  #nextId(year: string, given: ReadonlySet<string>): string {
    const taken = new Set([...this.#file.map(({ id }) => id), ...given]);
    for (let number = 1; ; number++) {
      const id = `P-${year}-${String(number).padStart(3, '0')}`;
      if (!taken.has(id)) return id;
    }
  }
}
