import type { FlowObs, FlowVerdict } from './flow-obs.ts';
import { createRecentKeys, KeyHash, type RecentKeys } from './recent-keys.ts';

/** How long a connection counts as told: longer than a client tries again to reach a port that does not answer. */
const REMEMBERED_MS = 60_000;
/** Times of a file that go back so far are of another time, and no other order. */
const FAR_BACK_MS = 10 * 60_000;
/** A power of two; where more connections come, they are remembered for a shorter time. */
const MOST = 2 ** 17;

const NUMBER: Readonly<Record<FlowVerdict, number>> = {
  allowed: 1,
  denied: 2,
  'would-deny': 3,
  dropped: 4,
  error: 5,
  unknown: 6,
};

/**
 * Connections that were told lately, to tell each once (traffic.md §2.3): one packet makes a verdict and a drop, and a
 * trace beside its verdict. Bounded: forgets the older half when it is full.
 */
export class RecentConnections {
  readonly #hash = new KeyHash();
  #told: RecentKeys = createRecentKeys(MOST, REMEMBERED_MS);
  #newest = Number.NEGATIVE_INFINITY;

  /** False where the same was told already. `weak`: an observation that any other one of the connection is better than. */
  isNew(flow: FlowObs, weak: boolean, now: number): boolean {
    if (now <= this.#newest - FAR_BACK_MS) {
      this.#told = createRecentKeys(MOST, REMEMBERED_MS);
      this.#newest = now;
    }
    this.#newest = Math.max(this.#newest, now);
    if (this.#told.has(this.#key(flow, flow.verdict), now)) return false;
    if (weak && (this.#wasTold(flow, 'allowed', now) || this.#wasTold(flow, 'would-deny', now))) return false;
    this.#told.add(this.#key(flow, flow.verdict), now);
    return true;
  }

  #wasTold(flow: FlowObs, verdict: FlowVerdict, now: number): boolean {
    return this.#told.has(this.#key(flow, verdict), now);
  }

  #key({ seenAt, from, fromPort, to, toPort, protocol }: FlowObs, verdict: FlowVerdict): KeyHash {
    return this.#hash
      .start()
      .number(seenAt * 8 + NUMBER[verdict])
      .text(from.ip)
      .number(fromPort)
      .text(to.ip)
      .number(toPort)
      .number(protocol);
  }
}
