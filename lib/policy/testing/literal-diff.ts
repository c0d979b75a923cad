import { type Address, type Family, parseAddress } from '../address.ts';
import { podAddresses } from '../addressing.ts';
import { compileModel } from '../compile-model.ts';
import { diffModels } from '../diff/diff-models.ts';
import { type Member, type MemberSide, matchMembers } from '../diff/match-members.ts';
import { isSameRelation, relationKey } from '../diff/transition.ts';
import type { ModelDiff } from '../diff/types.ts';
import type { PolicyModel, Relation, SingleEnd } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import { randomStates } from './random-change.ts';
import { OUTSIDE } from './random-cluster.ts';

/** One statement of the diff that comparing every pair of pods does not bear out, or the other way round. */
export interface DiffDifference {
  readonly seed: number;
  readonly about: string;
  readonly diff: number;
  readonly literal: number;
}

type Tally = Map<string, number>;

/** Compares the diff of two random states with the relations of every pair of pods in both. */
export function compareDiff(seed: number): { pairs: number; changed: number; differences: DiffDifference[] } {
  const states = randomStates(seed);
  const before = compileModel(states.before, states.profile);
  const after = compileModel(states.after, states.profile);
  const diff = diffModels(before, after);
  const members = matchMembers(before, after);
  const people = individuals(members);
  const literal = literalTally(before, after, people, presenceOf(members));
  const told = toldTally(diff);
  const differences = [...new Set([...literal.tally.keys(), ...told.keys()])].flatMap((about) => {
    const [ours, theirs] = [told.get(about) ?? 0, literal.tally.get(about) ?? 0];
    return ours === theirs ? [] : [{ seed, about, diff: ours, literal: theirs }];
  });
  return {
    pairs: literal.pairs,
    changed: literal.tally.size,
    differences: [...differences, ...outsideDifferences(seed, before, after, people, diff)],
  };
}

interface Individual {
  readonly workload: string;
  readonly before: MemberSide | undefined;
  readonly after: MemberSide | undefined;
  /** Two of these are different pods although they are one entry: a DaemonSet of unknown size. */
  readonly isMany: boolean;
}

function individuals(members: readonly Member[]): Individual[] {
  return members.flatMap(({ workload, before, after, count, countUnknown }) =>
    Array.from({ length: count }, () => ({ workload, before, after, isMany: countUnknown })),
  );
}

type Presence = ReadonlyMap<string, { readonly before: boolean; readonly after: boolean }>;

/** A workload that is scaled to zero is there. */
function presenceOf(members: readonly Member[]): Presence {
  const byWorkload = Map.groupBy(members, ({ workload }) => workload);
  const has = (own: readonly Member[], side: 'before' | 'after') => own.some((member) => member[side] !== undefined);
  return new Map(
    [...byWorkload].map(([workload, own]) => [workload, { before: has(own, 'before'), after: has(own, 'after') }]),
  );
}

function literalTally(before: PolicyModel, after: PolicyModel, people: readonly Individual[], presence: Presence) {
  const isBoth = ({ workload }: Individual) => presence.get(workload)?.before && presence.get(workload)?.after;
  const tally: Tally = new Map();
  let pairs = 0;
  for (const from of people) {
    for (const to of people) {
      if (from === to && !from.isMany) continue;
      pairs++;
      const was = relate(before, from.before, to.before);
      const is = relate(after, from.after, to.after);
      if (isBoth(from) && isBoth(to)) {
        if (was !== undefined && is !== undefined && !isSameRelation(was, is)) {
          add(tally, `${from.workload} ${to.workload} ${relationKey(was)}>${relationKey(is)}`, 1);
        }
      } else {
        if (was !== undefined && was.may !== NO_PORTS)
          add(tally, `removed ${from.workload} ${to.workload} ${relationKey(was)}`, 1);
        if (is !== undefined && is.may !== NO_PORTS)
          add(tally, `added ${from.workload} ${to.workload} ${relationKey(is)}`, 1);
      }
    }
  }
  return { tally: onlyOneSided(tally, presence), pairs };
}

/** `removed` tells of workloads that are gone for good, and `added` of new ones. */
function onlyOneSided(tally: Tally, presence: Presence): Tally {
  return new Map(
    [...tally].filter(([about]) => {
      const [kind, ...ends] = about.split(' ');
      if (kind !== 'removed' && kind !== 'added') return true;
      const other = kind === 'removed' ? 'after' : 'before';
      return ends.slice(0, 2).some((end) => presence.get(end)?.[other] === false);
    }),
  );
}

