import type { FlowObs, FlowVerdict } from './flow-obs.ts';

/** How long a connection counts as told: longer than a client tries again to reach a port that does not answer. */
const REMEMBERED_MS = 60_000;
/** Times of a file that go back so far are of another time, and no other order. */
const FAR_BACK_MS = 10 * 60_000;
const MOST = 100_000;

const BIT: Readonly<Record<FlowVerdict, number>> = {
  allowed: 1,
  denied: 2,
  'would-deny': 4,
  dropped: 8,
  error: 16,
  unknown: 32,
};

/**
 * Connections that were told lately, to tell each once (traffic.md §2.3): one packet makes a verdict and a drop, and a
 * trace beside its verdict. Bounded: forgets the older half when it is full.
 */
export class RecentConnections {
  #newer = new Map<string, number>();
  #older = new Map<string, number>();
  #since = 0;

  /** False where the same was told already. `weak`: an observation that any other one of the connection is better than. */
  isNew(flow: FlowObs, weak: boolean, now: number): boolean {
    this.#age(now);
    const key = keyOf(flow);
    const before = (this.#newer.get(key) ?? 0) | (this.#older.get(key) ?? 0);
    const bit = BIT[flow.verdict];
    if ((before & bit) !== 0) return false;
    if (weak && (before & (BIT.allowed | BIT['would-deny'])) !== 0) return false;
    this.#newer.set(key, (this.#newer.get(key) ?? 0) | bit);
    return true;
  }

  #age(now: number): void {
    const age = now - this.#since;
    if (this.#newer.size < MOST && age < REMEMBERED_MS && age > -FAR_BACK_MS) return;
    this.#older = this.#newer;
    this.#newer = new Map();
    this.#since = now;
  }
}

function keyOf({ seenAt, from, fromPort, to, toPort, protocol }: FlowObs): string {
  return `${seenAt}|${from.ip}|${fromPort ?? ''}|${to.ip}|${toPort ?? ''}|${protocol}`;
}
