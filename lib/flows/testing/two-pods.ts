import { clusterOf } from '#lib/policy/testing/cluster-of.ts';

/** One pod of web and one of db on two nodes, beside an agent of the first node. @param yaml of policies. */
export const twoPods = (yaml: string, set: readonly string[] = ['enforced=yes']) =>
  clusterOf({
    namespaces: { one: {}, two: {} },
    nodes: { n1: { addresses: ['192.168.0.1'] }, n2: { addresses: ['192.168.0.2'] } },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1', node: 'n1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2', node: 'n2' },
      'one/agent': { labels: { app: 'agent' }, ip: '192.168.0.1', node: 'n1', hostNetwork: true },
    },
    yaml,
    set,
  });
