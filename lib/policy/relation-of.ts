import { ADMITS_NOTHING, type Admission, eitherOf, unite } from './admission.ts';
import type { Relation } from './model.ts';
import { reasonBit } from './reasons.ts';

/** What passes in each family that both ends have; undefined for a family that one of them lacks. */
export interface FamilyAdmissions {
  readonly IPv4: Admission | undefined;
  readonly IPv6: Admission | undefined;
}

/** Turns admissions per family into relations; equal ones are one object. */
export class RelationTable {
  private readonly known = new Map<number, Relation>();
  private readonly pairs = new Map<number, FamilyAdmissions>();

  /** Row 77: the union over the families, and each of them where they differ. */
  relation({ IPv4, IPv6 }: FamilyAdmissions): Relation {
    const key = admissionKey(IPv4) * 67_108_864 + admissionKey(IPv6); // 2^26
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const { must, may, uncertain } = unite(IPv4 ?? ADMITS_NOTHING, IPv6 ?? ADMITS_NOTHING);
    const reasons = uncertain.map(({ reason }) => reason);
    const differ = IPv4 !== undefined && IPv6 !== undefined && !(IPv4.must === IPv6.must && IPv4.may === IPv6.may);
    const relation: Relation = {
      ...{ must, may, reasons, uncertain },
      ...(differ ? { families: { IPv4: sets(IPv4), IPv6: sets(IPv6) } } : {}),
    };
    this.known.set(key, relation);
    return relation;
  }

  /** One object for equal pairs of admissions, so that callers may group by identity. */
  pair(IPv4: Admission | undefined, IPv6: Admission | undefined): FamilyAdmissions {
    const key = admissionKey(IPv4) * 67_108_864 + admissionKey(IPv6);
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    const made = { IPv4, IPv6 };
    this.pairs.set(key, made);
    return made;
  }
}

function admissionKey(admission: Admission | undefined): number {
  return admission === undefined ? 0 : admission.id + 1;
}

function sets({ must, may }: Admission): Pick<Admission, 'must' | 'may'> {
  return { must, may };
}

/** Row 61 where the profile leaves it open: a host-network pod is a node or an ordinary pod. */
export function eitherReading(asNodes: FamilyAdmissions, asPods: FamilyAdmissions): FamilyAdmissions {
  return { IPv4: either(asNodes.IPv4, asPods.IPv4), IPv6: either(asNodes.IPv6, asPods.IPv6) };
}

function either(a: Admission | undefined, b: Admission | undefined): Admission | undefined {
  if (a === undefined && b === undefined) return undefined;
  return eitherOf(a ?? ADMITS_NOTHING, b ?? ADMITS_NOTHING, reasonBit('host-network'));
}
