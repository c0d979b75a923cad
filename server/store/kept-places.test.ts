import { expect, test } from 'vitest';
import { type KnownPlaces, VIEWS_KEPT } from '#lib/graph/known-places.ts';
import { createKeptPlaceBook } from '#server/analysis/kept-place-book.ts';
import { keepPlaces, keptPlaces } from './kept-places.ts';
import { temporaryStores, WHO } from './testing/temporary-store.ts';

const { folder, open } = temporaryStores();
const at = (x: number): KnownPlaces =>
  new Map([
    ['ns:crm', { x, y: 2, width: 70, height: 31, zone: 'apps' }],
    ['crm/Pod/a', { x, y: 3, width: 130, height: 26 }],
  ]);

test('the places of the map are the same after a restart, of each cluster its own', () => {
  const dataDir = folder();
  const store = open(dataDir);
  const { book, flush } = createKeptPlaceBook({ store, cluster: 'one', who: () => WHO });
  book.keep('workloads', at(1.5));
  book.keep('workloads', at(7));
  flush();
  const next = createKeptPlaceBook({ store: open(dataDir), cluster: 'one', who: () => WHO });
  expect(next.book.of('workloads')).toEqual(at(7));
  expect(createKeptPlaceBook({ store, cluster: 'two', who: () => WHO }).book.of('workloads').size).toBe(0);
});

test('only the views that were drawn last are kept', () => {
  const store = open(folder());
  for (let view = 0; view < VIEWS_KEPT + 5; view++) keepPlaces(store, 'one', `view-${view}`, at(view));
  keepPlaces(store, 'one', 'view-6', at(6));
  const kept = keptPlaces(store, 'one').map(([view]) => view);
  expect(kept.length).toBe(VIEWS_KEPT);
  expect(kept).not.toContain('view-4');
  expect(kept.at(-1)).toBe('view-6');
});

test('places that cannot be read are left out', () => {
  const store = open(folder());
  keepPlaces(store, 'one', 'good', at(1));
  store.db.prepare("INSERT INTO map_places VALUES ('one', 'bad', 9, '[1]')").run();
  store.db.prepare("INSERT INTO map_places VALUES ('one', 'worse', 10, '{')").run();
  expect(keptPlaces(store, 'one').map(([view]) => view)).toEqual(['good']);
});
