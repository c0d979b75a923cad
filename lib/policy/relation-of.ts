import { ADMITS_NOTHING, type Admission, eitherOf, unite } from './admission.ts';
import type { Relation } from './model.ts';
import { reasonBit } from './reasons.ts';

/** What passes between two ends; interned by `RelationTable`, so that equal ones are one object. */
export interface FamilyAdmissions {
  readonly id: number;
  /** In each family that both ends have; undefined for one that either lacks. */
  readonly IPv4: Admission | undefined;
  readonly IPv6: Admission | undefined;
  /** Row 77: by whichever family passes. */
  readonly total: Admission;
}

/** Turns admissions per family into relations. */
export class RelationTable {
  private readonly pairs = new Map<number, FamilyAdmissions>();
  private readonly readings = new Map<number, FamilyAdmissions>();
  private readonly byContent = new Map<string, FamilyAdmissions>();
  private readonly relations: (Relation | undefined)[] = [];
  private readonly relationByContent = new Map<string, Relation>();

  families(IPv4: Admission | undefined, IPv6: Admission | undefined): FamilyAdmissions {
    const key = pairKey(admissionKey(IPv4), admissionKey(IPv6));
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    const made = this.intern(IPv4, IPv6, unite(IPv4 ?? ADMITS_NOTHING, IPv6 ?? ADMITS_NOTHING));
    this.pairs.set(key, made);
    return made;
  }

  /**
   * Row 61 where the profile leaves it open: a host-network pod is a node or an ordinary pod. What passes in both
   * readings is certain, also where it is by another family.
   */
  eitherReading(asNodes: FamilyAdmissions, asPods: FamilyAdmissions): FamilyAdmissions {
    const key = pairKey(asNodes.id, asPods.id);
    const known = this.readings.get(key);
    if (known !== undefined) return known;
    const doubt = reasonBit('host-network');
    const either = (a: Admission | undefined, b: Admission | undefined): Admission | undefined =>
      a === undefined && b === undefined ? undefined : eitherOf(a ?? ADMITS_NOTHING, b ?? ADMITS_NOTHING, doubt);
    const made = this.intern(
      either(asNodes.IPv4, asPods.IPv4),
      either(asNodes.IPv6, asPods.IPv6),
      eitherOf(asNodes.total, asPods.total, doubt),
    );
    this.readings.set(key, made);
    return made;
  }

  private intern(IPv4: Admission | undefined, IPv6: Admission | undefined, total: Admission): FamilyAdmissions {
    const key = `${admissionKey(IPv4)} ${admissionKey(IPv6)} ${total.id}`;
    const known = this.byContent.get(key);
    if (known !== undefined) return known;
    const made = { id: this.byContent.size, IPv4, IPv6, total };
    this.byContent.set(key, made);
    return made;
  }

  /** The total, and each family where both ends have both and they differ. */
  relation(families: FamilyAdmissions): Relation {
    const known = this.relations[families.id];
    if (known !== undefined) return known;
    const { IPv4, IPv6, total } = families;
    const differ = IPv4 !== undefined && IPv6 !== undefined && !(IPv4.must === IPv6.must && IPv4.may === IPv6.may);
    const { must, may, uncertain } = total;
    const relation: Relation = {
      ...{ must, may, uncertain, reasons: uncertain.map(({ reason }) => reason) },
      ...(differ ? { families: { IPv4: sets(IPv4), IPv6: sets(IPv6) } } : {}),
    };
    const content = differ
      ? `${total.id} ${IPv4.must.id} ${IPv4.may.id} ${IPv6.must.id} ${IPv6.may.id}`
      : `${total.id}`;
    const interned = this.relationByContent.get(content) ?? relation;
    this.relationByContent.set(content, interned);
    this.relations[families.id] = interned;
    return interned;
  }
}

/** Two ids in one number; ids stay below 2^26. */
function pairKey(a: number, b: number): number {
  return a * 67_108_864 + b;
}

function admissionKey(admission: Admission | undefined): number {
  return admission === undefined ? 0 : admission.id + 1;
}

function sets({ must, may }: Admission): Pick<Admission, 'must' | 'may'> {
  return { must, may };
}
