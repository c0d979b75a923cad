import { describe, expect, it } from 'vitest';
import { SHOP_SCENE } from '../testing/shop-scene.ts';
import { hideMatches } from './hide-matches.ts';
import { parseFilter } from './parse-filter.ts';

const hide = (text: string) => hideMatches(SHOP_SCENE, parseFilter(text));
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).sort();

describe('hideMatches', () => {
  it('takes boxes out with every line at them, and a namespace with its last box', () => {
    const { scene, boxes, lines } = hide('ns:crm');
    expect(ids(scene.nodes)).toEqual(['any-pod', 'ns:shop', 'shop/Deployment/cart', 'shop/Deployment/web']);
    expect(ids(scene.edges)).toEqual(['shop/Deployment/web→shop/Deployment/cart']);
    expect({ boxes, lines }).toEqual({ boxes: 1, lines: 2 });
  });
  it('keeps a namespace while one of its boxes is shown', () => {
    expect(ids(hide('name:web').scene.nodes)).toContain('ns:shop');
  });
  it('takes out lines alone where lines are asked for', () => {
    const { scene, boxes, lines } = hide('port:5432');
    expect(scene.nodes).toHaveLength(SHOP_SCENE.nodes.length);
    expect({ boxes, lines }).toEqual({ boxes: 0, lines: 2 });
  });
  it('counts the gaps that go with it', () => {
    expect(hide('ns:crm').gaps).toBe(1);
    expect(hide('port:any').gaps).toBe(1);
    expect(hide('ns:shop').gaps).toBe(0);
  });
  it('moves nothing', () => {
    const { scene } = hide('ns:shop');
    expect([scene.width, scene.height]).toEqual([SHOP_SCENE.width, SHOP_SCENE.height]);
    for (const node of scene.nodes) expect(SHOP_SCENE.nodes).toContain(node);
  });
  it('hides nothing where the filter is empty or cannot be answered by the picture', () => {
    for (const text of ['', 'label:app=web', 'verdict:denied']) expect(hide(text).scene).toBe(SHOP_SCENE);
  });
});
