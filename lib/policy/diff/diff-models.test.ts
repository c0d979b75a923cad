import { describe, expect, test } from 'vitest';
import { portWords } from '#lib/text/en/ports.ts';
import type { PolicyModel, Relation } from '../model.ts';
import { NO_PORTS, portsJson } from '../port-set.ts';
import { clusterOf, policy, type TestCluster } from '../testing/cluster-of.ts';
import { clusterPolicy } from '../testing/cluster-policy-yaml.ts';
import { diffModels } from './diff-models.ts';
import type { ModelDiff } from './types.ts';

const SHOP: TestCluster = {
  namespaces: { one: {}, two: { team: 'b' } },
  pods: {
    'one/web-0': { labels: { app: 'web' }, ip: '10.0.0.1' },
    'one/web-1': { labels: { app: 'web' }, ip: '10.0.0.2' },
    'one/db': { labels: { app: 'db' }, ip: '10.0.0.3' },
    'two/job': { labels: { app: 'job' }, ip: '10.0.1.1' },
  },
};

function shop(...policies: readonly string[]): PolicyModel {
  return clusterOf({ ...SHOP, yaml: policies.join('') });
}

/** "opened ingress one/Pod/db ← one/Pod/web-0: TCP 5432 (1 of 1)" */
function told({ changes }: ModelDiff): string[] {
  return changes.flatMap(({ change, direction, subject, before, after, peers }) =>
    peers.map(({ id, pairs, of }) => {
      const ports = [before, after].map((relation) => words(relation)).join(' to ');
      return `${change} ${subject} ${direction === 'ingress' ? 'from' : 'towards'} ${id}: ${ports} (${pairs} of ${of})`;
    }),
  );
}

function words({ must, may }: Relation): string {
  if (may === NO_PORTS) return 'none';
  return `${portWords(portsJson(may)).join(', ')}${must === may ? '' : '?'}`;
}

const ONLY_WEB = policy(
  'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]',
  { name: 'db' },
);
const DENY_DB = policy('podSelector: {matchLabels: {app: db}}\npolicyTypes: [Ingress]', { name: 'db' });

test('a rule that is added opens what it names, once for each workload, with the pairs of pods', () => {
  const diff = diffModels(shop(DENY_DB), shop(ONLY_WEB));
  expect(told(diff)).toEqual([
    'opened one/Pod/db from one/Pod/web-0: none to TCP 5432 (1 of 1)',
    'opened one/Pod/db from one/Pod/web-1: none to TCP 5432 (1 of 1)',
  ]);
  expect(diff.counts.opened).toEqual({ connections: 2, pairs: 2, outside: 0 });
});

test('a first policy closes the rest, tells of what is outside, and isolates for the first time', () => {
  const diff = diffModels(shop(), shop(ONLY_WEB));
  expect(told(diff)).toEqual([
    'closed one/Pod/db from internet: any to none (1 of 1)',
    'closed one/Pod/db from two/Pod/job: any to none (1 of 1)',
    'ports-changed one/Pod/db from one/Pod/web-0: any to TCP 5432 (1 of 1)',
    'ports-changed one/Pod/db from one/Pod/web-1: any to TCP 5432 (1 of 1)',
  ]);
  expect(diff.isolation).toEqual([
    { workload: 'one/Pod/db', direction: 'ingress', before: 'no', after: 'yes', pods: 1, of: 1 },
  ]);
  expect(diff.counts.closed).toEqual({ connections: 1, pairs: 1, outside: 1 });
});

test('replicas of one workload are counted, not written out', () => {
  const owned = (yaml: string) =>
    clusterOf({
      namespaces: { one: {} },
      yaml: `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: one}
spec: {replicas: 3, template: {metadata: {labels: {app: web}}, spec: {containers: []}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: one}
spec: {replicas: 2, template: {metadata: {labels: {app: db}}, spec: {containers: []}}}
---
${yaml}`,
    });
  expect(told(diffModels(owned(DENY_DB.replace('---', '')), owned(ONLY_WEB.replace('---', ''))))).toEqual([
    'opened one/StatefulSet/db from one/Deployment/web: none to TCP 5432 (6 of 6)',
  ]);
});

test('what depends is neither opened nor closed', () => {
  const unclear = policy(
    'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}, {from: 7}]',
    { name: 'db' },
  );
  const towardsUnclear = diffModels(shop(), shop(unclear));
  expect(new Set(towardsUnclear.changes.map(({ change }) => change))).toEqual(new Set(['certainty-changed']));
  expect(towardsUnclear.counts.closed.connections).toBe(0);
  const fromDenied = diffModels(shop(DENY_DB), shop(unclear));
  expect(told(fromDenied)).toContain('possibly-opened one/Pod/db from two/Pod/job: none to any? (1 of 1)');
  const toDenied = diffModels(shop(unclear), shop(DENY_DB));
  expect(told(toDenied)).toContain('ruled-out one/Pod/db from two/Pod/job: any? to none (1 of 1)');
});

test('a part of the outside is named by its own CIDRs', () => {
  const most = policy(
    'podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}, {podSelector: {}}, {namespaceSelector: {}}]}]',
  );
  expect(told(diffModels(shop(), shop(most))).filter((line) => line.includes('web-0'))).toEqual([
    'closed one/Pod/web-0 towards 10.0.0.0/8: any to none (1 of 1)',
  ]);
});

