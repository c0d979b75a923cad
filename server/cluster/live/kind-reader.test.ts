import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { SourceSink } from '#server/cluster/source.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { readKind } from './kind-reader.ts';
import { withKnownNamespaces } from './known-namespaces.ts';
import { createListLedger } from './list-ledger.ts';
import type { NamespaceRights } from './readable-namespaces.ts';
import { kindNamed } from './testing.ts';

const POLICY = kindNamed('NetworkPolicy');
const FORBIDDEN = new ApiError(403, 'Forbidden', 'no');
const EMPTY = { metadata: { resourceVersion: '1' }, items: [] };
const forever = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Policies that may be read in `shop` and not in `crm`. `answer`: to what is asked of all namespaces, or of one. */
async function reading(answer: (path: string) => Promise<unknown>) {
  const stop = new AbortController();
  const told: KindCompleteness[] = [];
  const unreadAtRemoval: KindCompleteness['deniedNamespaces'][] = [];
  const nothing = () => undefined;
  const { sink, namespaces } = withKnownNamespaces({
    ...{ reset: nothing, upsert: nothing, unread: nothing },
    remove: () => unreadAtRemoval.push(told.at(-1)?.deniedNamespaces),
    completeness: (each: KindCompleteness) => told.push(each),
  } as unknown as SourceSink);
  const add = (name: string) => sink.upsert({ kind: 'Namespace', metadata: { name } } as KeptObject);
  for (const name of ['shop', 'crm']) add(name);
  const client: ApiClient = {
    json: ({ path }: ApiRequest) => answer(path),
    // biome-ignore lint/correctness/useYield: the watch of a silent server
    async *lines({ signal }: ApiRequest) {
      await forever(signal);
    },
  };
  const readable = ['shop'];
  const known = ['crm'];
  const current: NamespaceRights = {
    readable: () => [...readable],
    denied: () => [...known],
    ...{ allKnown: true, isCut: () => false },
  };
  let rights: () => Promise<NamespaceRights> = async () => current;
  const ended = readKind(POLICY, {
    ...{ client, sink, namespaces, ledger: createListLedger(), signal: stop.signal, renewed: () => stop.signal },
    ...{ onProgress: nothing, onHealth: nothing, onGone: nothing, onSettled: nothing, recheckMs: 5 },
    rights: () => rights(),
  });
  ended.catch(nothing);
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ state: 'partial', deniedNamespaces: ['crm'] }));
  return {
    ...{ add, readable, unreadAtRemoval, stop: () => stop.abort(new Error('stopped')) },
    /** From now on nobody hears what may be read. */
    rightsAreSlow: () => {
      rights = () => forever(stop.signal);
    },
    last: () => told.at(-1),
  };
}

const isOfAll = (path: string) => !path.includes('/namespaces/');
const refused = async (path: string) => {
  if (isOfAll(path)) throw FORBIDDEN;
  return EMPTY;
};

test('a namespace that comes while rights are asked for counts as unread', async () => {
  const { add, rightsAreSlow, last, stop } = await reading(refused);
  rightsAreSlow();
  await sleep(20);
  add('late');
  expect(last()?.deniedNamespaces).toEqual(['crm', 'late']);
  stop();
});

test('a namespace that comes while it is first listed, or another, counts as unread until its list is there', async () => {
  const list = Promise.withResolvers<unknown>();
  const asked = vi.fn();
  const { add, readable, last, stop } = await reading(async (path) => {
    if (!path.includes('/late/')) return refused(path);
    asked();
    return list.promise;
  });
  readable.push('late');
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  for (const name of ['late', 'later']) add(name);
  expect(last()?.deniedNamespaces).toEqual(['crm', 'late', 'later']);
  list.resolve(EMPTY);
  await vi.waitFor(() => expect(last()?.deniedNamespaces).toEqual(['crm', 'later']));
  stop();
});

test('a namespace that comes while all may be read at last, and are not yet, counts as unread until then', async () => {
  let isGranted = false;
  const list = Promise.withResolvers<unknown>();
  const asked = vi.fn();
  const { add, last, stop } = await reading(async (path) => {
    if (!isOfAll(path) || !isGranted) return refused(path);
    asked();
    return asked.mock.calls.length === 1 ? EMPTY : list.promise;
  });
  isGranted = true;
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  add('late');
  expect(last()).toMatchObject({ state: 'partial', deniedNamespaces: ['crm', 'late'] });
  list.resolve(EMPTY);
  await vi.waitFor(() => expect(last()).toMatchObject({ state: 'read' }));
  add('later');
  expect(last()?.deniedNamespaces).toBeUndefined();
  stop();
});

test('a namespace whose rights are withdrawn is told as unread before what was read of it goes', async () => {
  const metadata = { name: 'closed', namespace: 'shop', resourceVersion: '1' };
  const policy = { metadata, spec: { podSelector: {}, policyTypes: ['Ingress'] } };
  const { readable, unreadAtRemoval, stop } = await reading(async (path) => ({
    ...(await refused(path)),
    items: [policy],
  }));
  readable.length = 0;
  await vi.waitFor(() => expect(unreadAtRemoval).toEqual([['crm', 'shop']]));
  stop();
});
