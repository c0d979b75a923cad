import type { Direction } from '#lib/kube/objects.ts';
import { compareNodeIds } from '../connection-units.ts';
import type { PolicyModel, Relation } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import { ChangeCounter, type ListingBudget, listingBudget, SubjectChanges } from './change-groups.ts';
import { dnsChanges } from './dns-changes.ts';
import { externalChanges } from './external-changes.ts';
import { InputChanges } from './input-changes.ts';
import { gateOfParts, isolationChanges } from './isolation-changes.ts';
import { type JointUnit, jointUnits, type UnitPart } from './joint-classes.ts';
import { matchMembers } from './match-members.ts';
import { PartPairs } from './part-pairs.ts';
import { isSameRelation } from './transition.ts';
import type { ChangeGroup, ModelDiff, OneSidedWorkload } from './types.ts';

export interface DiffOptions {
  /** Only connections with an end in these namespaces, and workloads of them. */
  readonly namespaces?: ReadonlySet<string> | undefined;
  /** Peers to list in all; the rest is counted. Default 100,000. */
  readonly listed?: number;
}

/**
 * What state B changes against state A. Only pairs of classes are asked for of which an end's gate, or an end itself, is
 * different in the two inputs; they are counted class by class. The same policies twice cost one pass over the pods; a
 * policy of one namespace costs some lines of the relation; another profile costs the whole relation of both.
 *
 * A workload that is in one state only has its connections under `added` or `removed`, not among the changes.
 */
export function diffModels(
  before: PolicyModel,
  after: PolicyModel,
  { namespaces, listed }: DiffOptions = {},
): ModelDiff {
  const changes = new InputChanges(before, after);
  const units = [...jointUnits(before, after, matchMembers(before, after), changes)];
  units.sort((a, b) => compareNodeIds(a.id, b.id));
  const isAsked = (unit: JointUnit): boolean =>
    namespaces === undefined || namespaces.has(unit.id.slice(0, unit.id.indexOf('/')));
  const walk: Walk = {
    before,
    after,
    units,
    isAsked,
    pairs: new PartPairs(before, after),
    budget: listingBudget(listed),
  };
  const counts = new ChangeCounter();
  const groups = units.flatMap((unit) => (unit.presence === 'both' ? changesOf(unit, walk, counts) : []));
  const oneSided = (presence: JointUnit['presence']) =>
    units.filter((unit) => unit.presence === presence).flatMap((unit) => oneSidedOf(unit, walk) ?? []);
  const asked = units.filter((unit) => unit.presence === 'both' && isAsked(unit));
  return {
    changes: groups,
    counts: counts.result(),
    added: oneSided('added'),
    removed: oneSided('removed'),
    scaled: asked.flatMap((unit) => scaling(unit) ?? []),
    isolation: asked.flatMap((unit) => isolationChanges(before, after, unit)),
    dns: dnsChanges(before, after, units, asked, changes),
    unlisted: walk.budget.unlisted,
  };
}

interface Walk {
  readonly before: PolicyModel;
  readonly after: PolicyModel;
  readonly units: readonly JointUnit[];
  readonly isAsked: (unit: JointUnit) => boolean;
  readonly pairs: PartPairs;
  readonly budget: ListingBudget;
}

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** Whether the part may have another relation with somebody in that direction. */
function isTouched({ joint }: UnitPart, direction: Direction): boolean {
  return joint.gateChanged[direction] || joint.own !== 'same';
}

function canDiffer(from: UnitPart, to: UnitPart): boolean {
  const [a, b] = [from.joint, to.joint];
  if (a.gateChanged.egress || b.gateChanged.ingress || a.own === 'changed' || b.own === 'changed') return true;
  return (a.own === 'moved' || b.own === 'moved') && (a.host || b.host); // rows 58, 59
}

/**
 * The changes that stand with one workload: what comes in, where its own side is touched; what goes out to those whose
 * own side is not. So each pair of workloads stands in one place.
 */
