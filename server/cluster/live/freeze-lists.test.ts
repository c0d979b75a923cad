import { describe, expect, test } from 'vitest';
import type { FreezeStep } from '#server/cluster/source.ts';
import { ApiError } from './api-error.ts';
import { type Freezable, freezeLists } from './freeze-lists.ts';
import { createListLedger, type ListEntry, type ListLedger } from './list-ledger.ts';
import { itemOf, kindNamed, listingOf } from './testing.ts';

const POD = kindNamed('Pod');
const SLICE = kindNamed('EndpointSlice');
const NOW = Date.UTC(2026, 10, 23, 9, 41, 7);
const HOUR_MS = 3_600_000;

const never = () => new AbortController().signal;
function answering(ledger: ListLedger): Freezable {
  return { ledger, lost: () => undefined, untilLost: never };
}

/** Lists whenever it is asked to, as a reflector does. */
function serve(entry: ListEntry, list: () => void): void {
  entry.listAgain().addEventListener('abort', () => {
    queueMicrotask(() => {
      list();
      serve(entry, list);
    });
  });
}

describe('freezing', () => {
  test('lists anew what is old, and nothing that is new', async () => {
    const ledger = createListLedger();
    const pods = ledger.open(POD, undefined);
    pods.listed(listingOf('10', [], NOW - HOUR_MS), []);
    serve(pods, () => pods.listed(listingOf('99', [itemOf(POD, 'shop/web', '50')], NOW), []));
    const slices = ledger.open(SLICE, undefined);
    slices.listed(listingOf('98', [], NOW - 1_000), []);

    const { state, lists, readAgain, notReadAgain } = await freezeLists(answering(ledger), { signal: never() }, NOW);
    expect(state).toBe('frozen');
    expect(lists.map(({ resource, resourceVersion, count }) => [resource, resourceVersion, count])).toEqual([
      ['endpointslices.discovery.k8s.io', '98', 0],
      ['pods', '99', 1],
    ]);
    expect({ readAgain, notReadAgain }).toEqual({ readAgain: [], notReadAgain: [] });
  });

  test('a kind of which an object changed since its list is read again, and the change is on record', async () => {
    const ledger = createListLedger();
    const slices = ledger.open(SLICE, undefined);
    slices.listed(listingOf('98', [], NOW - 1_000), []);
    slices.changed({ name: 'shop/web-x', change: 'written', resourceVersion: '101' });
    slices.watched('101');
    serve(slices, () => slices.listed(listingOf('104', [], NOW), [{ name: 'shop/old', change: 'removed' }]));

    const steps: FreezeStep[] = [];
    const options = { signal: never(), onStep: (step: FreezeStep) => steps.push(step) };
    const { lists, readAgain } = await freezeLists(answering(ledger), options, NOW);
    expect(readAgain).toEqual([
      {
        resource: 'endpointslices.discovery.k8s.io',
        kind: 'EndpointSlice',
        from: '98',
        to: '104',
        objects: [
          { name: 'shop/old', change: 'removed' },
          { name: 'shop/web-x', change: 'written', resourceVersion: '101' },
        ],
      },
    ]);
    expect(lists).toMatchObject([{ resourceVersion: '104', changes: 0 }]);
    expect(steps).toEqual([
      { step: 'listing', lists: 0 },
      { step: 'listing-again', resources: ['endpointslices.discovery.k8s.io'] },
      { step: 'frozen' },
    ]);
  });

  test('a kind that never rests is read again once; what changes then is told of its list', async () => {
    const ledger = createListLedger();
    const pods = ledger.open(POD, undefined);
    let version = 100;
    const list = () => {
      pods.listed(listingOf(String(version++), [], NOW), []);
      pods.changed({ name: 'shop/web', change: 'written', resourceVersion: String(version++) });
      pods.watched(String(version - 1));
    };
    list();
    serve(pods, list);
    const { lists, readAgain } = await freezeLists(answering(ledger), { signal: never() }, NOW);
    expect(readAgain).toHaveLength(1);
    expect(lists).toMatchObject([{ resourceVersion: '102', watchedTo: '103', changes: 1 }]);
  });

  test('a list that does not come within the time keeps the one before, and is named', async () => {
    const ledger = createListLedger();
    const pods = ledger.open(POD, 'shop');
    pods.listed(listingOf('10', [], NOW - HOUR_MS), []);
    const { state, lists, notReadAgain } = await freezeLists(answering(ledger), { signal: never(), withinMs: 1 }, NOW);
    expect(state).toBe('frozen');
    expect(lists).toMatchObject([{ resourceVersion: '10' }]);
    expect(notReadAgain).toEqual([{ resource: 'pods', namespace: 'shop' }]);
  });

  test('of a lost server nothing is asked: the last state counts, with its age', async () => {
    const ledger = createListLedger();
    const pods = ledger.open(POD, undefined);
    pods.listed(listingOf('10', [], NOW - HOUR_MS), []);
    const asOf = '2026-11-23T09:00:00.000Z';
    const source: Freezable = { ledger, lost: () => ({ asOf }), untilLost: never };
    expect(await freezeLists(source, { signal: never() }, NOW)).toMatchObject({
      state: 'lost',
      asOf,
      lists: [{ resourceVersion: '10' }],
      notReadAgain: [{ resource: 'pods' }],
    });
    expect(pods.listAgain().aborted).toBe(false);
  });

  test('a server that is lost meanwhile is not waited for', async () => {
    const ledger = createListLedger();
    ledger.open(POD, undefined).listed(listingOf('10', [], NOW - HOUR_MS), []);
    const loss = new AbortController();
    let lost = false;
    const source: Freezable = {
      ledger,
      lost: () => (lost ? { asOf: '2026-11-23T09:41:00.000Z' } : undefined),
      untilLost: () => loss.signal,
    };
    const frozen = freezeLists(source, { signal: never(), withinMs: 60_000 }, NOW);
    lost = true;
    loss.abort();
    expect(await frozen).toMatchObject({ state: 'lost', asOf: '2026-11-23T09:41:00.000Z' });
  });

  test('ends with whoever waits for it', async () => {
    const ledger = createListLedger();
    ledger.open(POD, undefined).listed(listingOf('10', [], NOW - HOUR_MS), []);
    const cancel = new AbortController();
    const frozen = freezeLists(answering(ledger), { signal: cancel.signal }, NOW);
    cancel.abort(new ApiError(0, 'Cancelled', 'cancelled'));
    await expect(frozen).rejects.toThrow('cancelled');
  });

  test('a kind that is no longer read meanwhile is not waited for', async () => {
    const ledger = createListLedger();
    const pods = ledger.open(POD, undefined);
    pods.listed(listingOf('10', [], NOW - HOUR_MS), []);
    const frozen = freezeLists(answering(ledger), { signal: never(), withinMs: 60_000 }, NOW);
    pods.close();
    expect(await frozen).toMatchObject({ state: 'frozen', lists: [], readAgain: [], notReadAgain: [] });
  });
});
