import { madeAt, shareOfNodes } from '#lib/flows/join/coverage-of-workload.ts';
import { coverageShares } from '#lib/flows/join/coverage-share.ts';
import { JOINED_MOST } from '#lib/flows/join/join-flows.ts';
import { ENOUGH_SEEN } from '#lib/flows/join/join-permissions.ts';
import type { JoinedEdge, ObservedTraffic } from '#lib/flows/observed.ts';
import { getOr } from '#lib/get-or.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { CheckContext } from './check.ts';
import { isRarelyUsed } from './intent.ts';
import type { ObservedContext } from './observed-facts.ts';
import { isOutside, type ObservedEnd, observedEnd } from './observed-pairs.ts';
import type { WorkloadFacts } from './workload-facts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Default of MIN-001. */
export const UNUSED_DAYS = 90;

/** A permission of which nothing was seen in the days that count. */
export interface UnseenPermission {
  readonly edge: JoinedEdge;
  readonly from: ObservedEnd;
  readonly to: ObservedEnd;
  /**
   * `unused`: both ends were observed long enough; `not-enough`: they were not; `perhaps`: something was seen that may
   * have been it; `rare`: somebody noted that it is used seldom.
   */
  readonly state: 'unused' | 'not-enough' | 'perhaps' | 'rare';
  /** Of the end that was observed least, since both are there. */
  readonly share: number;
  /** Milliseconds since 1970: the begin of the days, or since when the younger end, or the youngest policy that selects one, is there. */
  readonly since: number;
  /** It is what is allowed between them that is younger, not an end. */
  readonly byPolicy: boolean;
}

export interface UnseenPermissions {
  readonly days: number;
  readonly all: readonly UnseenPermission[];
  /** There were more than are compared. */
  readonly isCut: boolean;
}

const found = new WeakMap<CheckContext, UnseenPermissions>();

/**
 * What rules allow and nobody was seen to use in the last 90 days, or as many as the DataMap says (gdpr.md §3, MIN-001).
 * An end that is younger is judged since it was made, if that is a day or more; so is one that a younger policy selects.
 */
export function unseenPermissions(context: CheckContext, observed: ObservedContext): UnseenPermissions {
  let known = found.get(context);
  if (known === undefined) {
    known = lookFor(context, observed);
    found.set(context, known);
  }
  return known;
}

export function unusedDaysOf({ dataMap }: Pick<CheckContext, 'dataMap'>): number {
  return dataMap.minimisation.unusedDays ?? UNUSED_DAYS;
}

function lookFor(context: CheckContext, observed: ObservedContext): UnseenPermissions {
  const { model } = context;
  const days = unusedDaysOf(context);
  const observedOf = observedSince(model, observed.traffic, days);
  const { edges } = observed.joined();
  const all = edges.flatMap((edge): readonly UnseenPermission[] => {
    if (!isUnseen(edge)) return [];
    const [source, target] = [observedEnd(context, edge.from), observedEnd(context, edge.to)];
    if (source.type === 'other' || target.type === 'other') return [];
    if (isOutside(source) && isOutside(target)) return [];
    const { isEnough, ...more } = observedOf(edge);
    const isRare = [source, target].some((end) => end.type === 'workload' && isNotedAsRare(end.workload));
    const state = isRare ? 'rare' : edge.perhapsUsed ? 'perhaps' : isEnough ? 'unused' : 'not-enough';
    return [{ edge, from: source, to: target, state, ...more }];
  });
  return { days, all, isCut: edges.length >= JOINED_MOST };
}

export function isUnseen({ state }: JoinedEdge): boolean {
  return state === 'unused' || state === 'not-enough-seen';
}

/** How long both ends of a permission were observed while it was as it is. */
interface ObservedSince extends Pick<UnseenPermission, 'since' | 'share' | 'byPolicy'> {
  /** So much that what was not seen was not used. */
  readonly isEnough: boolean;
}

/** Of the last so many days. */
export function observedSince(
  model: PolicyModel,
  { window, coverage, complete }: ObservedTraffic,
  days: number,
): (edge: JoinedEdge) => ObservedSince {
  const from = window.to - days * DAY_MS;
  const asked = { from, to: window.to };
  const shares = coverageShares(asked, coverage, complete, model.objects.nodes.keys());
  const isWorkload = (key: string) => model.classesOfWorkload(key).size > 0;
  const made = new Map<string, number>();
  const madeSince = (key: string) => getOr(made, key, () => (isWorkload(key) ? (madeAt(model, key) ?? from) : from));
  const known = new Map<string, number>();
  const shareOf = (key: string, since: number) =>
    isWorkload(key) ? getOr(known, `${key} ${since}`, () => shareOfNodes(model, key, shares, asked, since)) : 1;
  return ({ from: client, to: server, allowedSince = from }) => {
    const since = Math.max(from, madeSince(client), madeSince(server), allowedSince);
    const share = Math.min(shareOf(client, since), shareOf(server, since));
    const isEnough = share >= ENOUGH_SEEN && (since === from || window.to - since >= DAY_MS);
    return { since, share, isEnough, byPolicy: since > from && allowedSince === since };
  };
}

function isNotedAsRare({ controller, pods }: WorkloadFacts): boolean {
  return [controller?.metadata, pods[0]?.metadata].some((metadata) => metadata !== undefined && isRarelyUsed(metadata));
}
