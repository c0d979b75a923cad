import { expect, test } from 'vitest';
import { clusterOf } from '#lib/policy/testing/cluster-of.ts';
import { someTraffic } from '../testing/some-edge.ts';
import { coverageOfWorkloads } from './coverage-of-workload.ts';
import { coverageShares } from './coverage-share.ts';

const HOUR = 60 * 60_000;
const WEB = 'one/Rollout/web';

/** Pods of a workload whose object is not read, with the hour in which each was made, on n2, which is observed. */
function shareOfWeb(nodes: readonly string[], ...made: readonly number[]): number {
  const { window, coverage, complete } = someTraffic([]);
  const pod = (hour: number, index: number) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: `web-${index}`, namespace: 'one', creationTimestamp: new Date(hour * HOUR).toISOString() },
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', controller: true }],
    },
    spec: { nodeName: 'n2', containers: [{ name: 'web' }] },
    status: { phase: 'Running' },
  });
  const model = clusterOf({
    namespaces: { one: {} },
    nodes: Object.fromEntries(nodes.map((name) => [name, { addresses: [] }])),
    yaml: made.map((hour, index) => JSON.stringify(pod(hour, index))).join('\n---\n'),
  });
  return coverageOfWorkloads(model, window, coverageShares(window, coverage, complete, nodes))(WEB);
}

test('before its pods of now a workload may have run on any node: the one that was observed least counts', () => {
  expect(shareOfWeb(['n1', 'n2', 'n3'], -1, -1)).toBe(1);
  expect(shareOfWeb(['n1', 'n2'], -1, 18)).toBe(1);
  expect(shareOfWeb(['n1', 'n2', 'n3'], -1, 18)).toBe(6 / 24);
});

test('a workload whose object is not read was made with its oldest pod: only the time since then counts', () => {
  expect(shareOfWeb(['n1', 'n2'], 18, 20)).toBe(6 / 24);
  expect(shareOfWeb(['n1', 'n2'], -1, 20)).toBe(1);
});