function changesOf(unit: JointUnit, walk: Walk, counts: ChangeCounter): readonly ChangeGroup[] {
  return DIRECTIONS.flatMap((direction) => {
    if (!unit.common.some((part) => isTouched(part, direction))) return [];
    const gathered = new SubjectChanges(unit.id, direction);
    for (const other of walk.units) {
      if (other.presence !== 'both' || !(walk.isAsked(unit) || walk.isAsked(other))) continue;
      if (direction === 'egress' && other.common.some((part) => isTouched(part, 'ingress'))) continue;
      comparePair(unit, other, direction, walk, gathered);
    }
    if (walk.isAsked(unit)) {
      for (const part of unit.common) {
        if (!part.joint.gateChanged[direction] && part.joint.own !== 'changed') continue;
        for (const change of externalChanges(walk, part.joint, direction)) {
          gathered.addOutside(part, unit.commonCount, change);
        }
      }
    }
    return gathered.changes(counts, walk.budget);
  });
}

function comparePair(
  unit: JointUnit,
  other: JointUnit,
  direction: Direction,
  { pairs }: Walk,
  gathered: SubjectChanges,
): void {
  const [source, target] = direction === 'ingress' ? [other, unit] : [unit, other];
  const anchor = direction === 'ingress' ? 'to' : 'from';
  let of: number | undefined;
  for (const from of source.common) {
    for (const to of target.common) {
      if (!canDiffer(from, to)) continue;
      for (const { pairs: count, before, after } of pairs.between(from, to, anchor)) {
        if (before === undefined || after === undefined || isSameRelation(before, after)) continue;
        of ??= pairsBetween(source, target);
        gathered.add(other.id, of, count, before, after);
      }
    }
  }
}

function pairsBetween(source: JointUnit, target: JointUnit): number {
  if (source !== target) return source.commonCount * target.commonCount;
  const isUnknown = source.common.some(({ countUnknown }) => countUnknown);
  return Math.max(isUnknown ? 1 : 0, source.commonCount * (source.commonCount - 1));
}

function oneSidedOf(unit: JointUnit, walk: Walk): OneSidedWorkload | undefined {
  const side = unit.presence === 'added' ? 'after' : 'before';
  const never = side === 'after' ? 'removed' : 'added';
  const connections = DIRECTIONS.flatMap((direction) => {
    const gathered = new SubjectChanges(unit.id, direction);
    for (const other of walk.units) {
      if (other.presence === never || !(walk.isAsked(unit) || walk.isAsked(other))) continue;
      // Between two of one state, and of one with itself: it stands with the destination.
      if (direction === 'egress' && other.presence === unit.presence) continue;
      const [source, target] = direction === 'ingress' ? [other, unit] : [unit, other];
      const of = pairsOnSide(source, target, side);
      for (const from of source.parts) {
        for (const to of target.parts) {
          for (const { pairs, [side]: relation } of walk.pairs.between(
            from,
            to,
            direction === 'ingress' ? 'to' : 'from',
          )) {
            if (relation === undefined || isDenied(relation)) continue;
            gathered.add(
              other.id,
              of,
              pairs,
              side === 'before' ? relation : undefined,
              side === 'after' ? relation : undefined,
            );
          }
        }
      }
    }
    if (walk.isAsked(unit)) {
      for (const part of unit.parts) {
        for (const change of externalChanges(walk, part.joint, direction)) {
          gathered.addOutside(part, countOf(unit, side), change);
        }
      }
    }
    return gathered.connections(walk.budget);
  });
  if (!walk.isAsked(unit) && connections.length === 0) return undefined;
  const isolation = {
    ingress: gateOfParts(walk[side], unit, side, 'ingress'),
    egress: gateOfParts(walk[side], unit, side, 'egress'),
  };
  return { id: unit.id, pods: countOf(unit, side), isolation, connections };
}

function isDenied({ may }: Relation): boolean {
  return may === NO_PORTS;
}

function pairsOnSide(source: JointUnit, target: JointUnit, side: 'before' | 'after'): number {
  const [a, b] = [countOf(source, side), countOf(target, side)];
  return source === target ? a * (a - 1) : a * b;
}

function countOf({ parts }: JointUnit, side: 'before' | 'after'): number {
  return parts.reduce((sum, { joint, count }) => sum + (joint[side] === undefined ? 0 : count), 0);
}

function scaling(unit: JointUnit): ModelDiff['scaled'][number] | undefined {
  const [before, after] = [countOf(unit, 'before'), countOf(unit, 'after')];
  return before === after ? undefined : { workload: unit.id, before, after };
}
