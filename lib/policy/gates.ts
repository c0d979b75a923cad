import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Direction, Labels } from '#lib/kube/objects.ts';
import type { ClassKeys } from './class-keys.ts';
import type { Classes, ClassRecord } from './classes.ts';
import type { CompiledPolicies } from './compiled-policies.ts';
import type { CompiledPolicy, CompiledRule } from './ir.ts';
import { matchesSelector } from './label-selector.ts';
import { type Match, matchReasons, NO_MATCH } from './match.ts';
import type { KnownNamespace, NamespaceTable } from './namespaces.ts';
import type { ReasonMask } from './reasons.ts';
import type { Profile } from './types.ts';
import { readWeakness, type Weakness, weaknessText } from './weak-input.ts';

/**
 * What stands before a pod in one direction. Interned: classes that the same policies select share one gate.
 */
export interface CompiledGate {
  /** Unique per model. */
  readonly id: number;
  readonly direction: Direction;
  readonly admin: GateTier;
  /** The NetworkPolicies that isolate the pod for this direction; none: everything passes their tier (row 1). */
  readonly policies: readonly CompiledPolicy[];
  /** All their rules: they add up, their order means nothing (row 11). */
  readonly rules: readonly CompiledRule[];
  /** A NetworkPolicy has the last word, so that the Baseline tier is not asked (rows A7, C16). */
  readonly isFinal: boolean;
  readonly baseline: GateTier;
  /** Every cluster-wide policy above, in the order in which it is asked. */
  readonly clusterPolicies: readonly GatedPolicy[];
  /** Some NetworkPolicy of the namespace is not understood: it may isolate, and it may allow more. */
  readonly doubt: ReasonMask;
  /** Nothing is known of the NetworkPolicies of the namespace. */
  readonly policiesUnread: ReasonMask;
  /** Some policy of the Baseline tier is not understood or not read. */
  readonly baselineUnread: ReasonMask;
  /** Nothing at all is certain: policies of the first tier are not read, or there are policies of kinds not evaluated. */
  readonly undecided: ReasonMask;
}

/** Policies of an ordered tier that may select the pod. Interned: most gates have the same. */
export interface GateTier {
  /** Unique per model; undefined where the gate is not kept, so that nothing is remembered of it. */
  readonly id: number | undefined;
  /** Nothing defines the order of chains against each other (row C17). */
  readonly chains: readonly GateChain[];
  /** Some rule names a port: what it means differs from destination to destination. */
  readonly namesPorts: boolean;
}
/** Groups of equal priority, within which nothing defines an order either (rows A3, C5). */
export type GateChain = readonly (readonly GatedPolicy[])[];

export interface GatedPolicy {
  readonly policy: CompiledPolicy;
  readonly rules: readonly CompiledRule[];
  /** Why it may not select the pod; 0 where it certainly does. */
  readonly doubt: ReasonMask;
}

/** Whether a cluster-wide policy may have a say at this gate. */
export function hasClusterPolicies(gate: CompiledGate): boolean {
  return gate.clusterPolicies.length > 0 || gate.baselineUnread !== 0;
}

/** What of a pod decides which policies select it. */
interface Subject {
  readonly namespace: KnownNamespace;
  readonly labels: Labels | undefined;
  readonly hostNetwork: boolean;
}

/** The gates of all classes, and of hypothetical pods on demand. */
export class GateTable {
  private readonly maker: GateMaker;
  private readonly ofClass: Readonly<Record<Direction, readonly CompiledGate[]>>;

  /** @param previous of an earlier model: where nothing that gates are made of has changed, they are the same objects. */
  constructor(classes: Classes, parts: GateParts, previous?: GateTable) {
    this.maker = previous?.maker.holdsFor(parts) === true ? previous.maker : new GateMaker(parts);
    const pairs = classes.list.map((record) => this.maker.ofClass(record));
    this.ofClass = { ingress: pairs.map(({ ingress }) => ingress), egress: pairs.map(({ egress }) => egress) };
  }

  /** Whether classes with the same keys have the very same gates in both. */
  hasGatesOf(other: GateTable): boolean {
    return this.maker === other.maker;
  }

  /** As a pod: a host-network pod read as node has no gate. */
  gateOfClass(id: number, direction: Direction): CompiledGate {
    return this.ofClass[direction][id] as CompiledGate;
  }

  gateOfLabels(namespace: KnownNamespace, labels: Labels, direction: Direction): CompiledGate {
    return this.maker.ofLabels(namespace, labels)[direction];
  }
}

