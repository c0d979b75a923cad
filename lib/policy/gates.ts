import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Direction, Labels } from '#lib/kube/objects.ts';
import type { Classes } from './classes.ts';
import { isUnreadPolicy } from './compile/network-policy.ts';
import type { CompiledPolicy, CompiledRule, Tier } from './ir.ts';
import { matchesSelector } from './label-selector.ts';
import type { KnownNamespace, NamespaceTable } from './namespaces.ts';
import { type ReasonMask, reasonBit } from './reasons.ts';

/**
 * What stands before a pod in one direction. Interned: classes that the same policies select share one gate.
 */
export interface CompiledGate {
  /** Unique per model. */
  readonly id: number;
  readonly direction: Direction;
  /** The policies that isolate the pod for this direction; none: everything passes (row 1). */
  readonly policies: readonly CompiledPolicy[];
  /** All their rules: they add up, their order means nothing (row 11). */
  readonly rules: readonly CompiledRule[];
  /** Some policy of the namespace is not understood: it may isolate, and it may allow more. */
  readonly doubt: ReasonMask;
  /** Nothing at all is certain: policies of the namespace may not be read, or are of a kind not evaluated. */
  readonly undecided: ReasonMask;
}

/** Gates that only hypothetical pods have: enough for φ of every namespace, and no more, or questions fill the memory. */
const MAX_KEPT_HYPOTHETICAL = 1_000;

/** The gates of all classes, and of hypothetical pods on demand. */
export class GateTable {
  private readonly byNamespace = new Map<string, CompiledPolicy[]>();
  private readonly byKey: Readonly<Record<Direction, Map<string, CompiledGate>>> = {
    ingress: new Map(),
    egress: new Map(),
  };
  private readonly ofClass: Readonly<Record<Direction, readonly CompiledGate[]>>;
  private readonly weak: WeakNamespaces;
  private isBuilt = false;
  private keptHypothetical = 0;
  private nextId = 0;

  constructor(tier: Tier, classes: Classes, namespaces: NamespaceTable, objects: ClusterObjects) {
    for (const policy of tier.policies) {
      const list = this.byNamespace.get(policy.subject.namespace);
      if (list === undefined) this.byNamespace.set(policy.subject.namespace, [policy]);
      else list.push(policy);
    }
    this.weak = readWeakNamespaces(objects);
    const ingress: CompiledGate[] = [];
    const egress: CompiledGate[] = [];
    for (const namespace of namespaces.list) {
      const end = classes.firstOfNamespace[namespace.id + 1] as number;
      for (let id = classes.firstOfNamespace[namespace.id] as number; id < end; id++) {
        const selecting = this.selecting(namespace.name, classes.list[id]?.labels);
        ingress.push(this.intern('ingress', namespace.name, selecting));
        egress.push(this.intern('egress', namespace.name, selecting));
      }
    }
    this.ofClass = { ingress, egress };
    this.isBuilt = true;
  }

  /** As a pod: a host-network pod read as node has no gate. */
  gateOfClass(id: number, direction: Direction): CompiledGate {
    return this.ofClass[direction][id] as CompiledGate;
  }

  gateOfLabels(namespace: KnownNamespace, labels: Labels, direction: Direction): CompiledGate {
    return this.intern(direction, namespace.name, this.selecting(namespace.name, labels));
  }

  /** Row 10: a policy selects in its own namespace only. */
  private selecting(namespace: string, labels: Labels | undefined): readonly CompiledPolicy[] {
    const policies = this.byNamespace.get(namespace);
    return policies?.filter(({ subject }) => matchesSelector(subject.pods, labels)) ?? [];
  }

  private intern(direction: Direction, namespace: string, selecting: readonly CompiledPolicy[]): CompiledGate {
    const policies = selecting.filter((policy) => policy[direction] !== undefined); // row 2
    const doubt = this.weak.doubt.get(namespace) ?? 0;
    const undecided = (this.weak.undecided.get(namespace) ?? 0) | this.weak.undecidedEverywhere;
    const key = `${policies.map(({ id }) => id).join()}|${doubt}|${undecided}`;
    const known = this.byKey[direction].get(key);
    if (known !== undefined) return known;
    const rules = policies.flatMap((policy) => policy[direction] ?? []);
    const gate = { id: this.nextId++, direction, policies, rules, doubt, undecided };
    if (this.isBuilt && this.keptHypothetical++ >= MAX_KEPT_HYPOTHETICAL) return gate;
    this.byKey[direction].set(key, gate);
    return gate;
  }
}

interface WeakNamespaces {
  readonly doubt: ReadonlyMap<string, ReasonMask>;
  readonly undecided: ReadonlyMap<string, ReasonMask>;
  readonly undecidedEverywhere: ReasonMask;
}

/** What could not be read or is not evaluated weakens the gates that it could touch (§3.11). */
function readWeakNamespaces(objects: ClusterObjects): WeakNamespaces {
  const doubt = new Map<string, ReasonMask>();
  for (const policy of objects.networkPolicies.values()) {
    if (isUnreadPolicy(policy)) doubt.set(policy.metadata.namespace ?? 'default', reasonBit('policy-not-understood'));
  }
  const undecided = new Map<string, ReasonMask>();
  let undecidedEverywhere = 0;
  const add = (namespace: string | undefined, reason: ReasonMask): void => {
    if (namespace === undefined) undecidedEverywhere |= reason;
    else undecided.set(namespace, (undecided.get(namespace) ?? 0) | reason);
  };
  for (const { metadata } of objects.unevaluated.values()) {
    add(metadata.namespace, reasonBit('policy-kind-not-evaluated'));
  }
  for (const { resource, state, deniedNamespaces } of objects.completeness.kinds) {
    if (resource !== 'networkpolicies.networking.k8s.io') continue;
    if (state === 'forbidden' || state === 'failed') add(undefined, reasonBit('policies-not-read'));
    if (state === 'partial') for (const name of deniedNamespaces ?? []) add(name, reasonBit('policies-not-read'));
  }
  return { doubt, undecided, undecidedEverywhere };
}
