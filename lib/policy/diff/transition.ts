import type { Relation } from '../model.ts';
import { intersectPorts, NO_PORTS, type PortSet, subtractPorts } from '../port-set.ts';
import type { ChangeKind } from './types.ts';

/** Ports by what became of them. Disjoint; a port in none of them is as it was. */
export interface PortTransitions {
  /** Denied → allowed. */
  readonly opened: PortSet;
  /** Denied → depends. */
  readonly possiblyOpened: PortSet;
  /** Allowed → denied. */
  readonly closed: PortSet;
  /** Depends → denied. */
  readonly ruledOut: PortSet;
  /** Allowed → depends. */
  readonly becameUncertain: PortSet;
  /** Depends → allowed. */
  readonly becameCertain: PortSet;
}

type Ports = Pick<Relation, 'must' | 'may'>;

export function portTransitions(before: Ports, after: Ports): PortTransitions {
  const dependedBefore = subtractPorts(before.may, before.must);
  const dependsAfter = subtractPorts(after.may, after.must);
  return {
    opened: subtractPorts(after.must, before.may),
    possiblyOpened: subtractPorts(dependsAfter, before.may),
    closed: subtractPorts(before.must, after.may),
    ruledOut: subtractPorts(dependedBefore, after.may),
    becameUncertain: intersectPorts(before.must, dependsAfter),
    becameCertain: intersectPorts(dependedBefore, after.must),
  };
}

/** What the change of two different relations is called. */
export function changeKind(before: Relation, after: Relation): ChangeKind {
  if (before.may === NO_PORTS) return after.must === NO_PORTS ? 'possibly-opened' : 'opened';
  if (after.may === NO_PORTS) return before.must === NO_PORTS ? 'ruled-out' : 'closed';
  return before.may === after.may && before.must !== after.must ? 'certainty-changed' : 'ports-changed';
}

/** Whether both let the same through, in each address family too. Why something depends may differ. */
export function isSameRelation(a: Relation, b: Relation): boolean {
  if (a === b) return true;
  return a.must === b.must && a.may === b.may && sameFamilies(a, b);
}

function sameFamilies({ families: a }: Relation, { families: b }: Relation): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.IPv4.must === b.IPv4.must && a.IPv4.may === b.IPv4.may && a.IPv6.must === b.IPv6.must && a.IPv6.may === b.IPv6.may
  );
}

const keys = new WeakMap<Relation, string>();

/** Relations with equal keys let the same through. */
export function relationKey(relation: Relation): string {
  const known = keys.get(relation);
  if (known !== undefined) return known;
  const { must, may, families } = relation;
  const sets = families === undefined ? [] : [families.IPv4, families.IPv6];
  const key = [{ must, may }, ...sets].map((set) => `${set.must.id},${set.may.id}`).join(';');
  keys.set(relation, key);
  return key;
}

export const DENIED: Relation = { must: NO_PORTS, may: NO_PORTS, reasons: [], uncertain: [] };
