import type { Direction } from '#lib/kube/objects.ts';
import { compareNodeIds } from '../connection-units.ts';
import type { Relation } from '../model.ts';
import type { ExternalChange } from './external-changes.ts';
import type { UnitPart } from './joint-classes.ts';
import { changeKind, relationKey } from './transition.ts';
import {
  CHANGE_KINDS,
  type ChangeCount,
  type ChangedPeer,
  type ChangeGroup,
  type ChangeKind,
  type ConnectionGroup,
} from './types.ts';

/** Peers that one diff lists in all its groups; the rest is counted. */
const PEERS_LISTED = 100_000;

interface DraftPeer {
  pairs: number;
  readonly of: number;
  /** `first last` → the range. */
  readonly ranges?: Map<string, readonly [string, string]>;
  lastPart?: UnitPart;
}

interface Draft {
  readonly before: Relation | undefined;
  readonly after: Relation | undefined;
  readonly peers: Map<string, DraftPeer>;
  pairs: number;
}

/** How many more peers a diff may list; shared by all subjects of one diff. */
export interface ListingBudget {
  left: number;
  unlisted: number;
}

export function listingBudget(listed = PEERS_LISTED): ListingBudget {
  return { left: listed, unlisted: 0 };
}

/** Gathers what one workload has in one direction, by what it was and what it is. */
export class SubjectChanges {
  private readonly subject: string;
  private readonly direction: Direction;
  private readonly drafts = new Map<string, Draft>();

  constructor(subject: string, direction: Direction) {
    this.subject = subject;
    this.direction = direction;
  }

  add(peer: string, of: number, pairs: number, before: Relation | undefined, after: Relation | undefined): void {
    const draft = this.draft(before, after);
    const known = draft.peers.get(peer);
    if (known === undefined) draft.peers.set(peer, { pairs, of });
    else known.pairs += pairs;
    draft.pairs += pairs;
  }

  /** @param part whose pods these are: counted once for one outside end, however many ranges or families it has. */
  addOutside(part: UnitPart, of: number, { id, before, after, ranges }: ExternalChange): void {
    const { peers } = this.draft(before, after);
    const known = peers.get(id);
    if (known === undefined) {
      peers.set(id, {
        pairs: part.count,
        of,
        ranges: new Map(ranges.map((range) => [range.join(' '), range])),
        lastPart: part,
      });
      return;
    }
    if (known.lastPart !== part) known.pairs += part.count;
    known.lastPart = part;
    for (const range of ranges) {
      const key = range.join(' ');
      if (known.ranges?.has(key) === false) known.ranges.set(key, range);
    }
  }

  private draft(before: Relation | undefined, after: Relation | undefined): Draft {
    const key = `${before && relationKey(before)}>${after && relationKey(after)}`;
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = { before, after, peers: new Map(), pairs: 0 };
      this.drafts.set(key, draft);
    }
    return draft;
  }

  /** Groups of what differs, and adds them to the counts. */
  changes(counts: ChangeCounter, budget: ListingBudget): ChangeGroup[] {
    const groups = [...this.drafts.values()].flatMap((draft): ChangeGroup[] => {
      const { before, after, pairs } = draft;
      if (before === undefined || after === undefined) return [];
      const change = changeKind(before, after);
      counts.add(change, this, draft);
      return [
        { subject: this.subject, direction: this.direction, change, before, after, pairs, ...list(draft, budget) },
      ];
    });
    return groups.sort(
      (a, b) => CHANGE_KINDS.indexOf(a.change) - CHANGE_KINDS.indexOf(b.change) || compareGroups(a, b),
    );
  }

  /** Groups of what a workload has that is in one state only. */
  connections(budget: ListingBudget): ConnectionGroup[] {
    const groups = [...this.drafts.values()].flatMap((draft): ConnectionGroup[] => {
      const relation = draft.before ?? draft.after;
      if (relation === undefined) return [];
      const { pairs } = draft;
      return [{ subject: this.subject, direction: this.direction, relation, pairs, ...list(draft, budget) }];
    });
    return groups.sort(compareGroups);
  }
}

type Listed = Pick<ChangeGroup, 'peers' | 'unlisted'>;

function list({ peers }: Draft, budget: ListingBudget): Listed {
  const sorted = [...peers].sort(([a], [b]) => compareNodeIds(a, b));
  const listed = sorted.slice(0, budget.left);
  budget.left -= listed.length;
  const unlisted = sorted.length - listed.length;
  budget.unlisted += unlisted;
  return {
    peers: listed.map(
      ([id, { pairs, of, ranges }]): ChangedPeer => ({
        id,
        pairs,
        of,
        ...(ranges && { ranges: [...ranges.values()] }),
      }),
    ),
    unlisted,
  };
}

/** By the first peer, so that the order does not depend on how ports are numbered in a process. */
function compareGroups(a: Listed, b: Listed): number {
  return compareNodeIds(a.peers[0]?.id ?? '', b.peers[0]?.id ?? '');
}

/** Counts each connection once for each kind of change, however many pods or ports it has. */
export class ChangeCounter {
  private readonly counts = new Map(CHANGE_KINDS.map((kind) => [kind, { connections: 0, pairs: 0, outside: 0 }]));
  private current: SubjectChanges | undefined;
  private seen = new Set<string>();

  add(kind: ChangeKind, subject: SubjectChanges, { peers, pairs }: Draft): void {
    if (subject !== this.current) {
      this.current = subject;
      this.seen = new Set();
    }
    const count = this.counts.get(kind) as { connections: number; pairs: number; outside: number };
    count.pairs += pairs;
    for (const [id, { ranges }] of peers) {
      const key = `${kind} ${id}`;
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      if (ranges === undefined) count.connections++;
      else count.outside++;
    }
  }

  result(): Readonly<Record<ChangeKind, ChangeCount>> {
    return Object.fromEntries(this.counts) as Readonly<Record<ChangeKind, ChangeCount>>;
  }
}
