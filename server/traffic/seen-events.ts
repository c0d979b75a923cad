import { type HubbleFlow, hubbleNode } from '#lib/flows/hubble-flow.ts';
import { createRecentKeys, KeyHash } from '#lib/flows/recent-keys.ts';

/** At least as many as the buffers of 40 nodes hold; a power of two. */
const MOST = 2 ** 18;
/** How far before the newest event a node's last one may lie to be asked for again. */
const FURTHEST_MS = 15 * 60_000;
/** A relay's order is approximate. */
const WATERMARK_MS = 5_000;

/** Which events were taken, and up to when by each node's own clock: clocks may be minutes apart. */
export class SeenEvents {
  readonly #hash = new KeyHash();
  readonly #taken = createRecentKeys(MOST, Number.POSITIVE_INFINITY);
  readonly #newest = new Map<string, number>();

  /** True where it is new. `at`: milliseconds, by the node's clock. */
  take(flow: HubbleFlow, node: string, at: number): boolean {
    const id = flow.uuid || fieldsOf(flow, node);
    if (!this.#taken.add(this.#hash.start().text(id), 0)) return false;
    if (at > (this.#newest.get(node) ?? 0)) this.#newest.set(node, at);
    return true;
  }

  /** From when on to ask again; undefined where nothing was seen. */
  since(): number | undefined {
    if (this.#newest.size === 0) return undefined;
    const times = [...this.#newest.values()];
    const newest = times.reduce((a, b) => Math.max(a, b));
    const oldest = times.reduce((a, b) => Math.min(a, b));
    return Math.max(oldest, newest - FURTHEST_MS) - WATERMARK_MS;
  }
}

/** Old versions give events no identity of their own. */
function fieldsOf(flow: HubbleFlow, node: string): string {
  const ports = flow.l4?.TCP ?? flow.l4?.UDP ?? flow.l4?.SCTP;
  const { seconds = 0, nanos = 0 } = flow.time ?? {};
  return [
    hubbleNode(node),
    seconds,
    nanos,
    flow.IP?.source,
    ports?.source_port,
    flow.IP?.destination,
    ports?.destination_port,
    flow.verdict,
    flow.traffic_direction,
    flow.event_type?.type,
    flow.event_type?.sub_type,
  ].join('|');
}
