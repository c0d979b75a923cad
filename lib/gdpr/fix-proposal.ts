import { parseAllDocuments } from 'yaml';
import { findObject } from '#lib/kube/fork-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { isRawObject } from '#lib/kube/read-field.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Proposal } from '#lib/policy/propose.ts';

/** Written whole by a fix; everything else is a patch of the object of that name. */
const WHOLE: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'ClusterNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
]);

/**
 * What a fix proposes: each document of its YAML is a policy, whole, or a patch (RFC 7386) of a workload, a Service or a
 * namespace that is there, as `kubectl patch --type=merge` takes it. Undefined where nothing can be applied.
 */
export function fixProposal(model: PolicyModel, yaml: string): Proposal | undefined {
  const upserts: KeptObject[] = [];
  for (const document of parseAllDocuments(yaml)) {
    const raw: unknown = document.toJS();
    const { kept } = projectObject(WHOLE.has(kindOf(raw)) ? raw : patched(model, raw));
    if (kept === undefined) return undefined;
    upserts.push(kept);
  }
  return upserts.length === 0 ? undefined : { upserts, removes: [], labels: [] };
}

function kindOf(raw: unknown): string {
  return isRawObject(raw) && typeof raw.kind === 'string' ? raw.kind : '';
}

function patched(model: PolicyModel, raw: unknown): unknown {
  if (!isRawObject(raw) || !isRawObject(raw.metadata)) return undefined;
  const { namespace, name } = raw.metadata;
  if (typeof name !== 'string' || typeof raw.apiVersion !== 'string') return undefined;
  const metadata = typeof namespace === 'string' ? { namespace, name } : { name };
  const old = findObject(model.objects, { apiVersion: raw.apiVersion, kind: kindOf(raw), metadata });
  return old === undefined ? undefined : mergePatch(old, raw);
}

/** RFC 7386: null takes a field away, objects merge, everything else replaces. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRawObject(patch)) return patch;
  const merged = new Map(Object.entries(isRawObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.assign(Object.create(null), Object.fromEntries(merged));
}
