import { describe, expect, test } from 'vitest';
import { indexesOf } from '../bitset.ts';
import { compileModel } from '../compile-model.ts';
import type { PolicyModel } from '../model.ts';
import { clusterOf, policy } from '../testing/cluster-of.ts';
import {
  literalCut,
  literalEntered,
  literalGraph,
  literalReach,
  literalShortest,
  literalStep,
} from '../testing/literal-paths.ts';
import { Random } from '../testing/random.ts';
import { randomCluster } from '../testing/random-cluster.ts';
import { withAlikeHosts, withDenials, withReplicas } from '../testing/with-replicas.ts';
import { classGraph } from './class-graph.ts';
import { minimumCut } from './minimum-cut.ts';
import { reachTree } from './reach-tree.ts';
import { reachableTargets } from './reachable-targets.ts';
import { blastRadius, shortestPaths } from './shortest-paths.ts';

const from = (app: string) => `ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}]}]`;

/** web → api → db, and job → db; nothing else comes in. */
function chain(): PolicyModel {
  const pods = ['web', 'api', 'db', 'job'].map(
    (app, i) => [`one/${app}`, { labels: { app }, ip: `10.0.0.${i + 1}` }] as const,
  );
  return clusterOf({
    namespaces: { one: {} },
    pods: Object.fromEntries(pods),
    yaml: [
      policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'deny' }),
      policy(`podSelector: {matchLabels: {app: api}}\n${from('web')}`, { name: 'api' }),
      policy(`podSelector: {matchLabels: {app: db}}\n${from('api')}`, { name: 'db' }),
      policy(`podSelector: {matchLabels: {app: db}}\n${from('job')}`, { name: 'db-job' }),
      policy(
        'podSelector: {matchLabels: {app: web}}\ningress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]',
        {
          name: 'web',
        },
      ),
    ].join(''),
  });
}

const [WEB, API, DB, JOB] = ['one/Pod/web', 'one/Pod/api', 'one/Pod/db', 'one/Pod/job'];

describe('a chain of three', () => {
  test('the shortest path goes from hop to hop', () => {
    expect(shortestPaths(chain(), [WEB], [DB])).toEqual({ hops: 2, count: 1, paths: [[WEB, API, DB]] });
    expect(shortestPaths(chain(), [WEB], [DB], { maxHops: 1 })).toBeUndefined();
    expect(shortestPaths(chain(), [DB], [WEB])).toBeUndefined();
  });

  test('from the internet it begins where the internet can enter', () => {
    expect(shortestPaths(chain(), ['internet'], [DB])?.paths).toEqual([['internet', WEB, API, DB]]);
    expect(shortestPaths(chain(), ['internet'], [DB], { entered: new Set() })).toBeUndefined();
    expect(minimumCut(chain(), ['internet'], [DB])?.connections).toBe(1);
  });

  test('the smallest cut is the fewest connections', () => {
    expect(minimumCut(chain(), [WEB, JOB], [DB])).toMatchObject({ connections: 2 });
    expect(minimumCut(chain(), [JOB], [DB])).toEqual({ connections: 1, parts: [{ from: [JOB], to: [DB] }] });
    expect(minimumCut(chain(), [DB], [JOB])).toEqual({ connections: 0, parts: [] });
    expect(minimumCut(chain(), [DB], [DB, API])).toBeUndefined();
  });

  test('what is to be avoided is on no path', () => {
    expect(shortestPaths(chain(), [WEB], [DB], { avoiding: new Set([API]) })).toBeUndefined();
    expect(
      reachTree(chain(), [WEB, JOB], 3, { avoiding: new Set([JOB]) })
        .pathTo(DB)
        ?.map(({ workload }) => workload),
    ).toEqual([WEB, API, DB]);
  });

  test('the blast radius counts hops and pods', () => {
    const { reached, pods } = blastRadius(chain(), WEB, 2);
    expect([...reached]).toEqual([
      [API, 1],
      [DB, 2],
    ]);
    expect(pods).toBe(2);
  });
});

test('what depends is followed only where it is asked for', () => {
  const model = clusterOf({
    namespaces: { one: {} },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/db': { labels: { app: 'db' }, ip: '10.0.0.2' },
    },
    yaml: policy('podSelector: {matchLabels: {app: db}}\ningress: [{from: 7}]'),
  });
  expect(shortestPaths(model, [WEB], [DB])).toBeUndefined();
  expect(shortestPaths(model, [WEB], [DB], { relation: 'may' })?.hops).toBe(1);
});

