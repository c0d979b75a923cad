import { describe, expect, it } from 'vitest';
import { matchFilter } from '#lib/graph/filter/match-filter.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { trafficScene } from '#lib/graph/traffic-scene.ts';
import { tableRows, verdictParts } from './table-rows.ts';

const keys = (folded: readonly string[] = [], filter = '') =>
  tableRows(SHOP_SCENE, new Set(folded), matchFilter(SHOP_SCENE, parseFilter(filter))).map(
    (row) => `${row.type} ${row.key}`,
  );

describe('tableRows', () => {
  it('groups by the namespace that is reached, the worst gap first', () => {
    expect(keys()).toEqual([
      'group crm',
      'edge any-pod→crm/StatefulSet/crm-db',
      'edge shop/Deployment/cart→crm/StatefulSet/crm-db',
      'group shop',
      'edge shop/Deployment/web→shop/Deployment/cart',
    ]);
  });
  it('shows only the head of a folded group', () => {
    expect(keys(['crm'])).toContain('group crm');
    expect(keys(['crm'])).not.toContain('edge any-pod→crm/StatefulSet/crm-db');
  });
  it('holds every line of the scene', () => {
    expect(keys().filter((key) => key.startsWith('edge '))).toHaveLength(SHOP_SCENE.edges.length);
  });
  it('holds a line that only observed traffic draws, and with a filter what the picture keeps bright', () => {
    const id = 'shop/Deployment/web→crm/StatefulSet/crm-db';
    const [from = '', to = ''] = id.split('→');
    const seen = { id, from, to, state: 'seen-denied', perHour: 3, label: 'seen, denied 3', sentence: '' } as const;
    const pictured = trafficScene(SHOP_SCENE, [seen]);
    const listed = (filter: string) =>
      tableRows(pictured, new Set(), matchFilter(pictured, parseFilter(filter))).map(({ key }) => key);
    expect(listed('')).toEqual(expect.arrayContaining(pictured.edges.map((edge) => edge.id)));
    expect(listed('')).toContain(id);
    expect(listed('ns:crm')).toContain(id);
  });
  it('lists a box that no line touches', () => {
    const lonely = { ...SHOP_SCENE, edges: [] };
    expect(tableRows(lonely, new Set(), undefined).filter(({ type }) => type === 'box')).toHaveLength(4);
  });
  it('follows the filter of the map', () => {
    expect(keys([], 'verdict:depends').filter((key) => key.startsWith('edge '))).toEqual([
      'edge shop/Deployment/cart→crm/StatefulSet/crm-db',
    ]);
  });
});

describe('verdictParts', () => {
  it('keeps what depends apart from what is allowed', () => {
    const depends = SHOP_SCENE.edges.find(({ state }) => state === 'depends');
    if (depends === undefined) throw new Error('the fixture has one');
    expect(verdictParts(depends).allow).toBeUndefined();
    expect(verdictParts(depends).depends?.TCP).toEqual([[5432, 5432]]);
  });
});
