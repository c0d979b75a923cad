import type { Gap } from '../types.ts';
import type { Waiver, WaiverHealth, WaiverNote, WaiverState } from './types.ts';

export interface AppliedWaivers {
  /** The same gaps in the same order; those that a waiver in force means are WAIVED and say by which. */
  readonly gaps: readonly Gap[];
  /** In the order of the waivers. */
  readonly health: readonly WaiverHealth[];
}

/**
 * Waivers of one check against its gaps (gdpr.md §2.4). A waiver hides nothing: the gap stays in the report. Where two
 * mean one gap, the one that holds longest is named.
 * @param asOf RFC 3339; undefined: the day is not known, and nothing is waived.
 */
export function applyWaivers(
  gaps: readonly Gap[],
  waivers: readonly Waiver[],
  asOf: string | undefined,
): AppliedWaivers {
  if (waivers.length === 0) return { gaps, health: [] };
  const day = dayOf(asOf);
  const chosen = new Map<Gap, Waiver>();
  const health = waivers.map((waiver): WaiverHealth => {
    const matched = gaps.filter((gap) => matchesGap(waiver, gap));
    const state = stateOf(waiver, matched, day);
    for (const gap of state === 'in-force' ? matched : []) {
      const other = chosen.get(gap);
      if (other === undefined || other.expiresAt < waiver.expiresAt) chosen.set(gap, waiver);
    }
    const newPeers = state === 'in-force' ? newPeersOf(waiver, matched) : undefined;
    return { waiver, state, gaps: matched.map(({ id }) => id), ...(newPeers === undefined ? {} : { newPeers }) };
  });
  return {
    gaps: gaps.map((gap) => {
      const waiver = chosen.get(gap);
      return waiver === undefined ? gap : waivedGap(gap, waiver);
    }),
    health,
  };
}

function stateOf({ match, expiresAt }: Waiver, matched: readonly Gap[], day: string | undefined): WaiverState {
  if (day === undefined) return 'no-time';
  if (day > expiresAt) return 'expired';
  if (matched.length === 0) return 'unused';
  if (matched.length === 1) return 'in-force';
  if ('fingerprint' in match) return 'ambiguous';
  return match.peer === undefined ? 'over-broad' : 'in-force';
}

function matchesGap({ check, match }: Waiver, gap: Gap): boolean {
  if (check !== gap.check) return false;
  if ('fingerprint' in match) return gap.fingerprint.startsWith(match.fingerprint);
  return isSubject(match.subject, gap) && (match.peer === undefined || match.peer === gap.peer);
}

/**
 * A gap about a recipient stands with the recipient (EGR-003); where one workload alone reaches it, that workload means it
 * too. Where several do, a waiver of one would hide the others.
 */
function isSubject(reference: string, { subject, peers }: Gap): boolean {
  const { namespace, kind, name } = subject;
  if (isSame(reference, `${namespace}/${kind}/${name}`)) return true;
  const [only = ''] = kind === 'Recipient' && peers.length === 1 ? peers : [];
  return isSame(reference, only);
}

/** Kinds without case. */
function isSame(a: string, b: string): boolean {
  const [namespace, kind, ...name] = a.split('/');
  const [ofNamespace, ofKind, ...ofName] = b.split('/');
  return (
    namespace === ofNamespace && kind?.toLowerCase() === ofKind?.toLowerCase() && name.join('/') === ofName.join('/')
  );
}

/** Workloads that came since the approval; undefined where nobody wrote down who was there. */
function newPeersOf({ peers }: Waiver, matched: readonly Gap[]): readonly string[] | undefined {
  if (peers === undefined) return undefined;
  const known = new Set(peers);
  const now = new Set(matched.flatMap((gap) => gap.peers));
  return [...now].filter((peer) => !known.has(peer)).sort();
}

/** A copy that computes as late as the gap does: summary, peers and fix stay unread. */
function waivedGap(gap: Gap, waiver: Waiver): Gap {
  const { id, justification, reference, riskOwner, approvedBy, approvedAt, expiresAt, compensating } = waiver;
  const note: WaiverNote = {
    ...{ id, justification, riskOwner, approvedBy, approvedAt, expiresAt, compensating },
    ...(reference === undefined ? {} : { reference }),
  };
  const shown = Object.keys(gap).map((key) => [key, { get: () => gap[key as keyof Gap], enumerable: true }]);
  const { hasPeer, peerRuns } = gap;
  return Object.defineProperties(
    {},
    {
      ...Object.fromEntries(shown),
      result: { value: 'WAIVED', enumerable: true },
      waiver: { value: note, enumerable: true },
      // No part of the report, as in the gap itself.
      ...{ hasPeer: { value: hasPeer }, peerRuns: { value: peerRuns } },
    },
  ) as Gap;
}

/** The day in UTC. */
function dayOf(time: string | undefined): string | undefined {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 10);
}
