import type { FlowObs } from './flow-obs.ts';

const MINUTE_MS = 60_000;
/** A span is kept in at most so many minutes: days of it would fill the room of all others. */
const PARTS_MOST = 60;

/** What a flow counts in one minute. */
export interface MinutePart {
  /** Its start, milliseconds since 1970. */
  readonly minute: number;
  /** 0 where it is a retry or a reply on a connection that counted in this minute; null: not measured. */
  readonly connections: number | null;
  readonly bytesOut: number | null;
  readonly bytesIn: number | null;
}

/**
 * An event counts in its minute. The sums of a span are spread evenly over it, whole connections and bytes, since nobody
 * knows when they were; it is seen in its first and its last minute whatever it counts there.
 */
export function minuteParts(
  { t0, t1, bytesOut, bytesIn }: Pick<FlowObs, 't0' | 't1' | 'bytesOut' | 'bytesIn'>,
  connections: number | null,
): readonly MinutePart[] {
  const first = Math.floor(t0 / MINUTE_MS);
  const last = Math.max(first, Math.floor((t1 - 1) / MINUTE_MS)); // what ends with a minute is not in the next
  if (first === last) return [{ minute: first * MINUTE_MS, connections, bytesOut, bytesIn }];
  const parts = Math.min(last - first + 1, PARTS_MOST);
  return Array.from({ length: parts }, (_, part) => ({
    minute: (first + Math.round((part * (last - first)) / (parts - 1))) * MINUTE_MS,
    connections: shareOf(connections, part, parts),
    bytesOut: shareOf(bytesOut, part, parts),
    bytesIn: shareOf(bytesIn, part, parts),
  })).filter((share, part) => part === 0 || part === parts - 1 || countsSomething(share));
}

/** All shares are whole, and their sum is the whole. */
function shareOf(count: number | null, part: number, parts: number): number | null {
  if (count === null) return null;
  const rest = count % parts; // first divided: a product of large counts is not exact
  return Math.floor(count / parts) + Math.floor((rest * (part + 1)) / parts) - Math.floor((rest * part) / parts);
}

function countsSomething({ connections, bytesOut, bytesIn }: MinutePart): boolean {
  return [connections, bytesOut, bytesIn].some((count) => count !== null && count > 0);
}
