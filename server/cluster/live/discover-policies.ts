import { isUnevaluatedPolicy, POLICY_GROUPS } from '#lib/kube/project.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { isRecord } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';

/** Where two groups serve the same objects, the left one is read. */
const SAME_OBJECTS: ReadonlyMap<string, string> = new Map([['projectcalico.org', 'crd.projectcalico.org']]);
const SILENCE_MS = 5_000;

/**
 * The policy kinds that this server has and that are named but not evaluated, from its own list of API groups.
 * Throws ApiError where the server does not answer.
 */
export async function discoverPolicies(client: ApiClient, signal: AbortSignal): Promise<readonly LiveKind[]> {
  const body = await client.json({ path: '/apis', signal, silenceMs: SILENCE_MS });
  const versions = new Map<string, string>();
  for (const group of isRecord(body) && Array.isArray(body.groups) ? body.groups : []) {
    if (!isRecord(group) || typeof group.name !== 'string' || !POLICY_GROUPS.has(group.name)) continue;
    const preferred = isRecord(group.preferredVersion) ? group.preferredVersion.groupVersion : undefined;
    if (typeof preferred === 'string') versions.set(group.name, preferred);
  }
  for (const [read, same] of SAME_OBJECTS) if (versions.has(read)) versions.delete(same);
  const kinds = await Promise.all([...versions].map(([group, version]) => kindsOf(client, group, version, signal)));
  return kinds.flat();
}

async function kindsOf(
  client: ApiClient,
  group: string,
  apiVersion: string,
  signal: AbortSignal,
): Promise<readonly LiveKind[]> {
  let body: unknown;
  try {
    body = await client.json({ path: `/apis/${apiVersion}`, signal, silenceMs: SILENCE_MS });
  } catch (error) {
    // An aggregated API whose own server is down, or a definition that went this very moment.
    if (error instanceof ApiError && error.status >= 400) return [];
    throw error;
  }
  const kinds: LiveKind[] = [];
  for (const resource of isRecord(body) && Array.isArray(body.resources) ? body.resources : []) {
    if (!isRecord(resource) || typeof resource.name !== 'string' || typeof resource.kind !== 'string') continue;
    if (resource.name.includes('/') || !isUnevaluatedPolicy(group, resource.kind)) continue;
    kinds.push({
      name: `${apiVersion}/${resource.kind}`,
      apiVersion,
      kind: resource.kind,
      resource: `${resource.name}.${group}`,
      namespaced: resource.namespaced === true,
      metadataOnly: true,
    });
  }
  return kinds;
}
