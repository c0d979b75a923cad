import { expect, test } from 'vitest';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { compileModel } from '../compile-model.ts';
import { clusterOf, policy } from '../testing/cluster-of.ts';
import { literalGraph } from '../testing/literal-paths.ts';
import { Random } from '../testing/random.ts';
import { randomCluster } from '../testing/random-cluster.ts';
import { hopLevels } from './hop-levels.ts';

const from = (app: string) => `ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}]}]`;

/** web → api → db; nothing else comes in. `api` runs twice, alike in everything. */
function chain() {
  const pods = ['web', 'api', 'db'].map(
    (app, i) => [`one/${app}`, { labels: { app }, ip: `10.0.0.${i + 1}` }] as const,
  );
  return clusterOf({
    namespaces: { one: {} },
    pods: { ...Object.fromEntries(pods), 'one/api-too': { labels: { app: 'api' }, ip: '10.0.0.9' } },
    yaml: [
      policy('podSelector: {}\npolicyTypes: [Ingress]', { name: 'deny' }),
      policy(`podSelector: {matchLabels: {app: api}}\n${from('web')}`, { name: 'api' }),
      policy(`podSelector: {matchLabels: {app: db}}\n${from('api')}`, { name: 'db' }),
    ].join(''),
  });
}

test('each class stands at its shortest hop, with the number of ways', () => {
  const model = chain();
  const classOf = (name: string) => model.classOf(`one/${name}`) as number;
  const out = hopLevels(model, [classOf('web')], 'out', 'must');
  expect([out.hops[classOf('api')], out.hops[classOf('db')], out.hops[classOf('web')]]).toEqual([1, 2, 0]);
  expect([out.ways[classOf('api')], out.ways[classOf('db')], out.longest]).toEqual([1, 2, 2]);
  expect(out.before(classOf('db'))).toEqual([classOf('api')]);
  expect(out.before(classOf('api'))).toEqual([classOf('web')]);
});

test('the way in is the way out, backwards', () => {
  const model = chain();
  const classOf = (name: string) => model.classOf(`one/${name}`) as number;
  const into = hopLevels(model, [classOf('db')], 'in', 'must');
  expect([into.hops[classOf('api')], into.hops[classOf('web')], into.hops[classOf('db')]]).toEqual([1, 2, 0]);
  expect(into.before(classOf('web'))).toEqual([classOf('api')]);
});

/** Without the host network, where who shares a node counts. */
function withoutHosts(objects: ClusterObjects): ClusterObjects {
  return {
    ...objects,
    pods: new Map([...objects.pods].filter(([, { spec }]) => spec.hostNetwork !== true)),
    workloads: new Map([...objects.workloads].filter(([, { spec }]) => spec.template.spec.hostNetwork !== true)),
  };
}

test('hops are those of a walk over the relation of every pair, on 200 random clusters', () => {
  let [far, back] = [0, 0];
  for (let seed = 1; seed <= 200; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(withoutHosts(objects), profile);
    const random = new Random(seed);
    const relation = random.pick(['must', 'may'] as const);
    const { vertices, edges } = literalGraph(model, relation);
    const lives = vertices.map(({ workload, classId }) => (model.classesOfWorkload(workload).get(classId) ?? 0) > 0);
    for (const start of random.some([...vertices.keys()], 0.2)) {
      for (const direction of ['out', 'in'] as const) {
        const joins = (near: number, far: number) =>
          lives[far] === true && (direction === 'out' ? edges[near]?.[far] : edges[far]?.[near]) === 1;
        const hops = new Map<number, number>();
        for (let [level, near] = [1, [start]]; near.length > 0; level++) {
          near = [...vertices.keys()].filter(
            (id) => id !== start && !hops.has(id) && near.some((each) => joins(each, id)),
          );
          for (const id of near) hops.set(id, level);
        }
        const found = hopLevels(model, [vertices[start]?.classId as number], direction, relation);
        for (const [id, { classId, workload }] of vertices.entries()) {
          if (id === start || !lives[id]) continue;
          const message = `${direction}, ${workload}, seed ${seed}`;
          expect(found.hops[classId], message).toBe(hops.get(id) ?? 0);
          for (const before of found.before(classId)) {
            const level = (hops.get(id) as number) - 1;
            const nearest = vertices.findIndex(
              (each, other) =>
                each.classId === before && (level === 0 ? other === start : hops.get(other) === level && lives[other]),
            );
            expect(joins(nearest, id), `before ${message}`).toBe(true);
          }
          if ((hops.get(id) ?? 0) > 1) far++;
          if (classId === vertices[start]?.classId) back++;
        }
      }
    }
  }
  expect(far).toBeGreaterThan(100);
  expect(back).toBeGreaterThan(20);
});