/** What gates are made of. */
export interface GateParts {
  readonly policies: CompiledPolicies;
  readonly keys: ClassKeys;
  readonly namespaces: NamespaceTable;
  readonly objects: ClusterObjects;
  readonly profile: Profile;
}

type Gates = Readonly<Record<Direction, CompiledGate>>;

/** Classes whose gates one maker keeps: what labels come and go in months must not pile up. */
const MAX_KEPT_CLASSES = 100_000;
/** Gates that only hypothetical pods have: enough for φ of every namespace, and no more, or questions fill the memory. */
const MAX_KEPT_HYPOTHETICAL = 1_000;

/** Makes gates, equal ones once, also over several models of the same policies. */
class GateMaker {
  private readonly parts: Omit<GateParts, 'objects'>;
  private readonly byNamespace = new Map<string, CompiledPolicy[]>();
  private readonly clusterWide: readonly CompiledPolicy[];
  private readonly clusterWideOf = new Map<number, readonly (readonly [CompiledPolicy, Match])[]>();
  private readonly byKey: Readonly<Record<Direction, Map<string, CompiledGate>>> = {
    ingress: new Map(),
    egress: new Map(),
  };
  private readonly byClassKey = new Map<string, Gates>();
  private readonly tiers = new Map<string, GateTier>();
  private keptHypothetical = 0;
  private nextId = 0;
  private readonly weak: Weakness;
  private readonly weakText: string;

  constructor({ objects, ...parts }: GateParts) {
    this.parts = parts; // not the objects: a maker outlives their revision
    this.clusterWide = parts.policies.all.filter(({ tier }) => tier !== 'NetworkPolicy');
    for (const policy of parts.policies.all) {
      const { namespaces: own } = policy.subject;
      if (!('name' in own)) continue;
      const list = this.byNamespace.get(own.name);
      if (list === undefined) this.byNamespace.set(own.name, [policy]);
      else list.push(policy);
    }
    this.weak = readWeakness(objects);
    this.weakText = weaknessText(this.weak);
  }

  holdsFor({ policies, keys, namespaces, objects, profile }: GateParts): boolean {
    const own = this.parts;
    return (
      own.policies === policies &&
      own.keys === keys &&
      own.namespaces === namespaces &&
      own.profile === profile &&
      this.byClassKey.size < MAX_KEPT_CLASSES &&
      this.weakText === weaknessText(readWeakness(objects))
    );
  }

  ofClass({ face, key, namespaceId, labels }: ClassRecord): Gates {
    const known = this.byClassKey.get(key);
    if (known !== undefined) return known;
    const namespace = this.parts.namespaces.list[namespaceId] as KnownNamespace;
    const made = this.make({ namespace, labels, hostNetwork: face.hostNetwork }, true);
    this.byClassKey.set(key, made);
    return made;
  }

  ofLabels(namespace: KnownNamespace, labels: Labels): Gates {
    return this.make({ namespace, labels, hostNetwork: false }, false);
  }

  private make(subject: Subject, ofClass: boolean): Gates {
    const selecting = this.selecting(subject.namespace.name, subject.labels);
    const gated = this.clusterWideFor(subject);
    return {
      ingress: this.intern('ingress', subject, selecting, gated, ofClass),
      egress: this.intern('egress', subject, selecting, gated, ofClass),
    };
  }

  /** Row 10: a NetworkPolicy selects in its own namespace only. */
  private selecting(namespace: string, labels: Labels | undefined): readonly CompiledPolicy[] {
    const policies = this.byNamespace.get(namespace);
    return policies?.filter(({ subject }) => matchesSelector(subject.pods, labels)) ?? [];
  }

  /** Rows A9, C15: never a pod of the host network. */
  private clusterWideFor({ namespace, labels, hostNetwork }: Subject): readonly (readonly [CompiledPolicy, Match])[] {
    if (hostNetwork || this.clusterWide.length === 0) return NONE;
    return this.clusterWideIn(namespace).filter(([{ subject }]) => matchesSelector(subject.pods, labels));
  }

  private clusterWideIn(namespace: KnownNamespace): readonly (readonly [CompiledPolicy, Match])[] {
    const known = this.clusterWideOf.get(namespace.id);
    if (known !== undefined) return known;
    const found = this.clusterWide.flatMap((policy): (readonly [CompiledPolicy, Match])[] => {
      const { namespaces } = policy.subject;
      if ('name' in namespaces) return [];
      const match = this.parts.namespaces.match(namespaces.selector, namespace);
      return match === NO_MATCH ? [] : [[policy, match]];
    });
    if (namespace.id >= 0) this.clusterWideOf.set(namespace.id, found); // one that is not known has no number of its own
    return found;
  }

