import { RingfenceError } from '#lib/api/errors.ts';
import type { WaiverBody } from '#lib/api/waiver-schemas.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { waiverProblems } from '#lib/gdpr/waivers/waiver-problems.ts';
import * as text from '#lib/text/en/server.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { readWaivers } from '#server/read-waivers.ts';
import type { Analysis } from './analysis.ts';
import { inWords, openWaiverStore, type WaiverStore } from './waiver-store.ts';

/** Where a cluster's waivers come from: the file given at start, and what was accepted on the page. */
export interface WaiverPlaces {
  readonly file?: string;
  readonly store?: string;
}

/** More workloads than these are not written into a waiver: whether the gap grew is not known then. */
const PEERS_MAX = 1_000;

/** The waivers of one cluster. A changed list is another object. */
export class ClusterWaivers {
  readonly #file: readonly Waiver[];
  readonly #store: WaiverStore;
  #all: readonly Waiver[];

  /** Throws USAGE and UNREADABLE_INPUT for a file or a store that cannot be read. */
  constructor({ file, store }: WaiverPlaces, clock: string) {
    this.#file = file === undefined ? [] : readWaivers(file, clock.slice(0, 10));
    this.#store = openWaiverStore(store);
    this.#all = this.#gather();
    const seen = new Set<string>();
    for (const { id } of this.#all) {
      if (seen.has(id)) throw new RingfenceError('UNREADABLE_INPUT', WAIVERS.takenId(id));
      seen.add(id);
    }
  }

  all(): readonly Waiver[] {
    return this.#all;
  }

  /** Throws NOT_FOUND for a gap that is not there, BAD_REQUEST with the field that is wrong, INTERNAL. */
  accept(body: WaiverBody, { gaps }: Analysis, clock: string): void {
    const gap = gaps.byId(body.gap);
    if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(body.gap));
    const { justification, reference, riskOwner, approvedBy, approvedAt, expiresAt, compensating, recordedBy } = body;
    const { peers } = gap;
    const waiver: Waiver = {
      id: this.#nextId(clock.slice(0, 4)),
      check: gap.check,
      match: { fingerprint: gap.fingerprint },
      ...{ justification, riskOwner, approvedBy, approvedAt, expiresAt, compensating },
      ...(reference === undefined ? {} : { reference }),
      ...(peers.length > PEERS_MAX ? {} : { peers: peers.toSorted() }),
      origin: { from: 'page', recordedAt: clock, recordedBy },
    };
    const [problem] = waiverProblems(waiver, clock.slice(0, 10));
    if (problem !== undefined) throw new RingfenceError('BAD_REQUEST', inWords(problem));
    this.#store.add(waiver);
    this.#all = this.#gather();
  }

  /** Throws NOT_FOUND, BAD_REQUEST for one of the file, INTERNAL. */
  withdraw(id: string, by: string, clock: string): void {
    if (this.#file.some((waiver) => waiver.id === id)) throw new RingfenceError('BAD_REQUEST', WAIVERS.ofFile(id));
    this.#store.withdraw(id, by, clock);
    this.#all = this.#gather();
  }

  #gather(): readonly Waiver[] {
    return [...this.#file, ...this.#store.waivers()];
  }

  /** `W-2026-014`: the next that nobody has or had. */
  #nextId(year: string): string {
    const taken = new Set([...this.#file.map(({ id }) => id), ...this.#store.ids()]);
    for (let number = 1; ; number++) {
      const id = `W-${year}-${String(number).padStart(3, '0')}`;
      if (!taken.has(id)) return id;
    }
  }
}
