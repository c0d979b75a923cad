import { describe, expect, test } from 'vitest';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import type { Gap, WitnessHop } from '#lib/gdpr/types.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { clusterOf, policy, type TestPod } from '#lib/policy/testing/cluster-of.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { buildScene, type SceneQuery, sceneBeforeGaps } from './scene.ts';
import { SCENE_MAX_EDGES, SCENE_MAX_NODES } from './scene-budget.ts';
import { TILES_SHOWN } from './scene-of-namespaces.ts';
import type { Scene } from './types.ts';

const sceneOf = (model: PolicyModel, query: SceneQuery = {}) => {
  const classes = classifyWorkloads(model);
  const unknown = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;
  const classificationOf = (workload: string) => classes.get(workload) ?? unknown;
  return buildScene({ model, gaps: runChecks(model).gaps, classificationOf }, query);
};

/** `namespaces` namespaces with `each` bare pods. */
function manyPods(namespaces: number, each: number): Record<string, TestPod> {
  const pods: Record<string, TestPod> = {};
  for (let ns = 0; ns < namespaces; ns++) {
    for (let pod = 0; pod < each; pod++)
      pods[`ns-${ns}/pod-${pod}`] = {
        labels: { app: `app-${pod}` },
        ip: `10.${ns % 200}.${Math.floor(ns / 200)}.${pod + 1}`,
      };
  }
  return pods;
}

/** Special data and a client in two namespaces without a policy. */
const openToEachOther = () =>
  modelOf(
    cluster(
      namespace('one'),
      namespace('two'),
      workload('one/db', { dataClass: 'special', port: 5432 }),
      workload('two/web', { port: 80 }),
    ),
  );

const small = () =>
  clusterOf({
    namespaces: { one: {}, two: {} },
    pods: {
      'one/web': { labels: { app: 'web' }, ip: '10.0.0.1' },
      'one/db': { labels: { app: 'db', 'ringfence.dev/data-class': 'personal' }, ip: '10.0.0.2', ports: ['TCP/5432'] },
      'two/job': { labels: { app: 'job', 'ringfence.dev/data-class': 'none' }, ip: '10.0.0.3' },
    },
    yaml: policy(
      'podSelector: {matchLabels: {app: web}}\ningress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two}}}], ports: [{port: 8080}]}]',
    ),
  });

const beforeGapsOf = (model: PolicyModel) => {
  const classes = classifyWorkloads(model);
  const unknown = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;
  return sceneBeforeGaps({ model, classificationOf: (workload) => classes.get(workload) ?? unknown });
};

const edge = (scene: Scene, from: string, to: string) =>
  scene.edges.find((each) => each.from === from && each.to === to);

