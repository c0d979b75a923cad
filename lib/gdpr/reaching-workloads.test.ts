import { describe, expect, it } from 'vitest';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import { ClusterState } from '#lib/kube/cluster-state.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { classEnd, workloadsInRows } from './ends.ts';
import type { PeerRuns } from './peer-runs.ts';
import { reachingWorkloads } from './reaching-workloads.ts';
import { createContext } from './run-checks.ts';
import { withinServed } from './served-ports.ts';
import { cluster, namespace, podOn, policy, replicasOn, workload } from './testing/manifests.ts';
import { peopled } from './testing/peopled.ts';
import { modelOf } from './testing/report-of.ts';

/** The same question asked row by row of the engine. */
function expectAsInRows(model: PolicyModel): void {
  const context = createContext(model, {});
  for (const to of context.workloads.values()) {
    for (const side of ['must', 'may'] as const) {
      const keys = new Set<string>();
      for (const id of to.classes) {
        const rows = model.rowsInto(classEnd(id));
        const accept = (row: (typeof rows)[number]) => withinServed(row.relation[side], to.served) !== undefined;
        for (const key of workloadsInRows(context, rows, accept, to.key)) keys.add(key);
      }
      const reaching = reachingWorkloads(context, to, side);
      expect(reaching.list(), `${side} ${to.key}`).toEqual([...keys].sort());
      const all = [...context.workloads.keys()];
      expect(all.filter(reaching.has), `has, ${side} ${to.key}`).toEqual(reaching.list());
      expect(reaching.count(), `count, ${side} ${to.key}`).toBe(keys.size);
      const inside = [...keys].sort().filter((key) => key.startsWith(`${to.namespace}/`));
      expect(reaching.inNamespace(to.namespace), `inNamespace, ${side} ${to.key}`).toEqual(inside);
      if (reaching.runs !== undefined)
        expect(namesIn(reaching.runs()), `runs, ${side} ${to.key}`).toEqual([...keys].sort());
    }
  }
}

function namesIn({ names, runs, differs }: PeerRuns): readonly string[] {
  const isIn = (position: number): boolean =>
    runs.some((first, at) => at % 2 === 0 && first <= position && position <= (runs[at + 1] as number));
  return names.filter((_, position) => isIn(position) !== differs.includes(position));
}

describe('reachingWorkloads', () => {
  it.each(['upstream', 'calico', 'cilium'])('lists who the rows of the end hold, under %s', (profile) => {
    for (const seed of [1, 2]) {
      const objects = generateCluster({ pods: 200, policies: 60, namespaces: 6, seed });
      expectAsInRows(compileModel(objects, parseProfile(profile, [])));
    }
  });

  it('does so on 300 random clusters with agents and pods that are on no node yet', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
      const state = new ClusterState();
      for (const object of allObjects(objects)) state.apply({ type: 'upsert', object });
      peopled(state, new Random(seed));
      expectAsInRows(compileModel(state.snapshot(), profile));
    }
  });

  it('does so for a lone pod, a workload scaled to zero and their shared class', () => {
    const one = (name: string, replicas: number) =>
      workload(`shop/${name}`, { labels: { app: 'web' }, port: 80, replicas });
    const yaml = cluster(
      namespace('shop'),
      ...[one('one', 1), one('none', 0), workload('shop/alone', { replicas: 1 })],
      policy(
        'shop/deny',
        '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}',
      ),
    );
    expectAsInRows(modelOf(yaml));
  });

  it('names an agent that is on no node yet, where the pods that it reaches are on several', () => {
    const yaml = cluster(
      namespace('sys'),
      namespace('crm'),
      workload('sys/agent', { kind: 'DaemonSet', pod: { hostNetwork: true } }),
      ...replicasOn(['w1', 'w2'], 'crm/db', 'special'),
    );
    const model = modelOf(yaml);
    expectAsInRows(model);
    const context = createContext(model, {});
    const db = context.workloads.get('crm/StatefulSet/db');
    expect(db && reachingWorkloads(context, db, 'must').list()).toEqual(['sys/DaemonSet/agent']);
  });

  it('names an agent on the node of one pod, where another is on none yet', () => {
    const [placed = '', other = ''] = replicasOn(['w1', 'w2'], 'crm/db', 'special');
    const yaml = cluster(
      namespace('sys'),
      namespace('crm'),
      podOn('w1', 'sys/agent-1', 'agent', { hostNetwork: true }),
      placed,
      other.replace(',"nodeName":"w2"', ''),
    );
    const model = modelOf(yaml);
    expectAsInRows(model);
    const context = createContext(model, {});
    const db = context.workloads.get('crm/StatefulSet/db');
    expect(db && reachingWorkloads(context, db, 'must').list()).toEqual(['sys/DaemonSet/agent']);
  });
});
