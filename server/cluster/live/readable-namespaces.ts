import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { isRecord } from './list-pages.ts';
import type { LiveKind } from './live-kind.ts';
import { splitResource } from './live-kind.ts';
import { type Rights, reviewRules } from './review-rules.ts';

/** Each is watched for each kind that may only be read one by one: a connection apiece. */
export const MAX_NAMESPACES = 50;
const PAGE_NAMESPACES = 500;
const MAX_CANDIDATES = 2_000;
const AT_ONCE = 8;

export interface NamespaceRights {
  /** Namespaces where the kind may be read, as far as the server says. */
  readable(kind: LiveKind): readonly string[];
  /** Namespaces that exist and where it may not be read. */
  denied(kind: LiveKind): readonly string[];
  /** False where namespaces may not be listed, or are too many to ask about each: then there may be others. */
  readonly allKnown: boolean;
  /** More could be read of this kind than is. */
  isCut(kind: LiveKind): boolean;
}

/**
 * Asks the server, namespace by namespace, what we may read there (SelfSubjectRulesReview). Candidates are all namespaces,
 * or where they may not be listed `named`, those of the kubeconfig's contexts. Throws ApiError where the server is gone.
 */
export async function readNamespaceRights(
  client: ApiClient,
  named: readonly string[],
  signal: AbortSignal,
): Promise<NamespaceRights> {
  const all = await listNamespaces(client, signal);
  const candidates = [...(all?.names ?? named)];
  const rights = new Map<string, Rights>();
  const ask = async () => {
    for (let name = candidates.pop(); name !== undefined; name = candidates.pop()) {
      rights.set(name, await askRights(client, name, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const names = [...rights.keys()].sort();
  const readable = (kind: LiveKind) => names.filter((name) => mayList(rights.get(name), kind));
  return {
    readable: (kind) => readable(kind).slice(0, MAX_NAMESPACES),
    denied: (kind) => {
      const read = new Set(readable(kind).slice(0, MAX_NAMESPACES));
      return names.filter((name) => !read.has(name));
    },
    allKnown: all?.whole ?? false,
    isCut: (kind) => readable(kind).length > MAX_NAMESPACES,
  };
}

/** Undefined where they may not be listed. */
async function listNamespaces(
  client: ApiClient,
  signal: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly whole: boolean } | undefined> {
  const names: string[] = [];
  let next: string | undefined;
  try {
    do {
      const query = { limit: PAGE_NAMESPACES, continue: next };
      const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
      const body = await client.json({ path: '/api/v1/namespaces', query, accept, signal });
      if (!isRecord(body) || !Array.isArray(body.items)) return { names, whole: false };
      for (const item of body.items) {
        if (isRecord(item) && isRecord(item.metadata) && typeof item.metadata.name === 'string')
          names.push(item.metadata.name);
      }
      const token = isRecord(body.metadata) ? body.metadata.continue : undefined;
      next = typeof token === 'string' && token !== '' ? token : undefined;
    } while (next !== undefined && names.length < MAX_CANDIDATES);
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
  return { names, whole: next === undefined };
}

const UNKNOWN: Rights = { incomplete: true, rules: [] };

async function askRights(client: ApiClient, namespace: string, signal: AbortSignal): Promise<Rights> {
  try {
    return (await reviewRules(client, namespace, signal)) ?? UNKNOWN;
  } catch (error) {
    if (error instanceof ApiError && error.status >= 400 && error.status < 500) return UNKNOWN;
    throw error;
  }
}

function mayList(rights: Rights | undefined, { resource }: LiveKind): boolean {
  if (rights === undefined) return false;
  const { plural, group } = splitResource(resource);
  const has = (list: readonly string[], wanted: string) => list.includes(wanted) || list.includes('*');
  return (
    rights.incomplete ||
    rights.rules.some(
      ({ verbs, groups, resources }) => has(verbs, 'list') && has(groups, group) && has(resources, plural),
    )
  );
}
