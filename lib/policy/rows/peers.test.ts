import { describe, expect, test } from 'vitest';
import { clusterOf, policy, reasons, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.2: peers. Named by row.

const pods = {
  'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
  'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
  'two/web': { labels: { app: 'web' }, ip: '10.0.0.3' },
  'two/job': { labels: { app: 'job' }, ip: '10.0.0.4' },
};
const namespaces = { one: { team: 'a' }, two: { team: 'b' } };
const cluster = (from: string, more: object = {}) =>
  clusterOf({
    namespaces,
    pods,
    yaml: policy(`podSelector: {matchLabels: {app: db}}\ningress:\n- from: ${from}`),
    ...more,
  });
const allowed = (model: ReturnType<typeof cluster>) =>
  ['one/web', 'two/web', 'two/job', '203.0.113.7'].filter((from) => verdict(model, from, 'one/db') === 'allow');

describe('§3.2 peers', () => {
  test.each(['[]', 'null'])('row 20: from: %s admits any source, also outside the cluster', (from) => {
    expect(allowed(cluster(from))).toEqual(['one/web', 'two/web', 'two/job', '203.0.113.7']);
  });

  test('row 20: an empty "to" admits any destination, also outside the cluster', () => {
    const model = clusterOf({
      namespaces,
      pods,
      yaml: policy('podSelector: {}\npolicyTypes: [Egress]\negress: [{to: []}]'),
    });
    expect(verdict(model, 'one/db', '203.0.113.7')).toBe('allow');
    expect(verdict(model, 'one/db', 'two/job')).toBe('allow');
  });

  test('row 21: items are OR', () => {
    const or = cluster('[{podSelector: {matchLabels: {app: web}}}, {namespaceSelector: {matchLabels: {team: b}}}]');
    expect(allowed(or)).toEqual(['one/web', 'two/web', 'two/job']);
  });

  test('row 21: fields inside one item are AND', () => {
    const and = cluster('[{podSelector: {matchLabels: {app: web}}, namespaceSelector: {matchLabels: {team: b}}}]');
    expect(allowed(and)).toEqual(['two/web']);
  });

  test('row 22: podSelector alone means pods of the namespace of the policy', () => {
    expect(allowed(cluster('[{podSelector: {matchLabels: {app: web}}}]'))).toEqual(['one/web']);
  });

  test('row 23: namespaceSelector alone means all pods of the matching namespaces, the own one too', () => {
    expect(allowed(cluster('[{namespaceSelector: {matchLabels: {team: a}}}]'))).toEqual(['one/web']);
    expect(allowed(cluster('[{namespaceSelector: {matchLabels: {team: b}}}]'))).toEqual(['two/web', 'two/job']);
  });

  test('row 24: both mean matching pods in matching namespaces', () => {
    expect(allowed(cluster('[{namespaceSelector: {}, podSelector: {matchLabels: {app: job}}}]'))).toEqual(['two/job']);
  });

  test('row 25: an empty namespaceSelector is all namespaces, an empty podSelector all pods of the own', () => {
    expect(allowed(cluster('[{namespaceSelector: {}}]'))).toEqual(['one/web', 'two/web', 'two/job']);
    expect(allowed(cluster('[{podSelector: {}}]'))).toEqual(['one/web']);
  });

  test('row 26: empty selectors never match addresses outside the cluster', () => {
    expect(verdict(cluster('[{namespaceSelector: {}}]'), '203.0.113.7', 'one/db')).toBe('deny');
    expect(verdict(cluster('[{podSelector: {}}]'), '203.0.113.7', 'one/db')).toBe('deny');
  });

  test('row 27: a peer without any field matches nothing', () => {
    expect(allowed(cluster('[{}]'))).toEqual([]);
  });

  test('row 28: ipBlock beside a selector is rejected upstream: the rule admits nothing for certain', () => {
    const model = cluster('[{ipBlock: {cidr: 203.0.113.0/24}, podSelector: {}}]');
    expect(allowed(model)).toEqual([]);
    expect(reasons(model, 'one/web', 'one/db')).toEqual(['policy-not-understood']);
  });

  test('row 30: kubernetes.io/metadata.name is there even where a manifest leaves it out', () => {
    const model = cluster('[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two}}}]');
    expect(allowed(model)).toEqual(['two/web', 'two/job']);
  });

  test('row 31: a namespace that is absent from the input has its name for certain, its labels depend', () => {
    const byName = cluster('[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two}}}]', {
      namespaces: { one: {} },
    });
    expect(verdict(byName, 'two/web', 'one/db')).toBe('allow');
    const byLabel = cluster('[{namespaceSelector: {matchLabels: {team: b}}}]', { namespaces: { one: {} } });
    expect(verdict(byLabel, 'two/web', 'one/db')).toBe('depends');
    expect(reasons(byLabel, 'two/web', 'one/db')).toEqual(['namespace-not-read']);
  });

  test('row 31: assumeNone reads an absent namespace as one without labels', () => {
    const set = ['missingNamespaceLabels=assumeNone'];
    const byLabel = cluster('[{namespaceSelector: {matchLabels: {team: b}}}]', { namespaces: { one: {} }, set });
    expect(verdict(byLabel, 'two/web', 'one/db')).toBe('deny');
  });
});