test('a relabelled pod and a relabelled namespace change what their labels change', () => {
  const byTeam = policy(
    'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{namespaceSelector: {matchLabels: {team: b}}}]}]',
  );
  const before = clusterOf({ ...SHOP, yaml: byTeam });
  const relabelled = clusterOf({ ...SHOP, namespaces: { one: {}, two: { team: 'c' } }, yaml: byTeam });
  expect(told(diffModels(before, relabelled))).toEqual(['closed two/Pod/job towards one/Pod/db: any to none (1 of 1)']);
  const pods = { ...SHOP.pods, 'one/db': { labels: { app: 'other' }, ip: '10.0.0.3' } };
  const freed = diffModels(before, clusterOf({ ...SHOP, pods, yaml: byTeam }));
  expect(freed.isolation).toEqual([
    { workload: 'one/Pod/db', direction: 'ingress', before: 'yes', after: 'no', pods: 1, of: 1 },
  ]);
  expect(freed.counts.opened.connections).toBe(2);
});

test('a new workload has its connections for itself, and opens nothing', () => {
  const pods = { ...SHOP.pods, 'two/new': { labels: { app: 'web' }, ip: '10.0.1.2' } };
  const diff = diffModels(shop(ONLY_WEB), clusterOf({ ...SHOP, pods, yaml: ONLY_WEB }));
  expect(diff.changes).toEqual([]);
  expect(diff.added.map(({ id, pods: count, isolation }) => ({ id, count, isolation }))).toEqual([
    { id: 'two/Pod/new', count: 1, isolation: { ingress: 'no', egress: 'no' } },
  ]);
  const peers = diff.added[0]?.connections.map(({ direction, peers: list }) => [direction, list.map(({ id }) => id)]);
  expect(peers).toEqual([
    ['ingress', ['internet', 'one/Pod/db', 'one/Pod/web-0', 'one/Pod/web-1', 'two/Pod/job']],
    ['egress', ['internet', 'one/Pod/web-0', 'one/Pod/web-1', 'two/Pod/job']],
  ]);
});

test('a rollout is the same workload: its new pods stand for the old ones', () => {
  const rolled = (name: string) => clusterOf({ namespaces: { one: {} }, yaml: ownedPod(name) });
  const diff = diffModels(rolled('web-7d9f-aaa'), rolled('web-5c6b-bbb'));
  expect([diff.changes, diff.added, diff.removed, diff.scaled]).toEqual([[], [], [], []]);
});

function ownedPod(name: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: one
  labels: {app: web, pod-template-hash: ${name.split('-')[1]}}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-${name.split('-')[1]}, controller: true, uid: a}]
spec: {containers: []}
`;
}

describe('names', () => {
  const DNS_POD = { 'kube-system/coredns': { labels: { 'k8s-app': 'kube-dns' }, ip: '10.0.9.1' } };
  const withDns = (yaml: string) => clusterOf({ ...SHOP, pods: { ...SHOP.pods, ...DNS_POD }, yaml });

  test('DNS is cut off where a workload could ask its resolver and no longer can', () => {
    const noEgress = policy('podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]');
    const { dns } = diffModels(withDns(''), withDns(noEgress));
    expect(dns).toEqual(
      ['one/Pod/web-0', 'one/Pod/web-1'].map((workload) => ({
        ...{ workload, change: 'cut-off', protocols: ['UDP', 'TCP'], pods: 1 },
      })),
    );
    expect(diffModels(withDns(noEgress), withDns('')).dns[0]).toMatchObject({ change: 'restored' });
  });

  test('also where the resolver itself is closed', () => {
    const closed = policy('podSelector: {}\npolicyTypes: [Ingress]', { namespace: 'kube-system' });
    expect(diffModels(withDns(''), withDns(closed)).dns.map(({ workload }) => workload)).toContain('two/Pod/job');
  });
});

test('only what has an end in the asked namespaces is told and counted', () => {
  const diff = diffModels(shop(), shop(ONLY_WEB), { namespaces: new Set(['two']) });
  expect(told(diff)).toEqual(['closed one/Pod/db from two/Pod/job: any to none (1 of 1)']);
  expect(diff.isolation).toEqual([]);
});

test('a resolver that is not in the input is cut off by a cluster-wide policy, or by labels of its namespace', () => {
  const state = (labels: Readonly<Record<string, string>>, yaml = '') =>
    clusterOf({
      namespaces: { shop: {}, 'kube-system': labels },
      pods: { 'shop/web': { labels: { app: 'web' }, ip: '10.0.0.1' } },
      yaml,
    });
  const denied = clusterPolicy(
    'subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}\ningress: [{action: Deny, from: [{namespaces: {}}]}]',
  );
  const cutOff = [{ workload: 'shop/Pod/web', change: 'cut-off', protocols: ['UDP', 'TCP'], pods: 1 }];
  expect(diffModels(state({}), state({}, denied)).dns).toEqual(cutOff);
  const toSystem = policy(
    'podSelector: {}\npolicyTypes: [Egress]\negress: [{to: [{namespaceSelector: {matchLabels: {system: "yes"}}}]}]',
    { namespace: 'shop' },
  );
  expect(diffModels(state({ system: 'yes' }, toSystem), state({}, toSystem)).dns).toEqual(cutOff);
});

test('without Node objects an agent changes with what other pods say of its node', () => {
  const state = (address: string) =>
    clusterOf({
      namespaces: { shop: {}, sys: {} },
      pods: {
        'shop/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n2' },
        'sys/agent': { hostNetwork: true, node: 'n1' }, // waits for its status
        'sys/other': { hostNetwork: true, node: 'n1', ip: address },
      },
      yaml: policy('podSelector: {}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 192.168.1.0/24}}]}]', {
        namespace: 'shop',
      }),
      set: ['hostNetworkPods=asNodes'],
    });
  expect(told(diffModels(state('192.168.1.1'), state('192.168.2.1')))).toContain(
    'closed sys/Pod/agent from shop/Pod/web: any to none (1 of 1)',
  );
});
