import type { Gap } from '#lib/gdpr/types.ts';
import type { Connection } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { connectionsFrom } from '#lib/policy/workload-rows.ts';

/** Whether the hops of a witness follow each other, and are not several connections of one workload. */
export function isWay({ witness }: Pick<Gap, 'witness'>): boolean {
  return witness.some(({ from }, index) => witness[index - 1]?.to === from);
}

/** Pairs of workloads whose lines gaps draw, until an edge of their own tells what they have with each other. */
export class PairsOfGaps {
  readonly #targets = new Map<string, Set<string>>();

  add(from: string, to: string): void {
    const targets = this.#targets.get(from);
    if (targets === undefined) this.#targets.set(from, new Set([to]));
    else targets.add(to);
  }

  told({ from, to }: Pick<Connection, 'from' | 'to'>): void {
    this.#targets.get(from)?.delete(to);
  }

  /** What those have with each other of whom only a hub tells. */
  *untold(model: PolicyModel): Generator<Connection> {
    for (const [from, targets] of this.#targets) if (targets.size > 0) yield* connectionsFrom(model, from, targets);
  }
}
