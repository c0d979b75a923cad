import { describe, expect, it } from 'vitest';
import { matchFilter } from '#lib/graph/filter/match-filter.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { emphasisOf, shownScene } from './emphasis.ts';

const faded = (view: Parameters<typeof emphasisOf>[1]) =>
  [...emphasisOf(SHOP_SCENE, view).classes].filter(([, classes]) => classes.includes('faded')).map(([id]) => id);

describe('emphasisOf', () => {
  it('fades nothing while nothing is chosen', () => {
    expect(faded({ gapsOnly: false })).toEqual([]);
  });
  it('keeps the neighbours and edges of the chosen box, and the boxes round them', () => {
    expect(faded({ selected: 'shop/Deployment/web', gapsOnly: false })).toEqual([
      'ns:crm',
      'crm/StatefulSet/crm-db',
      'any-pod',
      'shop/Deployment/cart→crm/StatefulSet/crm-db',
      'any-pod→crm/StatefulSet/crm-db',
    ]);
  });
  it('keeps what is inside a chosen namespace and its edges', () => {
    expect(faded({ selected: 'ns:crm', gapsOnly: false })).not.toContain('shop/Deployment/cart');
    expect(faded({ selected: 'ns:crm', gapsOnly: false })).toContain('shop/Deployment/web');
  });
  it('lights the edges of a chosen gap', () => {
    const view = { gap: { id: 'ISO-001-0badcafe', subject: 'crm/StatefulSet/crm-db' }, gapsOnly: false };
    expect(faded(view)).not.toContain('any-pod→crm/StatefulSet/crm-db');
    expect(faded(view)).toContain('shop/Deployment/web→shop/Deployment/cart');
  });
  it('fades nothing for a gap that is not drawn at this level', () => {
    expect(faded({ gap: { id: 'POL-004-00000000', subject: 'x/Pod/y' }, gapsOnly: false })).toEqual([]);
  });
  it('lets a selection win over the filter', () => {
    const filter = matchFilter(SHOP_SCENE, parseFilter('cart'));
    expect(faded({ selected: 'any-pod', filter, gapsOnly: false })).toContain('shop/Deployment/cart');
  });
  it('dims what has no gap where only gaps are wanted', () => {
    const { classes } = emphasisOf(SHOP_SCENE, { gapsOnly: true });
    expect(classes.get('shop/Deployment/web')).toEqual(['dim']);
    expect(classes.has('any-pod→crm/StatefulSet/crm-db')).toBe(false);
  });
});

describe('emphasisOf between tiles', () => {
  const tiles = {
    ...SHOP_SCENE,
    level: 'namespaces' as const,
    nodes: SHOP_SCENE.nodes.map((node) => ({ ...node, type: 'tile' as const })),
  };
  const hidden = (view: Parameters<typeof emphasisOf>[1]) => [...emphasisOf(tiles, view).hidden];

  it('hides all lines but those of the worst gaps and of the chosen tile', () => {
    const gaps = tiles.edges.filter(({ state }) => state === 'gap').map(({ id }) => id);
    const others = tiles.edges.filter(({ state }) => state !== 'gap').map(({ id }) => id);
    expect(hidden({ gapsOnly: false })).toEqual(others);
    const [first] = tiles.edges.filter(({ state }) => state !== 'gap');
    expect(hidden({ selected: first?.from, gapsOnly: false })).not.toContain(first?.id);
    expect(gaps.length).toBeGreaterThan(0);
  });
  it('marks nothing of the lines that are not drawn, so that they need no style', () => {
    const emphasis = emphasisOf(tiles, { selected: 'any-pod', gapsOnly: false });
    expect(emphasis.hidden.size).toBeGreaterThan(0);
    expect([...emphasis.hidden].filter((id) => emphasis.classes.has(id))).toEqual([]);
    expect(shownScene(tiles, emphasis).edges.map(({ id }) => id)).toEqual(
      tiles.edges.map(({ id }) => id).filter((id) => !emphasis.hidden.has(id)),
    );
  });
  it('frames the ends of the chosen tile’s lines and counts them', () => {
    const { classes, counts } = emphasisOf(tiles, { selected: 'shop/Deployment/web', gapsOnly: false });
    expect(classes.get('shop/Deployment/cart')).toContain('end-allowed');
    expect(counts).toMatchObject({ id: 'shop/Deployment/web', out: 1 });
  });
});