  private intern(
    direction: Direction,
    { namespace, hostNetwork }: Subject,
    selecting: readonly CompiledPolicy[],
    clusterWide: readonly (readonly [CompiledPolicy, Match])[],
    ofClass: boolean,
  ): CompiledGate {
    const { weak } = this;
    const { profile } = this.parts;
    const policies = selecting.filter((policy) => policy[direction] !== undefined); // row 2
    const gated = clusterWide.flatMap(([policy, match]): GatedPolicy[] => {
      const rules = policy[direction];
      return rules === undefined ? [] : [{ policy, rules, doubt: matchReasons(match) }];
    });
    const isFinal = policies.length > 0 || (profile.npFinal === 'perPod' && selecting.length > 0);
    const doubt = weak.doubt.get(namespace.name) ?? 0;
    const policiesUnread = (weak.policiesUnread.get(namespace.name) ?? 0) | weak.policiesUnreadEverywhere;
    const baselineUnread = hostNetwork ? 0 : weak.baselineUnread;
    const undecided =
      (weak.notEvaluated.get(namespace.name) ?? 0) | weak.notEvaluatedEverywhere | (hostNetwork ? 0 : weak.adminUnread);
    const key = [
      policies.map(({ id }) => id).join(),
      gated.map(({ policy, doubt: mask }) => `${policy.id}:${mask}`).join(),
      ...[isFinal, doubt, policiesUnread, baselineUnread, undecided],
    ].join('|');
    const known = this.byKey[direction].get(key);
    if (known !== undefined) return known;
    const rules = policies.flatMap((policy) => policy[direction] ?? []);
    const isKept = ofClass || this.keptHypothetical++ < MAX_KEPT_HYPOTHETICAL;
    const admin = this.tier(gated, 'Admin', isKept);
    const baseline = this.tier(gated, 'Baseline', isKept);
    const clusterPolicies = [...admin.chains.flat(2), ...baseline.chains.flat(2)];
    const gate: CompiledGate = {
      ...{ id: this.nextId++, direction, admin, policies, rules, isFinal, baseline, clusterPolicies },
      ...{ doubt, policiesUnread, baselineUnread, undecided },
    };
    if (isKept) this.byKey[direction].set(key, gate);
    return gate;
  }

  private tier(gated: readonly GatedPolicy[], name: 'Admin' | 'Baseline', isKept: boolean): GateTier {
    const own = gated.filter(({ policy }) => policy.tier === name);
    if (own.length === 0) return NO_TIER;
    // Policies have one list of rules for each direction.
    const key = own.map(({ rules, doubt }) => `${rules[0]?.id}:${doubt}`).join();
    const known = this.tiers.get(key);
    if (known !== undefined) return known;
    const namesPorts = own.some(({ rules }) =>
      rules.some(({ ports }) => ports !== 'every' && ports.some(({ type }) => type === 'named')),
    );
    const chains = chainsOf(own, this.parts.profile);
    if (!isKept) return { id: undefined, chains, namesPorts };
    const made = { id: this.tiers.size + 1, chains, namesPorts };
    this.tiers.set(key, made);
    return made;
  }
}

const NONE: readonly never[] = [];
export const NO_TIER: GateTier = { id: 0, chains: NONE, namesPorts: false };

/** Ordered by priority; of one priority by name, which decides only where the profile says so. */
function chainsOf(policies: readonly GatedPolicy[], { priorityTie }: Profile): readonly GateChain[] {
  const own = [...policies].sort(
    (a, b) => a.policy.priority - b.policy.priority || (a.policy.ref.name < b.policy.ref.name ? -1 : 1),
  );
  const chains: GatedPolicy[][][] = [];
  for (const [, chain] of Map.groupBy(own, ({ policy }) => policy.ref.kind)) {
    const groups: GatedPolicy[][] = [];
    for (const policy of chain) {
      const last = groups.at(-1);
      const isTied = priorityTie === 'depends' && last?.[0]?.policy.priority === policy.policy.priority;
      if (last !== undefined && isTied) last.push(policy);
      else groups.push([policy]);
    }
    chains.push(groups);
  }
  return chains;
}
