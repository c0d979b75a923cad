import type { Direction } from '#lib/kube/objects.ts';
import type { GateState, PolicyModel } from '../model.ts';
import type { InputChanges, OwnChange } from './input-changes.ts';
import type { Member } from './match-members.ts';

/** Pods of one class in each state; `undefined` where they are not in that state. */
export interface JointClass {
  readonly id: number;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly own: OwnChange;
  /** On the host network in either state: it is bound to a node, and who shares that counts. */
  readonly host: boolean;
  /** What its gate lets through may be different; not where it is in one state only. */
  readonly gateChanged: Readonly<Record<Direction, boolean>>;
}

/** The pods of one workload in one joint class. */
export interface UnitPart {
  readonly joint: JointClass;
  readonly members: readonly Member[];
  readonly count: number;
  readonly countUnknown: boolean;
}

export interface JointUnit {
  /** The workload, `ns/Kind/name`. */
  readonly id: string;
  readonly presence: 'both' | 'added' | 'removed';
  readonly parts: readonly UnitPart[];
  /** Those that are in both states. */
  readonly common: readonly UnitPart[];
  /** Pods in both states. */
  readonly commonCount: number;
}

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];
const OWN: readonly OwnChange[] = ['same', 'moved', 'changed'];

/** The common refinement of both partitions into classes, by workload. Workloads in the order of the members. */
export function jointUnits(
  before: PolicyModel,
  after: PolicyModel,
  members: readonly Member[],
  changes: InputChanges,
): readonly JointUnit[] {
  const joints = new Map<number, JointClass>();
  const gates = new Map<string, boolean>();
  const gateChanged = (a: number, b: number, direction: Direction): boolean => {
    if (changes.everything) return true;
    const key = `${direction} ${a} ${b}`;
    let changed = gates.get(key);
    if (changed === undefined) {
      const end = (id: number) => ({ type: 'class', class: id }) as const;
      // With npFinal=perPod a NetworkPolicy of one direction has the last word in the other, too (rows A7, C16).
      const asked = before.profile.npFinal === 'perPod' ? DIRECTIONS : [direction];
      changed = asked.some((each) => !isSameGate(before.gate(end(a), each), after.gate(end(b), each), changes));
      gates.set(key, changed);
    }
    return changed;
  };
  const jointOf = (member: Member): JointClass => {
    const [a, b] = [member.before?.classId, member.after?.classId];
    const own = changes.ofMember(member);
    // Numbers: this is asked for every pod. Class ids stay below 2^22.
    const key = (((a ?? -1) + 1) * 4_194_304 + (b ?? -1) + 1) * 4 + OWN.indexOf(own);
    let joint = joints.get(key);
    if (joint === undefined) {
      const isHost = (model: PolicyModel, id: number | undefined): boolean =>
        id !== undefined && model.classes[id]?.hostNetwork === true;
      const changed = (direction: Direction) => a !== undefined && b !== undefined && gateChanged(a, b, direction);
      joint = {
        id: joints.size,
        ...{ before: a, after: b, own },
        host: isHost(before, a) || isHost(after, b),
        gateChanged: { ingress: changed('ingress'), egress: changed('egress') },
      };
      joints.set(key, joint);
    }
    return joint;
  };
  const byWorkload = Map.groupBy(members, ({ workload }) => workload);
  return [...byWorkload].map(([id, own]) => unitOf(id, own, jointOf));
}

function unitOf(id: string, members: readonly Member[], jointOf: (member: Member) => JointClass): JointUnit {
  const parts = [...Map.groupBy(members, jointOf)].map(
    ([joint, own]): UnitPart => ({
      joint,
      members: own,
      count: own.reduce((sum, { count }) => sum + count, 0),
      countUnknown: own.some(({ countUnknown }) => countUnknown),
    }),
  );
  const has = (side: 'before' | 'after') => members.some((member) => member[side] !== undefined);
  const common = parts.filter(({ joint }) => joint.before !== undefined && joint.after !== undefined);
  return {
    id,
    presence: !has('before') ? 'added' : !has('after') ? 'removed' : 'both',
    parts,
    common,
    commonCount: common.reduce((sum, { count }) => sum + count, 0),
  };
}

function isSameGate(a: GateState, b: GateState, changes: InputChanges): boolean {
  if (a.isolated !== b.isolated || a.reasons.join() !== b.reasons.join()) return false;
  if (a.policies.length !== b.policies.length) return false;
  return a.policies.every((policy, index) => {
    const other = b.policies[index];
    if (other === undefined || other.kind !== policy.kind) return false;
    return other.namespace === policy.namespace && other.name === policy.name && !changes.policyChanged(policy);
  });
}
