import { describe, expect, it } from 'vitest';
import { matchFilter, parseMapFilter, tableMatch } from './map-filter.ts';
import { SHOP_SCENE } from './testing/shop-scene.ts';

const nodes = (text: string) => [...(matchFilter(SHOP_SCENE, parseMapFilter(text))?.nodes ?? [])].sort();
const edges = (text: string) => [...(matchFilter(SHOP_SCENE, parseMapFilter(text))?.edges ?? [])].sort();

describe('the map filter', () => {
  it('is absent where nothing is typed', () => {
    expect(matchFilter(SHOP_SCENE, parseMapFilter('  '))).toBeUndefined();
  });
  it('finds free text in names and namespaces', () => {
    expect(nodes('cart')).toEqual(['shop/Deployment/cart']);
  });
  it('wants every part to hold', () => {
    expect(nodes('ns:crm class:personal')).toEqual(['crm/StatefulSet/crm-db']);
    expect(nodes('ns:shop class:personal')).toEqual([]);
  });
  it('matches names with a star', () => {
    expect(nodes('name:ca*t')).toEqual(['shop/Deployment/cart']);
    expect(nodes('name:*-db')).toEqual(['crm/StatefulSet/crm-db']);
  });
  it('keeps the ends of edges of one line', () => {
    expect(edges('line:depends')).toEqual(['shop/Deployment/cart→crm/StatefulSet/crm-db']);
    expect(nodes('line:depends')).toEqual(['crm/StatefulSet/crm-db', 'shop/Deployment/cart']);
  });
  it('finds boxes by their worst gap and edges by the check', () => {
    expect(nodes('gap:high')).toEqual(['crm/StatefulSet/crm-db']);
    expect(edges('gap:iso-001')).toEqual(['any-pod→crm/StatefulSet/crm-db']);
  });
  it('names a value that it does not know and ignores that part', () => {
    const filter = parseMapFilter('class:patient crm-db');
    expect(filter.error).toContain('patient');
    expect(filter.terms).toEqual([{ key: 'text', value: 'crm-db' }]);
  });
  it('names a key that it does not know', () => {
    expect(parseMapFilter('colour:red').error).toContain('colour');
  });
});

describe('tableMatch', () => {
  it('keeps only gaps of what the filter keeps', () => {
    const match = matchFilter(SHOP_SCENE, parseMapFilter('ns:crm'));
    const kept = tableMatch(SHOP_SCENE, match, true);
    expect([...(kept?.edges ?? [])]).toEqual(['any-pod→crm/StatefulSet/crm-db']);
    expect([...(kept?.nodes ?? [])]).toEqual(['crm/StatefulSet/crm-db']);
  });
});
