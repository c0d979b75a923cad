import { describe, expect, test } from 'vitest';
import { clusterOf, policy, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.3: label selectors. Named by row.

/** Whether a pod with these labels is let in by `podSelector: <selector>`. Keys that every object has are tested too. */
function selects(selector: string, labels: Record<string, string>): boolean {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: { 'one/client': { labels, ip: '10.0.0.1' }, 'one/server': { labels: { is: 'server' }, ip: '10.0.0.2' } },
    yaml: policy(`podSelector: {matchLabels: {is: server}}\ningress:\n- from: [{podSelector: ${selector}}]`),
  });
  return verdict(model, 'one/client', 'one/server') === 'allow';
}

const KEYS = ['app', 'constructor', 'toString', '__proto__'];
const with1 = (key: string, value: string) =>
  Object.defineProperty({}, key, { value, enumerable: true }) as Record<string, string>;

describe('§3.3 label selectors', () => {
  test('row 33: matchLabels and all matchExpressions are AND', () => {
    const selector =
      '{matchLabels: {a: "1"}, matchExpressions: [{key: b, operator: Exists}, {key: c, operator: DoesNotExist}]}';
    expect(selects(selector, { a: '1', b: '' })).toBe(true);
    expect(selects(selector, { a: '1' })).toBe(false);
    expect(selects(selector, { a: '1', b: '', c: '' })).toBe(false);
    expect(selects(selector, { b: '' })).toBe(false);
  });

  test.each(KEYS)('row 34: In needs the key %s and a value of the list', (key) => {
    const selector = `{matchExpressions: [{key: ${key}, operator: In, values: [x, z]}]}`;
    expect(selects(selector, with1(key, 'z'))).toBe(true);
    expect(selects(selector, with1(key, 'w'))).toBe(false);
    expect(selects(selector, {})).toBe(false);
  });

  test.each(KEYS)('row 35: NotIn matches also where the key %s is missing', (key) => {
    const selector = `{matchExpressions: [{key: ${key}, operator: NotIn, values: [x]}]}`;
    expect(selects(selector, {})).toBe(true);
    expect(selects(selector, with1(key, 'y'))).toBe(true);
    expect(selects(selector, with1(key, 'x'))).toBe(false);
  });

  test.each(KEYS)('row 36: Exists and DoesNotExist ask for the key %s alone', (key) => {
    expect(selects(`{matchExpressions: [{key: ${key}, operator: Exists}]}`, with1(key, ''))).toBe(true);
    expect(selects(`{matchExpressions: [{key: ${key}, operator: Exists}]}`, {})).toBe(false);
    expect(selects(`{matchExpressions: [{key: ${key}, operator: DoesNotExist}]}`, {})).toBe(true);
    expect(selects(`{matchExpressions: [{key: ${key}, operator: DoesNotExist}]}`, with1(key, ''))).toBe(false);
  });

  test.each([
    ['row 36: Exists with values', '{matchExpressions: [{key: a, operator: Exists, values: [x]}]}'],
    ['row 37: In without values', '{matchExpressions: [{key: a, operator: In, values: []}]}'],
    ['row 37: NotIn without values', '{matchExpressions: [{key: a, operator: NotIn}]}'],
    ['an unknown operator', '{matchExpressions: [{key: a, operator: Like, values: [x]}]}'],
    ['row 41: an unquoted boolean as value', '{matchLabels: {a: yes}}'],
    ['row 41: an unquoted number as value', '{matchLabels: {a: 1}}'],
  ])('%s is invalid: never a silent verdict', (_, selector) => {
    const model = clusterOf({
      namespaces: { one: {} },
      pods: {
        'one/client': { labels: { a: 'x' }, ip: '10.0.0.1' },
        'one/server': { labels: { is: 'server' }, ip: '10.0.0.2' },
      },
      yaml: policy(`podSelector: {matchLabels: {is: server}}\ningress:\n- from: [{podSelector: ${selector}}]`),
    });
    expect(verdict(model, 'one/client', 'one/server')).toBe('depends');
  });

  test('row 38: an empty value is a value, different from missing', () => {
    expect(selects('{matchLabels: {a: ""}}', { a: '' })).toBe(true);
    expect(selects('{matchLabels: {a: ""}}', {})).toBe(false);
    expect(selects('{matchLabels: {a: ""}}', { a: 'x' })).toBe(false);
  });

  test('row 39: one key in two expressions is AND', () => {
    const selector =
      '{matchExpressions: [{key: a, operator: In, values: [x, z]}, {key: a, operator: NotIn, values: [x]}]}';
    expect(selects(selector, { a: 'z' })).toBe(true);
    expect(selects(selector, { a: 'x' })).toBe(false);
    const impossible =
      '{matchExpressions: [{key: a, operator: In, values: [x]}, {key: a, operator: NotIn, values: [x]}]}';
    expect(selects(impossible, { a: 'x' })).toBe(false);
  });

  test('row 40: a null podSelector in a peer is absent; with a namespaceSelector it means all pods', () => {
    expect(selects('null, namespaceSelector: {}', { any: 'thing' })).toBe(true);
    expect(selects('null', { any: 'thing' })).toBe(false);
  });

  test('row 42: an old value that the API would refuse today is compared as it is', () => {
    expect(selects('{matchLabels: {app: "a,b (c)"}}', { app: 'a,b (c)' })).toBe(true);
    expect(selects('{matchExpressions: [{key: app, operator: In, values: ["a,b"]}]}', { app: 'a' })).toBe(false);
    expect(selects('{matchExpressions: [{key: app, operator: In, values: [a, b]}]}', { app: 'a' })).toBe(true);
  });
});
