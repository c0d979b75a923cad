import { expect, test } from 'vitest';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { listPages } from './list-pages.ts';
import { LIVE_KINDS, type LiveKind } from './live-kind.ts';

const kind = LIVE_KINDS.find(({ name }) => name === 'Namespace') as LiveKind;
const { signal } = new AbortController();

/** A server with one namespace a page; `asked` counts what it was asked for. */
function serverOf(names: readonly string[], failsAt = Number.POSITIVE_INFINITY) {
  let asked = 0;
  const client: ApiClient = {
    async json({ query }) {
      asked += 1;
      const page = Number(query?.continue ?? 0);
      if (page === failsAt) throw new ApiError(500, 'InternalError', 'etcd is gone');
      const next = page + 1 < names.length ? String(page + 1) : undefined;
      return {
        metadata: { resourceVersion: `${page}`, continue: next, remainingItemCount: names.length - page - 1 },
        items: [{ metadata: { name: names[page] } }],
      };
    },
    async *lines() {},
  };
  return { client, asked: () => asked };
}

test('the server prepares the next page while this one is read', async () => {
  const { client, asked } = serverOf(['a', 'b', 'c']);
  const told: [keys: string, askedFor: number][] = [];
  const onPage = (_done: number, _total: number, items: readonly { readonly key: string }[]) => {
    told.push([items.map(({ key }) => key).join(), asked()]);
  };
  const { items, pages, resourceVersion } = await listPages(client, kind, undefined, onPage, signal);
  expect(told).toEqual([
    ['a', 2],
    ['b', 3],
    ['c', 3],
  ]);
  expect(items.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  expect({ pages, resourceVersion }).toEqual({ pages: 3, resourceVersion: '0' });
});

test('a page asked for ahead that fails makes the list fail, and nothing else', async () => {
  const { client } = serverOf(['a', 'b'], 1);
  await expect(listPages(client, kind, undefined, () => undefined, signal)).rejects.toThrow('etcd is gone');
});
