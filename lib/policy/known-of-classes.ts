import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { KnownKinds } from './class-kinds.ts';
import type { Classes, ClassRecord } from './classes.ts';
import type { CompiledPolicies } from './compiled-policies.ts';
import type { CompiledGate, GateTable } from './gates.ts';
import type { ExternalRow } from './model.ts';
import type { NodeTable } from './nodes.ts';
import type { Addressing } from './party.ts';
import type { PeerClasses } from './peer-classes.ts';
import { RelationTable } from './relation-of.ts';
import type { KnownRuleEffects } from './rule-effect.ts';

/**
 * What follows from policies and classes, whoever is in a class and on whatever node: models with the same classes have
 * one. It holds numbers, rules and relations, and no object of a revision, which it may outlive by days.
 */
export interface KnownOfClasses {
  readonly relations: RelationTable;
  /** By the peer's number. */
  readonly peerClasses: (PeerClasses | undefined)[];
  /** What is outside as a gate for egress sees it, by families. */
  readonly egressRows: WeakMap<CompiledGate, Map<number, readonly ExternalRow[]>>;
  kinds: KnownKinds | undefined;
  readonly ruleEffects: KnownRuleEffects;
}

export function knownOfNothing(): KnownOfClasses {
  return {
    relations: new RelationTable(),
    peerClasses: [],
    egressRows: new WeakMap(),
    kinds: undefined,
    ruleEffects: { rests: '', of: new Map() },
  };
}

/** What two models have in common where their classes are the same. */
export interface ClassedParts {
  readonly objects: ClusterObjects;
  readonly policies: CompiledPolicies;
  readonly classes: Classes;
  readonly gates: GateTable;
  readonly nodes: NodeTable;
}

/** Whether classes have the same numbers in both, and rules, addresses and gates see them alike; of one profile. */
export function hasSameClasses(before: ClassedParts, now: ClassedParts): boolean {
  const isSame =
    before.policies === now.policies &&
    before.gates.hasGatesOf(now.gates) &&
    before.nodes.unread === now.nodes.unread &&
    before.objects.nodes === now.objects.nodes;
  if (!isSame || before.classes.list.length !== now.classes.list.length) return false;
  return now.classes.list.every((record, id) => isAlike(before.classes.list[id] as ClassRecord, before, record, now));
}

function isAlike(known: ClassRecord, before: ClassedParts, record: ClassRecord, now: ClassedParts): boolean {
  if (known.key !== record.key) return false;
  const { nodeName, face } = record;
  if (!face.hostNetwork) return true;
  // On no node yet, or nobody asks: it has the addresses of its pods.
  if (nodeName === undefined) return known === record;
  const [was, is] = [before.nodes.addressing(nodeName), now.nodes.addressing(nodeName)];
  return was === is || addressingText(was) === addressingText(is);
}

function addressingText(addressing: Addressing): string {
  return JSON.stringify(addressing);
}