describe('scene', () => {
  test('the same cluster gives the same picture', async () => {
    expect(await sceneOf(small())).toEqual(await sceneOf(small()));
  });

  test('up to 25 pods it rests at pods', async () => {
    expect((await sceneOf(small())).level).toBe('pods');
  });

  test('a rule is an edge with its ports', async () => {
    const scene = await sceneOf(small(), { level: 'workloads' });
    expect(edge(scene, 'any-pod', 'one/Pod/web') ?? edge(scene, 'two/Pod/job', 'one/Pod/web')).toMatchObject({
      label: '8080',
    });
  });

  test('an open side draws no edge, unless it is a gap', async () => {
    const scene = await sceneOf(small(), { level: 'workloads' });
    expect(edge(scene, 'any-pod', 'one/Pod/db')).toMatchObject({ state: 'gap', severity: 'high' });
    expect(edge(scene, 'one/Pod/web', 'two/Pod/job')).toBeUndefined();
    expect(edge(scene, 'any-pod', 'two/Pod/job')).toBeUndefined();
  });

  test('the posts of a namespace are those of a pod without labels', async () => {
    const model = clusterOf({
      namespaces: { one: {} },
      pods: { 'one/a': { labels: { app: 'a' }, ip: '10.0.0.1' } },
      yaml: policy('podSelector: {matchLabels: {app: a}}\npolicyTypes: [Ingress, Egress]'),
    });
    const scene = await sceneOf(model, { level: 'workloads' });
    expect(scene.nodes.find((node) => node.id === 'ns:one')?.fence).toEqual({
      ingress: { isolated: 0 },
      egress: { isolated: 0 },
    });
    expect(scene.nodes.find((node) => node.id === 'one/Pod/a')?.fence).toEqual({
      ingress: { isolated: 1 },
      egress: { isolated: 1 },
    });
  });

  test('a cluster without any policy shows one line from any pod to each namespace', async () => {
    const model = clusterOf({ namespaces: { 'ns-0': {}, 'ns-1': {} }, pods: manyPods(2, 3) });
    const scene = await sceneOf(model, { level: 'workloads' });
    expect(
      scene.edges
        .filter((each) => each.from === 'any-pod')
        .map((each) => each.to)
        .sort(),
    ).toEqual(['ns:ns-0', 'ns:ns-1']);
  });

  test('no node stands on another, and all stand inside the frame', async () => {
    const scene = await sceneOf(clusterOf({ pods: manyPods(7, 9) }), { level: 'workloads' });
    const boxes = scene.nodes.filter((node) => node.type !== 'namespace');
    for (const [index, a] of boxes.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= scene.width && a.y + a.height <= scene.height).toBe(true);
      for (const b of boxes.slice(index + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  test('what does not fit falls back to namespaces, within the budget, and the note says so', async () => {
    const scene = await sceneOf(clusterOf({ pods: manyPods(40, 20) }), { level: 'pods' });
    expect(scene.level).toBe('namespaces');
    expect(scene.note).toContain('Too many pods');
    expect(scene.nodes.length).toBeLessThanOrEqual(SCENE_MAX_NODES);
    expect(scene.edges.length).toBeLessThanOrEqual(SCENE_MAX_EDGES);
  });

  test('tiles and boxes stand in the order of their names, numbers by their value', async () => {
    const labels = (nodes: Scene['nodes'], type: string) =>
      nodes
        .filter((node) => node.type === type)
        .sort((a, b) => a.y - b.y || a.x - b.x)
        .map(({ label }) => label);
    const model = clusterOf({ pods: manyPods(12, 1) });
    const tiles = labels((await sceneOf(model, { level: 'namespaces' })).nodes, 'tile');
    expect(tiles).toEqual(Array.from({ length: 12 }, (_, ns) => `ns-${ns}`));
    const boxes = labels(
      (await sceneOf(clusterOf({ pods: manyPods(1, 12) }), { namespace: 'ns-0' })).nodes,
      'workload',
    );
    expect(boxes).toEqual(Array.from({ length: 12 }, (_, pod) => `pod-${pod}`));
  });

  test('more namespaces than tiles: those with gaps stay, the rest is counted', async () => {
    const pods = manyPods(400, 1);
    pods['ns-399/db'] = { labels: { 'ringfence.dev/data-class': 'special' }, ip: '10.9.9.9', ports: ['TCP/5432'] };
    const scene = await sceneOf(clusterOf({ pods }), { level: 'namespaces' });
    expect(scene.nodes.length).toBeLessThanOrEqual(SCENE_MAX_NODES);
    expect(scene.nodes.find((node) => node.id === 'ns:ns-399')?.gaps?.worst).toBe('critical');
    const folded = scene.nodes
      .filter((node) => node.type === 'group')
      .reduce((sum, node) => sum + (node.count ?? 0), 0);
    expect(scene.nodes.filter((node) => node.type === 'tile').length + folded).toBe(400);
  });

  test('an opened namespace shows its own boxes and one folded box for each neighbour', async () => {
    const scene = await sceneOf(small(), { namespace: 'one' });
    expect(scene.namespace).toBe('one');
    expect(scene.nodes.some((node) => node.namespace === 'one' && node.type === 'workload')).toBe(true);
    expect(scene.nodes.some((node) => node.namespace === 'two' && node.type === 'workload')).toBe(false);
  });
});

test('a gap between two open sides stands on the line from any pod, one of several hops on its own lines', async () => {
  const model = openToEachOther();
  const hop = (from: string, to: string) => ({
    ...{ from, to, verdict: 'allow' as const, because: [] },
    ports: { TCP: [[5432, 5432]], UDP: [], SCTP: [] } as PortsJson,
  });
  const [first] = runChecks(model).gaps;
  if (first === undefined) throw new Error('an open cluster has gaps');
  const gap = (id: string, ...witness: readonly WitnessHop[]): Gap => ({ ...first, id, witness });
  const direct = hop('two/Deployment/web', 'one/Deployment/db');
  const gaps = [gap('single', direct), gap('several', hop('internet', 'two/Deployment/web'), direct)];
  const scene = await buildScene({ model, gaps, classificationOf: () => first.classification }, {});
  const linesOf = (id: string) =>
    scene.edges.filter((edge) => edge.gaps.includes(id)).map(({ from, to }) => [from, to]);
  expect(linesOf('single').map(([from]) => from)).toEqual(['any-pod']);
  expect(linesOf('several')).toContainEqual(['two/Deployment/web', 'one/Deployment/db']);
  // the gap is about one port, the line about all that its ends may use
  const all = [[1, 65_535]];
  const line = scene.edges.find(({ id }) => id === 'two/Deployment/web→one/Deployment/db');
  expect(line).toMatchObject({ label: 'any port', allow: { TCP: all, UDP: all, SCTP: all } });
});

test('what a gap says is denied is a line for the gap, neither allowed nor undecided, and none once it is waived', async () => {
  const yaml = cluster(
    namespace('one'),
    workload('one/db', { dataClass: 'special', port: 5432 }),
    workload('one/web', { port: 80 }),
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: one }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
`,
  );
  const [first] = runChecks(modelOf(yaml)).gaps;
  if (first === undefined) throw new Error('there is a gap');
  const [from, to] = ['one/Deployment/web', 'one/Deployment/db'];
  const ports: PortsJson = { TCP: [[5432, 5432]], UDP: [], SCTP: [] };
  const gap: Gap = { ...first, id: 'seen', witness: [{ from, to, ports, verdict: 'deny', because: [] }] };
  const lineOf = async (result: Gap['result']) => {
    const gaps = [{ ...gap, result }];
    const scene = await buildScene({ model: modelOf(yaml), gaps, classificationOf: () => first.classification }, {});
    return scene.edges.find((edge) => edge.from === from && edge.to === to);
  };
  const none = { TCP: [], UDP: [], SCTP: [] };
  const line = await lineOf('FAIL');
  expect(line).toMatchObject({ state: 'gap', label: '5432', allow: none, depends: none, gaps: ['seen'] });
  expect(line?.sentence).toContain('Nothing allows what a gap tells of');
  expect(await lineOf('WAIVED')).toBeUndefined();
});

test('a line that only a gap draws tells all that its ends may do, not the ports that the gap is about alone', async () => {
  const model = openToEachOther();
  const scene = await sceneOf(model);
  const lineOf = (from: string, to: string) => scene.edges.find((edge) => edge.from === from && edge.to === to);
  const all = [[1, 65_535]];
  const anyPort = { TCP: all, UDP: all, SCTP: all };
  const nobody = lineOf('any-pod', 'one/Deployment/db');
  expect(nobody?.gaps.length).toBeGreaterThan(0);
  expect(nobody).toMatchObject({ allow: anyPort, label: 'any port' });
  expect(nobody?.some).toBeUndefined();
  // One gap is about every address, another about single ones.
  expect(lineOf('one/Deployment/db', 'any-address')).toMatchObject({ allow: anyPort });
  expect(lineOf('one/Deployment/db', 'any-address')?.some).toBeUndefined();
});

test('tiles are as wide as their names on paper alone: what is exported or simulated looks as the map does', async () => {
  const pods = { 'health-records/web': { ip: '10.0.0.1' }, 'mail/web': { ip: '10.0.0.2' } };
  const model = clusterOf({ namespaces: { 'health-records': {}, mail: {} }, pods });
  const widths = async (query: SceneQuery) =>
    new Set((await sceneOf(model, query)).nodes.flatMap(({ type, width }) => (type === 'tile' ? [width] : [])));
  expect(await widths({ level: 'namespaces' })).toEqual(new Set([70]));
  const [printed = 0] = await widths({ level: 'namespaces', printed: true });
  expect(printed).toBeGreaterThan(90);
});

describe('the picture before the gaps are known', () => {
  const places = ({ nodes }: Scene) => nodes.map(({ gaps: _, ...node }) => node);

  test('has every box where it will stand, no gap, and says so', async () => {
    const model = compileModel(generateCluster({ pods: 2_000, policies: 200, seed: 7 }), parseProfile('upstream', []));
    const whole = await sceneOf(model);
    const before = beforeGapsOf(model);
    if (before === undefined) throw new Error('no picture');
    expect(whole.nodes.some(({ gaps }) => gaps !== undefined)).toBe(true);
    expect(places(before)).toEqual(places(whole));
    expect([before.width, before.height, before.level]).toEqual([whole.width, whole.height, whole.level]);
    expect(before.gapsPending).toBe(true);
    expect(whole).not.toHaveProperty('gapsPending');
    expect(before.edges.filter(({ state, gaps }) => state === 'gap' || gaps.length > 0)).toEqual([]);
    expect(before.nodes.filter(({ gaps }) => gaps !== undefined)).toEqual([]);
    expect(await sceneOf(model)).toEqual(whole); // asked for early, it does not stay
  });

  test('is not drawn where workloads are: their places follow the lines, and those the gaps', () => {
    expect(beforeGapsOf(small())).toBeUndefined();
  });

  test('is not drawn where the gaps say which namespaces are shown', () => {
    expect(beforeGapsOf(clusterOf({ namespaces: {}, pods: manyPods(TILES_SHOWN + 1, 1) }))).toBeUndefined();
    expect(beforeGapsOf(clusterOf({ namespaces: {}, pods: manyPods(TILES_SHOWN, 1) }))?.level).toBe('namespaces');
  });
});
