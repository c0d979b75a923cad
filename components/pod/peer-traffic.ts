import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import type { TrafficState } from '#lib/flows/observed.ts';

/** What was observed between a pod's workload and one peer, in one direction. */
export interface PeerTraffic {
  readonly state: TrafficState;
  /** That passed; null: not measured, or none. */
  readonly connections: number | null;
  /** There is nothing that passed: all that was seen was refused, or is reported so. */
  readonly nonePassed?: true;
  /** Attempts that did not pass; null: not measured; absent: none. */
  readonly denied?: number | null;
  /** Those of them that policies allow; null: not measured; absent: none. */
  readonly deniedThoughAllowed?: number | null;
  /** Policies allow every one of them, also of those that were not measured. */
  readonly allOfThem?: boolean;
  /** A source reports them as refused, and policies allow them: whether they passed is not known. */
  readonly reported?: number | null;
  /** The lesser share of the window, 0 to 1, in which its ends were observed; absent where nothing rests on it. */
  readonly covered?: number;
}

export type Row = Pick<
  JoinedEdgeView,
  'from' | 'to' | 'state' | 'fromEnd' | 'toEnd' | 'covered' | 'refusedThoughAllowed'
> & {
  readonly seen?: { readonly connections: number | null } | undefined;
};

/** What passed is told before what was refused, and that before what nobody saw. */
export const TRAFFIC_ORDER: readonly TrafficState[] = [
  'seen-denied',
  'would-deny',
  'used',
  'unjudged',
  'denied',
  'not-enough-seen',
  'unused',
];

const PASSED: ReadonlySet<TrafficState> = new Set(['seen-denied', 'would-deny', 'used', 'unjudged']);

/** It was attempted or passed, and no policy in force then allowed it. */
export const isRefused = (state: TrafficState): boolean =>
  state === 'seen-denied' || state === 'would-deny' || state === 'denied';

/** The id of the peer that a row is about; all that is outside is one. `inwards`: peers are the clients. */
export function peerOfRow({ from, to, fromEnd, toEnd }: Row, inwards: boolean): string {
  const [id, { type }] = inwards ? [from, fromEnd] : [to, toEnd];
  return type === 'address' || type === 'name' ? 'internet' : id;
}

/** By the id of the peer; all that is outside is one peer. `inwards`: peers are the clients. */
export function trafficOfPeers(rows: readonly Row[], inwards: boolean): ReadonlyMap<string, PeerTraffic> {
  const byPeer = Map.groupBy(rows, (row) => peerOfRow(row, inwards));
  return new Map([...byPeer].map(([peer, own]) => [peer, sumOf(own)]));
}

function sumOf(rows: readonly Row[]): PeerTraffic {
  const state = TRAFFIC_ORDER.find((each) => rows.some((row) => row.state === each)) ?? 'unjudged';
  const refused = rows.filter((row) => row.state === 'denied');
  const isContradicted = ({ refusedThoughAllowed }: Row): boolean => refusedThoughAllowed === true;
  const contradicted = refused.filter(isContradicted);
  const reported = rows.filter((row) => row.state !== 'denied' && isContradicted(row));
  const passed = rows.filter((row) => PASSED.has(row.state) && !isContradicted(row));
  const shares = rows.flatMap(({ covered }) => (covered === undefined ? [] : [covered.from, covered.to]));
  return {
    state,
    connections: sum(passed),
    ...(passed.length === 0 ? { nonePassed: true } : {}),
    ...(refused.length === 0 ? {} : { denied: sum(refused) }),
    ...(contradicted.length === 0
      ? {}
      : { deniedThoughAllowed: sum(contradicted), allOfThem: contradicted.length === refused.length }),
    ...(reported.length === 0 ? {} : { reported: sum(reported) }),
    ...(shares.length === 0 ? {} : { covered: Math.min(...shares) }),
  };
}

/** Null where none was measured. */
function sum(rows: readonly Row[]): number | null {
  const measured = rows.flatMap(({ seen }) => seen?.connections ?? []);
  return measured.length === 0 ? null : measured.reduce((total, each) => total + each, 0);
}
