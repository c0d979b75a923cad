import type { FlowPolicy, FlowSide, FlowTrust, FlowVerdict } from './flow-obs.ts';

/** What one end of an edge told in one minute, summed. */
export interface EndSum {
  readonly side: FlowSide;
  readonly verdict: FlowVerdict;
  /** Of what was not allowed. */
  readonly decidedAt: 'ingress' | 'egress' | null;
  trust: FlowTrust;
  policies: ReadonlyMap<string, FlowPolicy>;
  connections: number | null;
  bytesOut: number | null;
  bytesIn: number | null;
  sampling: number;
  first: number;
  last: number;
}

/** What both ends told, as one. */
export interface MergedSum extends Omit<EndSum, 'side'> {
  seenAt: number;
}

/**
 * Both ends tell of the same connections: what both counted is the larger count, never the sum. A connection that one end
 * let go and the other refused was refused; one that would be refused at either end would be refused
 * (specs/traffic.md §2.3). Sums of one edge, one minute and one source; the order of the ends means nothing.
 */
export function mergeEnds(sums: readonly EndSum[]): readonly MergedSum[] {
  const [one] = sums;
  // most of the time both ends say the same
  if (
    one !== undefined &&
    sums.every(({ verdict, decidedAt }) => verdict === one.verdict && decidedAt === one.decidedAt)
  )
    return [mergeSides(sums)];
  const merged = new Map<string, MergedSum>();
  /** Connections that an end let go and that the other end tells of as refused; null: so many as there are. */
  const refused: Record<1 | 2, (number | null)[]> = { 1: [], 2: [] };
  for (const group of Map.groupBy(sums, keyOf).values()) {
    const one = mergeSides(group);
    merged.set(keyOf(one), one);
    const there = refusedBy(one);
    if (there !== undefined) refused[there === 1 ? 2 : 1].push(one.connections);
  }
  const allowed = sums.filter(({ verdict }) => verdict === 'allowed');
  if (refused[1].length === 0 && refused[2].length === 0) return [...merged.values()];
  const left = allowed.flatMap((sum) => (sum.side === 3 ? sum : without(sum, refused[sum.side], allowed)));
  const after = left.length === 0 ? undefined : mergeSides(left);
  for (const one of merged.values()) {
    const there = refusedBy(one);
    // the end that let it go has seen it too
    if (there !== undefined) one.seenAt |= allowed.some(({ side }) => side === 3 || side !== there) ? 3 : one.seenAt;
  }
  const others = [...merged.values()].filter(({ verdict }) => verdict !== 'allowed');
  return after === undefined ? others : [...others, after];
}

function keyOf({ verdict, decidedAt }: Pick<EndSum, 'verdict' | 'decidedAt'>): string {
  return `${verdict} ${decidedAt}`;
}

/** The end whose policy refused, or would refuse, what the other end may have let go. */
function refusedBy({ verdict, decidedAt, seenAt }: MergedSum): 1 | 2 | undefined {
  if (verdict !== 'denied' && verdict !== 'would-deny') return undefined;
  const at = decidedAt === 'ingress' ? 2 : decidedAt === 'egress' ? 1 : seenAt === 1 || seenAt === 2 ? seenAt : 2;
  // what is refused on the way out never comes to the other end; what would be refused does
  return at === 1 && verdict === 'denied' ? undefined : at;
}

/** An end's allowed connections without those that the other end refused; none where that is all of them. */
function without(sum: EndSum, refused: readonly (number | null)[], allowed: readonly EndSum[]): readonly EndSum[] {
  if (refused.length === 0) return [sum];
  const counted = refused.every((count) => count !== null) && sum.connections !== null;
  if (!counted) {
    const otherEndToo = allowed.some(({ side }) => side !== sum.side);
    return otherEndToo ? [sum] : [];
  }
  const left = (sum.connections ?? 0) - refused.reduce<number>((total, count) => total + (count ?? 0), 0);
  return left > 0 ? [{ ...sum, connections: left }] : [];
}

function mergeSides(sums: readonly EndSum[]): MergedSum {
  const counted = (field: 'connections' | 'bytesOut' | 'bytesIn') => {
    const totals: Record<FlowSide, number | null> = { 1: null, 2: null, 3: null };
    for (const sum of sums) totals[sum.side] = plus(totals[sum.side], sum[field]);
    return plus(larger(totals[1], totals[2]), totals[3]);
  };
  const [one] = sums as [EndSum];
  const merged: MergedSum = {
    verdict: one.verdict,
    decidedAt: one.decidedAt,
    trust: one.trust,
    policies: one.policies,
    connections: counted('connections'),
    bytesOut: counted('bytesOut'),
    bytesIn: counted('bytesIn'),
    sampling: one.sampling,
    first: one.first,
    last: one.last,
    seenAt: one.side,
  };
  for (const sum of sums) {
    merged.trust = weaker(merged.trust, sum.trust);
    if (sum.policies.size > 0) merged.policies = new Map([...merged.policies, ...sum.policies]);
    merged.sampling = Math.max(merged.sampling, sum.sampling);
    merged.first = Math.min(merged.first, sum.first);
    merged.last = Math.max(merged.last, sum.last);
    merged.seenAt |= sum.side;
  }
  return merged;
}

/** Null is not measured: it adds nothing, and nothing measured stays null. A sum ends where numbers are not exact any more. */
export function plus(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

function larger(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

const TRUST = ['datapath', 'reported', 'inferred'] as const;

/** Several said it: it is as good as the least of them. */
export function weaker(a: FlowTrust, b: FlowTrust): FlowTrust {
  return a === b || TRUST.indexOf(a) > TRUST.indexOf(b) ? a : b;
}
