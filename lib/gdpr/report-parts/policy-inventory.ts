import { canonicalDigest } from '#lib/kube/canonical-digest.ts';
import type { PolicyInForce } from '#lib/policy/model.ts';
import type { CheckContext } from '../check.ts';
import { type AnyPolicyEntry, allPoliciesOf } from '../policy-rules.ts';
import type { Gap } from '../types.ts';

/** A policy as an auditor lists it (gdpr.md §5.2, section 15). */
export interface InventoryPolicy {
  readonly kind: string;
  /** Absent: for the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
  /** Absent where nothing of the policy could be understood. */
  readonly tier?: PolicyInForce['tier'];
  readonly priority?: number;
  readonly directions: readonly ('ingress' | 'egress')[];
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Of the canonical JSON of its spec. */
  readonly specSha256: string;
  /** The role of who changed it last: a tool, or that it is none. */
  readonly changedBy?: string;
  readonly selects: { readonly pods: number; readonly workloads: number };
  readonly rules: number;
  /** Rules of which POL-008 found that nothing changes without them, or that they void what others restrict. */
  readonly rulesInDoubt: number;
}

/**
 * Every policy of the input, by kind, namespace and name.
 * @param roleOf the role of a field manager: names of people stay out (gdpr.md §5.7).
 */
export function policyInventory(
  context: CheckContext,
  gaps: readonly Pick<Gap, 'check' | 'subject'>[],
  roleOf: (manager: string) => string,
): readonly InventoryPolicy[] {
  const doubts = new Map<string, number>();
  for (const { check, subject } of gaps) {
    if (check !== 'POL-008') continue;
    const key = keyOf(subject.kind, subject.namespace, subject.name);
    doubts.set(key, (doubts.get(key) ?? 0) + 1);
  }
  return allPoliciesOf(context)
    .map((entry) => inventoryPolicy(context, entry, doubts, roleOf))
    .sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function inventoryPolicy(
  { model, workloadsOfClass }: CheckContext,
  { policy: { kind, metadata, spec }, inForce }: AnyPolicyEntry,
  doubts: ReadonlyMap<string, number>,
  roleOf: (manager: string) => string,
): InventoryPolicy {
  const { namespace, name, uid, resourceVersion, managedFields } = metadata;
  const subjects = [...(inForce?.subjects ?? [])];
  const workloads = new Set(subjects.flatMap((id) => workloadsOfClass.get(id) ?? []));
  const [changed] = managedFields ?? [];
  return {
    kind,
    ...(kind !== 'NetworkPolicy' ? {} : { namespace: namespace ?? 'default' }),
    name,
    ...(inForce === undefined ? {} : { tier: inForce.tier }),
    ...(inForce?.priority === undefined ? {} : { priority: inForce.priority }),
    directions: [...(inForce?.ingress ? ['ingress' as const] : []), ...(inForce?.egress ? ['egress' as const] : [])],
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    specSha256: canonicalDigest(spec),
    ...(changed === undefined ? {} : { changedBy: roleOf(changed.manager) }),
    selects: {
      pods: subjects.reduce((sum, id) => sum + (model.classes[id]?.count ?? 0), 0),
      workloads: workloads.size,
    },
    rules: (spec.ingress?.length ?? 0) + (spec.egress?.length ?? 0),
    rulesInDoubt: doubts.get(keyOf(kind, kind === 'NetworkPolicy' ? (namespace ?? 'default') : '', name)) ?? 0,
  };
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

/** Those of the whole cluster first. */
function sortKey({ kind, namespace = '', name }: InventoryPolicy): string {
  return `${namespace}/${kind}/${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
