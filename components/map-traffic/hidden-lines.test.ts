import { expect, test } from 'vitest';
import { hideMatches } from '#lib/graph/filter/hide-matches.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { hiddenLines } from './hidden-lines.ts';

const hiddenBy = (text: string) => hiddenLines(SHOP_SCENE, hideMatches(SHOP_SCENE, parseFilter(text)).scene);

test('a line that somebody hid is not drawn again for what was observed on it', () => {
  expect([...hiddenBy('port:5432')].sort()).toEqual([
    'any-pod→crm/StatefulSet/crm-db',
    'shop/Deployment/cart→crm/StatefulSet/crm-db',
  ]);
  expect(hiddenBy('').size).toBe(0);
});
