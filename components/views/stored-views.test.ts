import { describe, expect, it } from 'vitest';
import { readViews, storeViews, viewSearch, viewsAsText, viewsFromText, withView } from './stored-views.ts';

const VIEWS = [
  { name: 'Personal data', search: 'q=class%3Apersonal%2Cspecial&level=workloads' },
  { name: 'شو <b>', search: '' },
];

function browser(fails = false) {
  const items = new Map<string, string>();
  return () => ({
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (fails) throw new Error('full');
      items.set(key, value);
    },
  });
}

describe('saved views', () => {
  it('are read as they were stored', () => {
    const storage = browser();
    expect(storeViews(VIEWS, storage)).toBe(true);
    expect(readViews(storage)).toEqual(VIEWS);
  });
  it('are none where nothing or nonsense is stored, or nothing can be', () => {
    const storage = browser();
    expect(readViews(storage)).toEqual([]);
    storage().setItem('ringfence-views', '{"a":1}');
    expect(readViews(storage)).toEqual([]);
    expect(storeViews(VIEWS, browser(true))).toBe(false);
  });
  it('are handed on as text and taken over', () => {
    expect(viewsFromText(viewsAsText(VIEWS))).toEqual(VIEWS);
    for (const text of ['', 'nonsense', '[1]', '[{"name":"","search":""}]', '[{"name":"a"}]']) {
      expect(viewsFromText(text), text).toBeUndefined();
    }
  });
  it('hold no selection, also where somebody wrote one in', () => {
    expect(viewSearch('?q=crm&select=a%2Fb&gap=X&level=pods')).toBe('q=crm&level=pods');
    expect(viewsFromText('[{"name":"a","search":"q=crm&edge=x"}]')).toEqual([{ name: 'a', search: 'q=crm' }]);
  });
  it('of one name replace each other in their place', () => {
    const next = { name: 'Personal data', search: 'q=x' };
    expect(withView(VIEWS, next)).toEqual([next, VIEWS[1]]);
    expect(withView(VIEWS, { name: 'new', search: '' })).toHaveLength(3);
  });
});
