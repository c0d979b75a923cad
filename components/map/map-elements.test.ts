import { describe, expect, it } from 'vitest';
import { SCENE_THEMES } from '#lib/graph/theme.ts';
import type { Scene } from '#lib/graph/types.ts';
import { mapElements } from './map-elements.ts';
import { SHOP_SCENE } from './testing/shop-scene.ts';

const measure = (text: string, size: number) => text.length * size * 0.56;
const elements = (scene: Scene) =>
  new Map(mapElements(scene, SCENE_THEMES.light, measure).map((element) => [element.data.id, element]));

describe('mapElements', () => {
  it('puts every box where the scene has it, by its middle', () => {
    expect(elements(SHOP_SCENE).get('any-pod')?.position).toEqual({ x: 270, y: 215 });
  });
  it('draws the first edge of the scene last: the scene has the worst first', () => {
    const edges = mapElements(SHOP_SCENE, SCENE_THEMES.light, measure).filter(({ group }) => group === 'edges');
    expect(edges.at(-1)?.data.id).toBe('shop/Deployment/web→shop/Deployment/cart');
  });
  it('leaves out an edge whose end is not drawn', () => {
    const scene = { ...SHOP_SCENE, nodes: SHOP_SCENE.nodes.filter(({ id }) => id !== 'any-pod') };
    expect(elements(scene).has('any-pod→crm/StatefulSet/crm-db')).toBe(false);
  });
  it('takes the middle out of a long name', () => {
    const scene = {
      ...SHOP_SCENE,
      nodes: SHOP_SCENE.nodes.map((node) => ({ ...node, label: 'customer-profile-service-eu-central-2' })),
    };
    expect(elements(scene).get('shop/Deployment/web')?.data.label).toMatch(/^custom.*….*-2$/);
  });
  it('lets a waypoint stand where the scene has it', () => {
    const [web, cart] = ['shop/Deployment/web', 'shop/Deployment/cart'];
    const edge = SHOP_SCENE.edges[0];
    if (edge === undefined) throw new Error('the fixture has an edge');
    // straight from (77, 41) to (225, 41); the waypoint lies at a quarter, 37 below
    const scene = { ...SHOP_SCENE, edges: [{ ...edge, via: [{ x: 114, y: 78 }] }] };
    const data = elements(scene).get(`${web}→${cart}`)?.data;
    expect([data?.weights, data?.distances]).toEqual([[0.25], [37]]);
  });
  it('keeps hostile names out of the markup of its images', () => {
    const scene = {
      ...SHOP_SCENE,
      nodes: SHOP_SCENE.nodes.map((node) => ({ ...node, detail: '"><script>alert(1)</script>' })),
    };
    for (const { data } of elements(scene).values()) {
      expect(decodeURIComponent(String(data.images ?? ''))).not.toContain('<script');
    }
  });
});
