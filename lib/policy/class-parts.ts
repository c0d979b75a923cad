import type { ClassRecord } from './classes.ts';
import type { SingleEnd } from './model.ts';
import type { PartyTable } from './parties.ts';
import { BOTH_FAMILIES } from './party.ts';
import type { Reachability, SameNode } from './reachability.ts';
import type { Profile } from './types.ts';

export interface SplitParts {
  readonly profile: Profile;
  readonly classes: readonly ClassRecord[];
  readonly parties: PartyTable;
  readonly reachability: Reachability;
}

export interface ClassPart {
  readonly count: number;
  readonly same: SameNode;
}

/** The pods of a class by whether they share the end's node, where that can matter; without the end itself. */
export function partsOfClass(id: number, end: SingleEnd, parts: SplitParts): readonly ClassPart[] {
  const record = parts.classes[id] as ClassRecord;
  const { face } = record;
  const { parties, reachability, profile } = parts;
  const isNodeItself = (own: ClassRecord | undefined): boolean =>
    own?.face.hostNetwork === true && profile.hostNetworkPods !== 'asPods';
  const isOwn = end.type === 'class' && end.class === id;
  const count = isOwn ? otherMembers(face) : face.count;
  if (isOwn && count === 0) return [];
  const isNode = end.type === 'node' || (end.type === 'class' && isNodeItself(parts.classes[end.class]));
  const isHost = isNodeItself(record);
  if (!isNode && !isHost) return [{ count, same: 'no' }];
  const { placement } = parties.party(end, 'asNodes', BOTH_FAMILIES).party;
  if (isHost) {
    const own = parties.classParty(id, 'asNodes').party.placement;
    return [{ count, same: reachability.isSameNode(own, placement) }];
  }
  if (placement.type === 'none') return [{ count, same: 'no' }];
  if (placement.type === 'unknown') return [{ count, same: 'unknown' }];

  const counts = parties.nodeCountsOfClass(id);
  const here = counts.get(placement.name) ?? 0;
  let placed = 0;
  for (const pods of counts.values()) placed += pods;
  const split: readonly ClassPart[] = [
    { count: here, same: reachability.isSameNode(placement, placement) },
    { count: count - placed, same: 'unknown' },
    { count: placed - here, same: 'no' },
  ];
  const present = split.filter((part) => part.count > 0);
  return present.length > 0 ? present : [{ count: 0, same: 'unknown' }]; // scaled to zero: on no node yet
}

/** Pods of a class beside one of them; a number that is not known is at least one. */
function otherMembers({ count, countUnknown }: { readonly count: number; readonly countUnknown: boolean }): number {
  return countUnknown ? Math.max(1, count - 1) : Math.max(0, count - 1);
}
