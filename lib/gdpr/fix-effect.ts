import { parseDocument } from 'yaml';
import { type NetworkPolicy, objectKey } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { effectSentence } from '#lib/text/en/gaps.ts';
import type { FixEffect } from './types.ts';

/** A fork is compiled whole; beyond this a list of gaps would wait for its fixes. */
const MAX_WORKLOADS = 120;

/**
 * What the engine says about the world after a fix: pairs of workloads between which something is or may be allowed
 * before and nothing after, and the other way round. Undefined where the fix cannot be applied or the cluster is large.
 */
export function effectOfFix(model: PolicyModel, yaml: string): FixEffect | undefined {
  if (yaml === '' || model.workloads.length > MAX_WORKLOADS) return undefined;
  const { kept } = projectObject(parseDocument(yaml).toJS());
  if (kept?.kind !== 'NetworkPolicy') return undefined;
  const policy = kept as NetworkPolicy;
  const networkPolicies = new Map(model.objects.networkPolicies).set(objectKey(policy.metadata), policy);
  const after = pairsOf(compileModel({ ...model.objects, networkPolicies }, model.profile));
  const before = pairsOf(model);
  const closes = before.difference(after).size;
  const opens = after.difference(before).size;
  return { closes, opens, sentence: effectSentence(closes, opens) };
}

/** `from → to` of all workloads between which something is or may be allowed; addresses outside are left out. */
function pairsOf(model: PolicyModel): ReadonlySet<string> {
  const workloads = new Set(model.workloads);
  const pairs = new Set<string>();
  for (const { from, to } of connectionsOf(model, { expand: true }).edges) {
    if (workloads.has(from) && workloads.has(to)) pairs.add(`${from} → ${to}`);
  }
  return pairs;
}
