import type { NetworkPolicy } from '#lib/kube/objects.ts';
import type { PolicyModel } from '../model.ts';
import { policyObject } from '../policy-object.ts';
import type { PolicyRef } from '../types.ts';

/** A policy as a candidate would write it. */
export interface Step {
  readonly policy: NetworkPolicy;
  readonly isNew: boolean;
  readonly sentence: string;
}

/** Policies to be tried together. */
export interface Draft {
  readonly steps: readonly Step[];
  readonly policies: readonly NetworkPolicy[];
}

/** Steps that write one policy twice are one step with both rules: a loop back to the own pods has both gates in one. */
export function draftOf(steps: readonly Step[]): Draft {
  const merged = new Map<string, NetworkPolicy>();
  for (const { policy } of steps) {
    const key = `${policy.metadata.namespace}/${policy.metadata.name}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? policy : bothOf(known, policy));
  }
  return { steps, policies: [...merged.values()].map(withoutOrigin) };
}

/** One of them has the new rule for ingress, the other that for egress. */
function bothOf(a: NetworkPolicy, b: NetworkPolicy): NetworkPolicy {
  const longer = <Rule>(one: readonly Rule[] | undefined, other: readonly Rule[] | undefined) =>
    (one?.length ?? -1) >= (other?.length ?? -1) ? one : other;
  const ingress = longer(a.spec.ingress, b.spec.ingress);
  const egress = longer(a.spec.egress, b.spec.egress);
  return {
    ...a,
    spec: { ...a.spec, ...(ingress === undefined ? {} : { ingress }), ...(egress === undefined ? {} : { egress }) },
  };
}

/** What was read from a file is no longer what it says. */
function withoutOrigin({ origin: _, ...policy }: NetworkPolicy): NetworkPolicy {
  return policy;
}

export function networkPolicyOf(model: PolicyModel, ref: PolicyRef): NetworkPolicy | undefined {
  const object = policyObject(model.objects, ref);
  return object?.kind === 'NetworkPolicy' ? object : undefined;
}

const NAME_MAX = 63;
const PART_MAX = 22;

/** What a name of an object may hold of an end's name. */
export function sourceName(called: string): string {
  const plain = called
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, PART_MAX)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'pods' : plain;
}

/** A name that no policy of the namespace has. */
export function freeName(model: PolicyModel, namespace: string, wanted: string): string {
  const base = wanted.slice(0, NAME_MAX);
  let name = base;
  for (let number = 2; model.objects.networkPolicies.has(`${namespace}/${name}`); number++) name = `${base}-${number}`;
  return name;
}
