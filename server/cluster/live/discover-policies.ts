import { CLUSTER_POLICY_KINDS, clusterPolicyKind } from '#lib/kube/cluster-policy-kinds.ts';
import { isUnevaluatedPolicy, POLICY_GROUPS } from '#lib/kube/project.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { isRecord } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';

/** Where two groups serve the same objects, the left one is read. */
const SAME_OBJECTS: ReadonlyMap<string, string> = new Map([['projectcalico.org', 'crd.projectcalico.org']]);
const SILENCE_MS = 5_000;

/**
 * The policy kinds that this server has beyond NetworkPolicy, from its own list of API groups: those that are evaluated
 * in the version that is, wherever it is served; all others by name only, in the version that the server prefers.
 * Throws ApiError where the server does not answer.
 */
export async function discoverPolicies(client: ApiClient, signal: AbortSignal): Promise<readonly LiveKind[]> {
  const body = await client.json({ path: '/apis', signal, silenceMs: SILENCE_MS });
  const groups = new Map<string, GroupVersions>();
  for (const group of isRecord(body) && Array.isArray(body.groups) ? body.groups : []) {
    if (!isRecord(group) || typeof group.name !== 'string' || !POLICY_GROUPS.has(group.name)) continue;
    const versions = versionsOf(group);
    if (versions !== undefined) groups.set(group.name, versions);
  }
  for (const [read, same] of SAME_OBJECTS) if (groups.has(read)) groups.delete(same);
  const kinds = await Promise.all([...groups].map(([group, versions]) => kindsOf(client, group, versions, signal)));
  return kinds.flat();
}

interface GroupVersions {
  readonly preferred: string;
  /** Others in which kinds are evaluated. */
  readonly evaluated: readonly string[];
}

function versionsOf(group: Readonly<Record<string, unknown>>): GroupVersions | undefined {
  const preferred = isRecord(group.preferredVersion) ? group.preferredVersion.groupVersion : undefined;
  if (typeof preferred !== 'string') return undefined;
  const served = (Array.isArray(group.versions) ? group.versions : []).map((version) =>
    isRecord(version) ? version.groupVersion : undefined,
  );
  const wanted = new Set(CLUSTER_POLICY_KINDS.map(({ apiVersion }) => apiVersion));
  const evaluated = served.filter(
    (version): version is string => typeof version === 'string' && version !== preferred && wanted.has(version),
  );
  return { preferred, evaluated };
}

async function kindsOf(
  client: ApiClient,
  group: string,
  { preferred, evaluated }: GroupVersions,
  signal: AbortSignal,
): Promise<readonly LiveKind[]> {
  const served = await Promise.all(
    [preferred, ...evaluated].map((version) => kindsOfVersion(client, group, version, signal)),
  );
  const read = new Set(served.flat().flatMap(({ kind, metadataOnly }) => (metadataOnly ? [] : [kind])));
  return served.flatMap((kinds, index) =>
    kinds.filter(({ kind, metadataOnly }) => !metadataOnly || (index === 0 && !read.has(kind))),
  );
}

async function kindsOfVersion(
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
    const { kind } = resource;
    if (resource.name.includes('/')) continue;
    const isEvaluated = clusterPolicyKind(apiVersion, kind) !== undefined;
    if (!isEvaluated && !isUnevaluatedPolicy(group, kind)) continue;
    kinds.push({
      name: isEvaluated ? kind : `${apiVersion}/${kind}`,
      apiVersion,
      kind,
      resource: `${resource.name}.${group}`,
      namespaced: resource.namespaced === true,
      metadataOnly: !isEvaluated,
    });
  }
  return kinds;
}