test('paths, cuts and reach from some pods of workloads are those of asking every pair, on 200 random clusters', () => {
  const found = { paths: 0, cuts: 0, apart: 0 };
  for (let seed = 1; seed <= 200; seed++) {
    const { objects, profile } = randomCluster(seed);
    const random = new Random(seed);
    const model = compileModel(withDenials(withAlikeHosts(withReplicas(objects, random)), random), profile);
    const relation = random.pick(['must', 'may'] as const);
    const graph = literalGraph(model, relation);
    const classesOf = (workload: string) =>
      graph.vertices.filter((each) => each.workload === workload).map(({ classId }) => classId);
    for (let question = 0; question < 10; question++) {
      const sources = new Map(
        random.some(model.workloads, 0.2).map((each) => [each, new Set(random.some(classesOf(each), 0.6))]),
      );
      const targets = new Set(random.some(model.workloads, 0.12).filter((each) => !sources.has(each)));
      for (const [each, pods] of sources) if (pods.size > 0 && pods.size < classesOf(each).length) found.apart++;
      const literal = literalShortest(graph, sources, targets, 4);
      const told = shortestPaths(model, sources, targets, { relation, maxHops: 4 });
      expect(told && { hops: told.hops, count: told.count }, `paths, seed ${seed}`).toEqual(literal);
      if (told !== undefined) found.paths++;
      const tree = reachTree(model, sources, 4, { relation });
      for (const target of targets) {
        const one = literalShortest(graph, sources, new Set([target]), 4);
        expect([tree.hopsTo(target), tree.waysTo(target)], `tree, seed ${seed}`).toEqual([one?.hops, one?.count ?? 0]);
        const [first] = tree.pathTo(target) ?? [];
        if (first !== undefined) expect(sources.get(first.workload)?.has(first.classId ?? -1)).toBe(true);
      }
      const cut = minimumCut(model, sources, targets, { relation })?.connections;
      expect(cut, `cut, seed ${seed}`).toBe(literalCut(graph, sources, targets));
      const internet = ['internet'];
      const outer = minimumCut(model, internet, targets, { relation, entered: sources })?.connections;
      const asked = literalEntered(graph, sources);
      expect(outer, `internet, seed ${seed}`).toBe(literalCut(asked, new Set(internet), targets));
      if (outer !== undefined && outer > 0) found.cuts++;
    }
    const reachable = reachableTargets(model, model.workloads, 2, { relation });
    for (const workload of random.some(model.workloads, 0.3)) {
      const pods = new Set(random.some(classesOf(workload), 0.6));
      const near = literalReach(graph, workload, 2, pods);
      const indexes = [...indexesOf(reachable.reachedFrom(workload, pods))];
      expect(indexes.map((index) => model.workloads[index])).toEqual([...near.keys()].sort());
      for (const index of indexes) {
        const path = reachable.pathTo(workload, index, pods) ?? [];
        expect(path.length - 1).toBe(near.get(model.workloads[index] ?? ''));
        expect(pods.has(path[0]?.classId ?? -1)).toBe(true);
      }
    }
  }
  expect(found.paths).toBeGreaterThan(200);
  expect(found.cuts).toBeGreaterThan(200);
  expect(found.apart).toBeGreaterThan(50);
});

test('paths, cuts and reach are those of asking every pair, on 300 random clusters', () => {
  const found = { paths: 0, longer: 0, cuts: 0, apart: 0 };
  for (let seed = 1; seed <= 300; seed++) {
    const { objects, profile } = randomCluster(seed);
    const random = new Random(seed);
    const model = compileModel(withDenials(withAlikeHosts(withReplicas(objects, random)), random), profile);
    const relation = random.pick(['must', 'may'] as const);
    const graph = literalGraph(model, relation);
    if (classGraph(model, relation).apart.size > 0) found.apart++;
    for (let question = 0; question < 10; question++) {
      const [sources, targets] = [random.some(model.workloads, 0.12), random.some(model.workloads, 0.12)];
      const [a, b] = [new Set(sources), new Set(targets)];
      const told = shortestPaths(model, sources, targets, { relation, maxHops: 4, listed: 1000 });
      const literal = literalShortest(graph, a, b, 4);
      expect(told && { hops: told.hops, count: told.count }, `paths, seed ${seed}`).toEqual(literal);
      if (told !== undefined) {
        found.paths++;
        if (told.hops > 1) found.longer++;
        expect(told.paths, `listed, seed ${seed}`).toHaveLength(told.count);
        expect(new Set(told.paths.map(({ length }) => length))).toEqual(new Set([told.hops + 1]));
      }
      const tree = reachTree(model, sources, 4, { relation });
      for (const target of targets.filter((each) => !a.has(each))) {
        const one = literalShortest(graph, a, new Set([target]), 4);
        expect([tree.hopsTo(target), tree.waysTo(target)], `tree, seed ${seed}`).toEqual([one?.hops, one?.count ?? 0]);
        const path = tree.pathTo(target);
        expect(path?.length, `tree, seed ${seed}`).toBe(one && one.hops + 1);
        for (const [i, each] of (path ?? []).slice(1).entries()) {
          expect(literalStep(graph, path?.[i], each)).toBe(true);
        }
      }
      if (a.isDisjointFrom(b)) {
        const cut = minimumCut(model, sources, targets, { relation });
        expect(cut?.connections, `cut, seed ${seed}`).toBe(literalCut(graph, a, b));
        if (cut !== undefined && cut.connections > 0) found.cuts++;
      }
    }
    const reachable = reachableTargets(model, model.workloads, 2, { relation });
    for (const workload of random.some(model.workloads, 0.3)) {
      const near = new Map(literalReach(graph, workload, 2));
      const indexes = [...indexesOf(reachable.reachedFrom(workload))];
      expect(
        indexes.map((index) => model.workloads[index]),
        `targets, seed ${seed}`,
      ).toEqual([...near.keys()].sort());
      for (const index of indexes) {
        const path = reachable.pathTo(workload, index) ?? [];
        expect(path.length - 1).toBe(near.get(model.workloads[index] ?? ''));
        expect(path.at(-1)?.workload).toBe(model.workloads[index]);
        for (const [i, each] of path.slice(1).entries()) {
          expect(literalStep(graph, path[i], each)).toBe(true);
        }
      }
      const { reached } = blastRadius(model, workload, 2, { relation });
      expect(new Map(reached), `reach, seed ${seed}`).toEqual(new Map(literalReach(graph, workload, 2)));
    }
  }
  expect(found.longer).toBeGreaterThan(20);
  expect(found.cuts).toBeGreaterThan(200);
  expect(found.apart).toBeGreaterThan(15);
});
