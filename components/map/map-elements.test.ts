import { describe, expect, it } from 'vitest';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { SCENE_THEMES } from '#lib/graph/theme.ts';
import type { Scene } from '#lib/graph/types.ts';
import { mapElements } from './map-elements.ts';

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
  it('keeps hostile names out of the markup of its images', () => {
    const scene = {
      ...SHOP_SCENE,
      nodes: SHOP_SCENE.nodes.map((node) => ({ ...node, detail: '"><script>alert(1)</script>' })),
    };
    for (const { data } of elements(scene).values()) {
      expect(decodeURIComponent(String(data.image ?? ''))).not.toContain('<script');
    }
  });
});
