import type { JoinedTraffic, TrafficState } from '#lib/flows/observed.ts';
import { TRAFFIC_STATES } from '#lib/flows/observed.ts';
import { type Cidr, parseCidr } from '#lib/policy/address.ts';
import { ANY_POD, INTERNET } from '#lib/policy/connection-units.ts';

/** What was observed of the lines of the allowed relation. */
export interface ObservedLines {
  /** Connections ('' where none was counted), and the state that asks for most attention ('' where nothing is said). */
  cells(from: string, to: string): readonly [seen: string, state: string];
}

interface Seen {
  connections: number | null;
  state: TrafficState;
}

/**
 * Each observed edge that is allowed, and each permission of which nothing was seen, on the one line that tells of it: a
 * line of the pair itself goes before one of `any-pod@NAMESPACE`, and that before `any-pod`; the narrowest block before a
 * wider one, and that before `internet`.
 */
export function observedLines(
  lines: Iterable<{ readonly from: string; readonly to: string }>,
  { edges }: Pick<JoinedTraffic, 'edges'>,
): ObservedLines {
  const known = new Set<string>();
  const blocks = new Map<string, Cidr>();
  for (const { from, to } of lines) {
    known.add(keyOf(from, to));
    for (const end of [from, to]) {
      const block = parseCidr(end);
      if (block !== undefined) blocks.set(end, block);
    }
  }
  const ordered = [...blocks].sort(([, a], [, b]) => Number(sizeOf(a) - sizeOf(b)));
  const told = new Map<string, Seen>();
  for (const { from, to, state, seen } of edges) {
    if (!ON_LINES.has(state)) continue;
    const line = lineOf(endsOf(from, ordered), endsOf(to, ordered), known);
    if (line === undefined) continue;
    const before = told.get(line);
    const connections = plus(before?.connections ?? null, seen?.connections ?? null);
    told.set(line, { connections, state: before === undefined ? state : worse(before.state, state) });
  }
  return {
    cells(from, to) {
      const seen = told.get(keyOf(from, to));
      if (seen === undefined) return ['', ''];
      return [seen.connections === null ? '' : String(seen.connections), seen.state];
    },
  };
}

/** What lines of the allowed relation can be in; the others have none. */
const ON_LINES: ReadonlySet<TrafficState> = new Set(['used', 'unused', 'not-enough-seen']);

/** Used is used, whatever else of the line was not. */
function worse(a: TrafficState, b: TrafficState): TrafficState {
  return TRAFFIC_STATES.indexOf(a) <= TRAFFIC_STATES.indexOf(b) ? a : b;
}

function plus(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}

function keyOf(from: string, to: string): string {
  return `${from}\n${to}`;
}

/** The ends of lines that an observed end may stand behind, the nearest first. */
function endsOf(end: string, blocks: readonly (readonly [string, Cidr])[]): readonly string[] {
  if (end.startsWith('ip:')) {
    const address = parseCidr(end.slice('ip:'.length));
    const around = blocks.filter(([, block]) => address !== undefined && contains(block, address));
    return [...around.map(([name]) => name), INTERNET];
  }
  const [namespace, , name] = end.split('/');
  return name === undefined ? [end] : [end, `${ANY_POD}@${namespace}`, ANY_POD];
}

/** The nearest line of all: an end that is named itself weighs more than one that is any pod. */
function lineOf(from: readonly string[], to: readonly string[], known: ReadonlySet<string>): string | undefined {
  for (let far = 0; far < from.length + to.length - 1; far++) {
    for (let i = 0; i <= far; i++) {
      const [a, b] = [from[i], to[far - i]];
      if (a !== undefined && b !== undefined && known.has(keyOf(a, b))) return keyOf(a, b);
    }
  }
  return undefined;
}

function contains(block: Cidr, address: Cidr): boolean {
  return block.family === address.family && block.first <= address.first && address.last <= block.last;
}

function sizeOf({ first, last }: Cidr): bigint {
  return last - first;
}
