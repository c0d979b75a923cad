import { INSTALLED_GROUPS, isInstalledKind } from '#lib/kube/kept-kinds.ts';
import { isUnevaluatedPolicy, POLICY_GROUPS } from '#lib/kube/policy-groups.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError, isAbsent } from './api-error.ts';
import { isRecord } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';

/** Where two groups serve the same objects, the left one is read. */
const SAME_OBJECTS: ReadonlyMap<string, string> = new Map([['projectcalico.org', 'crd.projectcalico.org']]);
const SILENCE_MS = 5_000;
/** A group has two or three versions; a server that lists more is asked for the first of them. */
const MAX_VERSIONS = 6;

/**
 * The installed kinds that this server has, from its own list of API groups: those that are read (cluster-wide policies,
 * Gateway API), and policies that are named but not evaluated. Each in the version that the server prefers among those
 * that are read.
 * Throws ApiError where the server does not answer.
 */
export async function discoverKinds(
  client: ApiClient,
  signal: AbortSignal,
  known: readonly LiveKind[] = [],
): Promise<readonly LiveKind[]> {
  const body = await client.json({ path: '/apis', signal, silenceMs: SILENCE_MS });
  const versions = new Map<string, readonly string[]>();
  for (const group of isRecord(body) && Array.isArray(body.groups) ? body.groups : []) {
    if (!isRecord(group) || typeof group.name !== 'string') continue;
    if (POLICY_GROUPS.has(group.name) || INSTALLED_GROUPS.has(group.name)) versions.set(group.name, versionsOf(group));
  }
  for (const [read, same] of SAME_OBJECTS) if (versions.has(read)) versions.delete(same);
  const kinds = await Promise.all(
    [...versions].map(([group, ofGroup]) => kindsOfGroup(client, group, ofGroup, signal, known)),
  );
  return kinds.flat();
}

/** The preferred version first: the server lists them so, but for the preferred one it says it twice. */
function versionsOf(group: Readonly<Record<string, unknown>>): readonly string[] {
  const listed = Array.isArray(group.versions) ? group.versions : [];
  const written = [group.preferredVersion, ...listed].flatMap((version) =>
    isRecord(version) && typeof version.groupVersion === 'string' ? [version.groupVersion] : [],
  );
  return [...new Set(written)].slice(0, MAX_VERSIONS);
}

async function kindsOfGroup(
  client: ApiClient,
  group: string,
  versions: readonly string[],
  signal: AbortSignal,
  known: readonly LiveKind[],
): Promise<readonly LiveKind[]> {
  const served = await Promise.all(versions.map((version) => kindsOf(client, group, version, signal, known)));
  const byResource = new Map<string, LiveKind>();
  for (const kind of served.flat()) {
    const other = byResource.get(kind.resource);
    // A version that is read goes before one of which only names are.
    if (other === undefined || (other.metadataOnly && !kind.metadataOnly)) byResource.set(kind.resource, kind);
  }
  return [...byResource.values()];
}

async function kindsOf(
  client: ApiClient,
  group: string,
  apiVersion: string,
  signal: AbortSignal,
  known: readonly LiveKind[],
): Promise<readonly LiveKind[]> {
  let body: unknown;
  try {
    body = await client.json({ path: `/apis/${apiVersion}`, signal, silenceMs: SILENCE_MS });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 400) throw error;
    // A definition that went this very moment.
    if (isAbsent(error)) return [];
    // An aggregated API whose own server is down, or a server that has just begun: what decides on connections stays.
    return POLICY_GROUPS.has(group) ? known.filter((kind) => kind.apiVersion === apiVersion) : [];
  }
  const kinds: LiveKind[] = [];
  for (const resource of isRecord(body) && Array.isArray(body.resources) ? body.resources : []) {
    if (!isRecord(resource) || typeof resource.name !== 'string' || typeof resource.kind !== 'string') continue;
    if (resource.name.includes('/')) continue;
    const read = isInstalledKind(group, apiVersion, resource.kind);
    if (!read && !isUnevaluatedPolicy(group, resource.kind)) continue;
    kinds.push({
      name: `${apiVersion}/${resource.kind}`,
      apiVersion,
      kind: resource.kind,
      resource: `${resource.name}.${group}`,
      namespaced: resource.namespaced === true,
      metadataOnly: !read,
    });
  }
  return kinds;
}