function toldTally(diff: ModelDiff): Tally {
  const tally: Tally = new Map();
  for (const { subject, direction, before, after, peers } of diff.changes) {
    for (const { id, pairs, ranges } of peers) {
      if (ranges !== undefined || pairs === 0) continue;
      const ends = direction === 'ingress' ? `${id} ${subject}` : `${subject} ${id}`;
      add(tally, `${ends} ${relationKey(before)}>${relationKey(after)}`, pairs);
    }
  }
  for (const kind of ['added', 'removed'] as const) {
    for (const { subject, direction, relation, peers } of diff[kind].flatMap(({ connections }) => connections)) {
      for (const { id, pairs, ranges } of peers) {
        if (ranges !== undefined || pairs === 0) continue;
        const ends = direction === 'ingress' ? `${id} ${subject}` : `${subject} ${id}`;
        add(tally, `${kind} ${ends} ${relationKey(relation)}`, pairs);
      }
    }
  }
  return tally;
}

const ASKED_OUTSIDE = [
  ...OUTSIDE,
  '0.0.0.1',
  '10.0.2.9',
  '192.168.1.200',
  '172.20.0.1',
  '200.1.1.1',
  '2a00::1',
  'fe80::1',
];

function outsideDifferences(
  seed: number,
  before: PolicyModel,
  after: PolicyModel,
  people: readonly Individual[],
  diff: ModelDiff,
): DiffDifference[] {
  const told = new Set<string>();
  for (const { subject, direction, before: was, after: is, peers } of diff.changes) {
    for (const { pairs, ranges } of peers) {
      if (pairs === 0) continue;
      for (const address of ASKED_OUTSIDE) {
        if (isInRanges(address, ranges ?? []))
          told.add(`${subject} ${direction} ${address} ${relationKey(was)}>${relationKey(is)}`);
      }
    }
  }
  const literal = new Set<string>();
  const isOpen = ({ before: a, after: b }: Individual) => [a, b].some((side) => side !== undefined && !isPlaced(side));
  const placed = new Set(people.map(({ workload }) => workload)).difference(
    new Set(people.filter(isOpen).map(({ workload }) => workload)),
  );
  for (const { workload, ...sides } of people) {
    const [a, b] = [sides.before, sides.after];
    if (a === undefined || b === undefined || !(isPlaced(a) && isPlaced(b))) continue;
    for (const address of ASKED_OUTSIDE) {
      const outside: SingleEnd = { type: 'address', family: familyOf(address), first: address, last: address };
      for (const direction of ['ingress', 'egress'] as const) {
        const ask = (model: PolicyModel, { classId }: MemberSide): Relation => {
          const end: SingleEnd = { type: 'class', class: classId };
          return direction === 'ingress' ? model.relation(outside, end) : model.relation(end, outside);
        };
        const [was, is] = [ask(before, a), ask(after, b)];
        if (!isSameRelation(was, is))
          literal.add(`${workload} ${direction} ${address} ${relationKey(was)}>${relationKey(is)}`);
      }
    }
  }
  const isSettled = (about: string): boolean => placed.has(about.slice(0, about.indexOf(' ')));
  return [...told.symmetricDifference(literal)].filter(isSettled).map((about) => ({
    seed,
    about,
    diff: told.has(about) ? 1 : 0,
    literal: literal.has(about) ? 1 : 0,
  }));
}

/** It has an address of its own: which families others have is open. */
function isPlaced({ object }: MemberSide): boolean {
  return object.kind === 'Pod' && object.spec.hostNetwork !== true && podAddresses(object).length > 0;
}

function isInRanges(text: string, ranges: readonly (readonly [string, string])[]): boolean {
  const { family, value } = parseAddress(text) as Address;
  return ranges.some(([first, last]) => {
    const [low, high] = [parseAddress(first) as Address, parseAddress(last) as Address];
    return low.family === family && low.value <= value && value <= high.value;
  });
}

function familyOf(text: string): Family {
  return (parseAddress(text) as Address).family;
}

function relate(model: PolicyModel, from: MemberSide | undefined, to: MemberSide | undefined): Relation | undefined {
  return from === undefined || to === undefined ? undefined : model.relation(endOf(from), endOf(to));
}

function endOf({ classId, pod }: MemberSide): SingleEnd {
  return pod === undefined ? { type: 'class', class: classId } : { type: 'class', class: classId, pod };
}

function add(tally: Tally, key: string, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}
