import { expect, test } from 'vitest';
import { createRecordingSink } from '#e2e/cluster/recording-sink.ts';
import { createKindCopy } from './kind-copy.ts';
import { itemOf, kindNamed, listingOf } from './testing.ts';

const POD = kindNamed('Pod');
const NAMESPACE = kindNamed('Namespace');

test('an object that says the same in a second list stays the very same object', () => {
  const sink = createRecordingSink();
  const copy = createKindCopy(POD, sink);
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5'), itemOf(POD, 'shop/db', '6')], 0));
  const before = sink.object('Pod', 'shop/web');
  const again = [itemOf(POD, 'shop/web', '5'), itemOf(POD, 'shop/db', '7', { app: 'db' })];
  expect(copy.replace(listingOf('10', again, 1))).toEqual([
    { name: 'shop/db', change: 'written', resourceVersion: '7' },
  ]);
  expect(sink.object('Pod', 'shop/web')).toBe(before);
  expect(sink.object('Pod', 'shop/db')?.metadata.labels).toEqual({ app: 'db' });
  expect(sink.resets).toEqual(['Pod']);
});

test('a list on its way holds what is known already, not the same once more', () => {
  const sink = createRecordingSink();
  const copy = createKindCopy(POD, sink);
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5')], 0));
  const known = copy.known(itemOf(POD, 'shop/web', '5'));
  expect(known.projection.kept).toBe(sink.object('Pod', 'shop/web'));
  const other = itemOf(POD, 'shop/web', '6');
  expect(copy.known(other)).toBe(other);
});

test('the same version with other content is another object: a server restored from a backup gives versions twice', () => {
  const sink = createRecordingSink();
  const copy = createKindCopy(POD, sink);
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5', { app: 'web' })], 0));
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5', { app: 'restored' })], 1));
  expect(sink.object('Pod', 'shop/web')?.metadata.labels).toEqual({ app: 'restored' });
});

test('the same content with another version is told: the snapshot names versions', () => {
  const sink = createRecordingSink();
  const copy = createKindCopy(POD, sink);
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5')], 0));
  copy.replace(listingOf('10', [itemOf(POD, 'shop/web', '8')], 1));
  expect(sink.object('Pod', 'shop/web')?.metadata.resourceVersion).toBe('8');
});

test('what a second list lacks is gone, in one namespace or everywhere', () => {
  const sink = createRecordingSink();
  const copy = createKindCopy(POD, sink);
  copy.replace(listingOf('9', [itemOf(POD, 'shop/web', '5')], 0), 'shop');
  copy.replace(listingOf('9', [itemOf(POD, 'crm/api', '6')], 0), 'crm');
  expect(copy.replace(listingOf('10', [], 1), 'shop')).toEqual([{ name: 'shop/web', change: 'removed' }]);
  expect([...(sink.objects.get('Pod')?.keys() ?? [])]).toEqual(['crm/api']);
  expect(copy.replace(listingOf('11', [], 2))).toEqual([{ name: 'crm/api', change: 'removed' }]);
  expect(copy.size()).toBe(0);
});

test('a list of one namespace replaces that namespace only, also where it is the namespaces that are listed', () => {
  const copy = createKindCopy(NAMESPACE, createRecordingSink());
  copy.replace(listingOf('9', [itemOf(NAMESPACE, 'shop', '5')], 0), 'shop');
  copy.replace(listingOf('9', [itemOf(NAMESPACE, 'crm', '6')], 0), 'crm');
  expect(copy.size()).toBe(2);
});
