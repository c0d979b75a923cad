import { describe, expect, test } from 'vitest';
import { explain } from '../ask.ts';
import { parseEndpoint } from '../endpoints.ts';
import { clusterOf, policy, reasons, type TestCluster, verdict } from '../testing/cluster-of.ts';

// policy-semantics.md §3.5: nodes, host network, self, lifecycle. Named by row.

const base: TestCluster = {
  namespaces: { one: {} },
  nodes: { n1: { addresses: ['192.168.1.1'] }, n2: { addresses: ['192.168.1.2'] } },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', node: 'n1' },
    'one/db': { labels: { app: 'db' }, ip: '10.0.2.1', node: 'n2' },
    'one/agent': {
      labels: { app: 'agent' },
      ip: '192.168.1.1',
      node: 'n1',
      hostNetwork: true,
      ports: ['metrics=TCP/9100'],
    },
  },
};
const denyAll = policy('podSelector: {}\npolicyTypes: [Ingress, Egress]');
const cluster = (yaml: string, ...set: string[]) => clusterOf({ ...base, yaml, set });

describe('§3.5 nodes, host network, self, lifecycle', () => {
  test('row 58: the own node always reaches its pod', () => {
    expect(verdict(cluster(denyAll), 'node:n1', 'one/web')).toBe('allow');
  });

  test('row 58: ownNodeToPod=depends leaves it undecided where no rule admits it', () => {
    const model = cluster(denyAll, 'ownNodeToPod=depends');
    expect(verdict(model, 'node:n1', 'one/web')).toBe('depends');
    expect(reasons(model, 'node:n1', 'one/web')).toEqual(['own-node']);
  });

  test('row 59: a pod towards its own node depends, unless the profile says otherwise', () => {
    expect(verdict(cluster(denyAll), 'one/web', 'node:n1')).toBe('depends');
    expect(verdict(cluster(denyAll, 'podToOwnNode=evaluate'), 'one/web', 'node:n1')).toBe('deny');
    expect(verdict(cluster(denyAll, 'podToOwnNode=allow'), 'one/web', 'node:n1')).toBe('allow');
  });

  test('row 60: other nodes are addresses and get no exception', () => {
    expect(verdict(cluster(denyAll), 'node:n2', 'one/web')).toBe('deny');
    const byAddress = policy('podSelector: {}\ningress: [{from: [{ipBlock: {cidr: 192.168.1.2/32}}]}]');
    expect(verdict(cluster(byAddress), 'node:n2', 'one/web')).toBe('allow');
  });

  test('row 61: hostNetworkPods=asNodes: never a subject, never matched by selectors, matched by ipBlock', () => {
    const selectsAll = policy('podSelector: {}\npolicyTypes: [Ingress]\ningress: [{from: [{podSelector: {}}]}]');
    const model = cluster(selectsAll, 'hostNetworkPods=asNodes');
    expect(verdict(model, 'one/db', 'one/agent')).toBe('allow'); // its gate is open
    expect(verdict(model, 'one/agent', 'one/db')).toBe('deny'); // podSelector does not match it
    const byAddress = policy('podSelector: {}\ningress: [{from: [{ipBlock: {cidr: 192.168.1.0/24}}]}]');
    expect(verdict(cluster(byAddress, 'hostNetworkPods=asNodes'), 'one/agent', 'one/db')).toBe('allow');
  });

  test('row 61: hostNetworkPods=asPods: like any pod', () => {
    const selectsAll = policy(
      'podSelector: {}\npolicyTypes: [Ingress]\ningress: [{from: [{podSelector: {matchLabels: {app: agent}}}]}]',
    );
    const model = cluster(selectsAll, 'hostNetworkPods=asPods');
    expect(verdict(model, 'one/agent', 'one/db')).toBe('allow');
    expect(verdict(model, 'one/db', 'one/agent')).toBe('deny');
  });

  test('row 61: hostNetworkPods=depends: where the two readings differ, it depends; where they agree, it does not', () => {
    const bySelector = policy(
      'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: agent}}}]}]',
    );
    const model = cluster(bySelector, 'hostNetworkPods=depends');
    expect(verdict(model, 'one/agent', 'one/db')).toBe('depends');
    expect(reasons(model, 'one/agent', 'one/db')).toEqual(['host-network']);
    expect(verdict(cluster(denyAll, 'hostNetworkPods=depends'), 'one/agent', 'one/db')).toBe('deny');
  });

  test('rows 58 and 61: read as node, a host-network pod reaches the pods of its own node', () => {
    const model = cluster(denyAll, 'hostNetworkPods=asNodes');
    expect(verdict(model, 'one/agent', 'one/web')).toBe('allow');
    expect(verdict(model, 'one/agent', 'one/db')).toBe('deny');
  });

  test('row 62: a pod always reaches itself', () => {
    expect(verdict(cluster(denyAll), 'one/web', 'one/web')).toBe('allow');
  });

  test('row 64: two replicas of one workload are different pods', () => {
    const replicas = {
      'one/a': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/b': { labels: { app: 'web' }, ip: '10.0.0.2' },
    };
    expect(verdict(clusterOf({ ...base, pods: replicas, yaml: denyAll }), 'one/a', 'one/b')).toBe('deny');
  });

  test.each(['Succeeded', 'Failed'])('row 65: a %s pod does not communicate', (phase) => {
    const model = clusterOf({ ...base, pods: { ...base.pods, 'one/done': { ip: '10.0.0.9', phase } } });
    expect(model.classOf('one/done')).toBeUndefined();
  });

  test('row 66: a pod that waits for its address is selectable', () => {
    const pods = { ...base.pods, 'one/new': { labels: { app: 'web' } } };
    const yaml = policy(
      'podSelector: {matchLabels: {app: db}}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]',
    );
    const model = clusterOf({ ...base, pods, yaml });
    expect(verdict(model, 'one/new', 'one/db')).toBe('allow');
    expect(verdict(model, 'one/db', 'one/new')).toBe('allow');
  });

  test('row 67: a terminating pod still has its address and its policies', () => {
    const pods = { ...base.pods, 'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', terminating: true } };
    expect(verdict(clusterOf({ ...base, pods, yaml: denyAll }), 'one/db', 'one/web')).toBe('deny');
  });

  test('row 51: a named port of a host-network pod is not resolved where it is read as a node', () => {
    const yaml = policy(
      'podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{ports: [{port: metrics}]}]',
    );
    expect(verdict(cluster(yaml, 'hostNetworkPods=asNodes'), 'one/db', 'one/agent', 'TCP/9100')).toBe('deny');
    expect(verdict(cluster(yaml, 'hostNetworkPods=asPods'), 'one/db', 'one/agent', 'TCP/9100')).toBe('allow');
  });

  test('row 68: init and sidecar containers are under the policies of their pod, also before the others start', () => {
    const model = clusterOf({
      namespaces: { one: {} },
      pods: {
        'one/starts': { ip: '10.0.0.1', phase: 'Pending', initPorts: ['sync=TCP/7000'] },
        'one/client': { ip: '10.0.0.2' },
      },
      yaml: policy('podSelector: {}\npolicyTypes: [Ingress, Egress]\ningress: [{ports: [{port: sync}]}]'),
    });
    expect(verdict(model, 'one/starts', '203.0.113.7')).toBe('deny');
    expect(verdict(model, '203.0.113.7', 'one/starts', 'TCP/80')).toBe('deny');
    expect(verdict(model, '203.0.113.7', 'one/starts', 'TCP/7000')).toBe('allow');
  });

  test('row 69: without a plugin that enforces, policies are intent: the answer says so unless it is known', () => {
    const footnotes = (...set: string[]) => {
      const model = clusterOf({
        namespaces: { one: {} },
        pods: { 'one/a': { ip: '10.0.0.1' }, 'one/b': { ip: '10.0.0.2' } },
        yaml: policy('podSelector: {}\ningress: [{}]'),
        set,
      });
      return explain(model, { from: parseEndpoint('one/a'), to: parseEndpoint('one/b') }).footnotes;
    };
    expect(footnotes()).toContain('enforcement');
    expect(footnotes('enforced=no')).toContain('enforcement');
    expect(footnotes('enforced=yes')).not.toContain('enforcement');
  });
});
