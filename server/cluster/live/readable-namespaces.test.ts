import { describe, expect, test } from 'vitest';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { MAX_NAMESPACES, readNamespaceRights } from './readable-namespaces.ts';
import { kindNamed } from './testing.ts';

const pods = kindNamed('Pod');

/** A server with `count` namespaces, of which somebody may list pods in those that `mayList` names; pages of 500. */
function serverOf(count: number, mayList: (namespace: string) => boolean): ApiClient {
  const names = Array.from({ length: count }, (_, index) => `team-${String(index).padStart(4, '0')}`);
  return {
    async json({ query, body }: ApiRequest) {
      if (body !== undefined) {
        const { namespace } = (body as { readonly spec: { readonly namespace: string } }).spec;
        const resourceRules = mayList(namespace) ? [{ verbs: ['list'], apiGroups: [''], resources: ['pods'] }] : [];
        return { status: { resourceRules, nonResourceRules: [], incomplete: false } };
      }
      const from = Number(query?.continue ?? 0);
      const next = from + 500;
      return {
        metadata: next < count ? { continue: String(next) } : {},
        items: names.slice(from, next).map((name) => ({ metadata: { name } })),
      };
    },
    async *lines() {
      yield* [];
    },
  };
}

const rightsOf = (client: ApiClient, named: readonly string[] = []) =>
  readNamespaceRights(client, named, new AbortController().signal);

describe('who may not read everything', () => {
  test('and may read two of many namespaces is shown both, and nothing was left out', async () => {
    const rights = await rightsOf(serverOf(MAX_NAMESPACES + 10, (name) => name < 'team-0002'));
    expect(rights.readable(pods)).toEqual(['team-0000', 'team-0001']);
    expect(rights.denied(pods)).toHaveLength(MAX_NAMESPACES + 8);
    expect(rights.isCut(pods)).toBe(false);
    expect(rights.allKnown).toBe(true);
  });

  test('and may read more namespaces than are read one by one is told so', async () => {
    const rights = await rightsOf(serverOf(MAX_NAMESPACES + 1, () => true));
    expect(rights.readable(pods)).toHaveLength(MAX_NAMESPACES);
    expect(rights.isCut(pods)).toBe(true);
  });

  test('and has more namespaces than are asked about is told that there are others', async () => {
    const rights = await rightsOf(serverOf(2_600, () => false));
    expect(rights.allKnown).toBe(false);
  });

  test('nor list namespaces is asked about those of the contexts', async () => {
    const client = serverOf(0, () => true);
    const rights = await rightsOf(
      {
        ...client,
        async json(request) {
          if (request.body === undefined) throw new ApiError(403, 'Forbidden', 'no');
          return client.json(request);
        },
      },
      ['crm'],
    );
    expect(rights.readable(pods)).toEqual(['crm']);
    expect(rights.allKnown).toBe(false);
  });
});
