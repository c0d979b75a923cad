import { describe, expect, test } from 'vitest';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { seededRandom } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { clusterOf, policy, type TestPod } from '#lib/policy/testing/cluster-of.ts';
import { areNear, createPlaceBook, type PlaceBook } from './known-places.ts';
import { buildScene, type SceneQuery } from './scene.ts';
import { SCENE_MAX_BYTES, SCENE_MAX_EDGES, SCENE_MAX_NODES } from './scene-budget.ts';
import type { Scene, SceneNode } from './types.ts';

const UNKNOWN = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;

function inputOf(model: PolicyModel) {
  const classes = classifyWorkloads(model);
  return { model, gaps: runChecks(model).gaps, classificationOf: (key: string) => classes.get(key) ?? UNKNOWN };
}
const draw = (model: PolicyModel, query: SceneQuery, book?: PlaceBook) => buildScene(inputOf(model), query, book);

const CLASSES = ['personal', 'special', 'none', 'pseudonymised'];

/** Random pods, some of them a database, and rules between namespaces. Grown by `grow`. */
function randomCluster(seed: number, namespaces: number, pods: number) {
  const random = seededRandom(seed);
  const names = Array.from({ length: namespaces }, (_, at) =>
    at === 1 ? 'kube-system' : `${random.pick(['shop', 'crm', 'data', 'dev', 'edi'])}-${at}`,
  );
  const all: Record<string, TestPod> = {};
  let number = 0;
  const grow = (count: number, into = names): void => {
    for (let added = 0; added < count; added++) {
      const kind = random.pick(['web', 'api', 'db', 'job']);
      all[`${random.pick(into)}/${random.pick(['a', 'k', 'z'])}${kind}-${number++}`] = {
        labels: { app: kind, ...(kind === 'db' ? { 'ringfence.dev/data-class': random.pick(CLASSES) } : {}) },
        ip: `10.${number >> 8}.${number & 255}.9`,
        ports: ['TCP/8080'],
      };
    }
  };
  grow(pods);
  const yaml = names
    .filter((_, at) => at % 2 === 0)
    .map((name, at) =>
      policy(
        `podSelector: {matchLabels: {app: ${at % 4 === 0 ? 'db' : 'api'}}}\ningress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${names[(at * 3 + 1) % names.length]}}}}], ports: [{port: 8080}]}]`,
        { namespace: name },
      ),
    )
    .join('\n');
  return {
    names,
    grow,
    model: () => clusterOf({ namespaces: Object.fromEntries(names.map((name) => [name, {}])), pods: all, yaml }),
  };
}

/** What moved, and what stands on what. */
function faults(before: Scene, after: Scene): string[] {
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const moved = before.nodes.flatMap((node) => {
    const next = now.get(node.id);
    return next === undefined || (next.x === node.x && next.y === node.y) ? [] : [`${node.id} moved`];
  });
  return [...moved, ...overlaps(after)];
}

function overlaps({ nodes }: Scene): string[] {
  const found: string[] = [];
  const at = new Map(nodes.map((node) => [node.id, node]));
  const isApart = (a: SceneNode, b: SceneNode) => a.parent === b.id || b.parent === a.id || !areNear(a, b, 0);
  for (const [index, a] of nodes.entries()) {
    for (const b of nodes.slice(index + 1)) if (!isApart(a, b)) found.push(`${a.id} on ${b.id}`);
    const frame = a.parent === undefined ? undefined : at.get(a.parent);
    if (frame === undefined) continue;
    const inside =
      a.x >= frame.x &&
      a.y >= frame.y &&
      a.x + a.width <= frame.x + frame.width &&
      a.y + a.height <= frame.y + frame.height;
    if (!inside) found.push(`${a.id} is not in its frame`);
  }
  return found;
}

describe('what is new moves nothing old', () => {
  test.each<[SceneQuery['level'], number]>([
    ['pods', 1],
    ['workloads', 2],
    ['workloads', 3],
    ['pods', 4],
    ['namespaces', 5],
  ])('random additions at the level of %s, seed %i', async (level, seed) => {
    const cluster = randomCluster(seed, 7, 30);
    const book = createPlaceBook();
    let before = await draw(cluster.model(), { level }, book);
    expect(overlaps(before)).toEqual([]);
    for (let step = 0; step < 8; step++) {
      if (step === 3) cluster.names.push(`late-${seed}`, 'legacy');
      cluster.grow(1 + (step % 4) * 2);
      const after = await draw(cluster.model(), { level }, book);
      expect(after.level).toBe(level);
      expect(faults(before, after), `step ${step}`).toEqual([]);
      before = after;
    }
  });

  test('many more in one namespace than it has room for stand in one box there, and every one is counted', async () => {
    const cluster = randomCluster(11, 6, 30);
    const [first = ''] = cluster.names;
    const book = createPlaceBook();
    const before = await draw(cluster.model(), { level: 'workloads' }, book);
    cluster.grow(40, [first]);
    const model = cluster.model();
    const after = await draw(model, { level: 'workloads' }, book);
    expect(faults(before, after)).toEqual([]);
    const own = after.nodes.filter(({ parent }) => parent === `ns:${first}`);
    const standsFor = own.reduce((sum, { type, count }) => sum + (type === 'group' ? (count ?? 0) : 1), 0);
    expect(standsFor).toBe(model.workloads.filter((key) => key.startsWith(`${first}/`)).length);
  });

  test('an opened namespace keeps its places, whatever comes', async () => {
    const cluster = randomCluster(21, 5, 40);
    const [namespace = ''] = cluster.names;
    const book = createPlaceBook();
    let before = await draw(cluster.model(), { namespace }, book);
    for (let step = 0; step < 6; step++) {
      cluster.grow(6);
      const after = await draw(cluster.model(), { namespace }, book);
      expect(faults(before, after), `step ${step}`).toEqual([]);
      before = after;
    }
  });

  test('without a book the same cluster gives the same picture', async () => {
    const of = () => draw(randomCluster(31, 7, 40).model(), { level: 'workloads' });
    expect(await of()).toEqual(await of());
  });

  test('an empty book gives the picture that there is without one', async () => {
    const { model } = randomCluster(32, 7, 40);
    expect(await draw(model(), { level: 'workloads' }, createPlaceBook())).toEqual(
      await draw(model(), { level: 'workloads' }),
    );
  });
});

describe('what stands for others', () => {
  const badges = (scene: Scene, types: readonly SceneNode['type'][]) =>
    scene.nodes.filter(({ type }) => types.includes(type)).reduce((sum, { gaps }) => sum + (gaps?.count ?? 0), 0);

  test.each([41, 42, 43])('hides no gap at any level, seed %i', async (seed) => {
    const cluster = randomCluster(seed, 9, 45);
    const model = cluster.model();
    const input = inputOf(model);
    const open = input.gaps.filter(({ result, subject }) => result !== 'WAIVED' && subject.namespace !== '');
    expect(open.length).toBeGreaterThan(10);
    const tiles = await buildScene(input, { level: 'namespaces' });
    const frames = await buildScene(input, { level: 'workloads' });
    expect(badges(tiles, ['tile', 'group'])).toBe(open.length);
    expect(badges(frames, ['namespace'])).toBe(open.length);
    for (const { subject } of open) {
      const box = frames.nodes.find(({ id }) => id === `ns:${subject.namespace}`);
      expect(box?.gaps?.count).toBe(open.filter((gap) => gap.subject.namespace === subject.namespace).length);
    }
  });

  test('a namespace with more workloads than fit folds those that are alike, and says so; a group opens', async () => {
    const pods: Record<string, TestPod> = {};
    for (let at = 0; at < 260; at++) {
      const db = at % 13 === 0;
      pods[`big/pod-${at}`] = {
        labels: { app: `app-${at}`, ...(db ? { tier: 'db', 'ringfence.dev/data-class': 'special' } : {}) },
        ip: `10.1.${at >> 7}.${at & 127}`,
        ports: ['TCP/5432'],
      };
    }
    const model = clusterOf({
      pods,
      yaml: policy('podSelector: {matchLabels: {tier: db}}\ningress: []', { namespace: 'big' }),
    });
    const input = inputOf(model);
    const scene = await buildScene(input, { namespace: 'big' });
    const groups = scene.nodes.filter(({ type }) => type === 'group');
    expect(scene.nodes.length).toBeLessThanOrEqual(SCENE_MAX_NODES);
    expect(scene.note).toMatch(/same gates and class/);
    const inBoxes = scene.nodes.filter(({ parent }) => parent === 'ns:big');
    expect(inBoxes.reduce((sum, { type, count }) => sum + (type === 'group' ? (count ?? 0) : 1), 0)).toBe(260);
    const open = input.gaps.filter(({ result, subject }) => result !== 'WAIVED' && subject.kind === 'Pod');
    expect(inBoxes.reduce((sum, { gaps }) => sum + (gaps?.count ?? 0), 0)).toBe(open.length);
    const [group] = groups;
    const opened = await buildScene(input, { namespace: 'big', unfold: group?.id ?? '' });
    expect(opened.nodes.some(({ id }) => id === group?.id)).toBe(false);
    expect(opened.nodes.length).toBeLessThanOrEqual(SCENE_MAX_NODES);
  });

  test('an opened workload shows its pods and what has a line with it', async () => {
    const cluster = randomCluster(51, 5, 30);
    const model = cluster.model();
    const workload = model.workloads.find((key) => key.includes('db')) ?? '';
    const scene = await draw(model, { workload });
    expect(scene.workload).toBe(workload);
    expect(scene.nodes.some(({ type, name }) => type === 'pod' && name === workload.split('/')[2])).toBe(true);
    expect(overlaps(scene)).toEqual([]);
  });
});

test('no picture of any level breaks the budget of boxes, lines and bytes', async () => {
  const cluster = randomCluster(61, 60, 900);
  const model = cluster.model();
  const input = inputOf(model);
  const [namespace = ''] = cluster.names;
  const queries: readonly SceneQuery[] = [
    { level: 'namespaces' },
    { level: 'pods' },
    { namespace },
    { namespace, level: 'pods' },
    { workload: model.workloads[3] ?? '' },
  ];
  for (const query of queries) {
    const scene = await buildScene(input, query);
    expect(scene.nodes.length, JSON.stringify(query)).toBeLessThanOrEqual(SCENE_MAX_NODES);
    expect(scene.edges.length, JSON.stringify(query)).toBeLessThanOrEqual(SCENE_MAX_EDGES);
    expect(new TextEncoder().encode(JSON.stringify(scene)).length).toBeLessThanOrEqual(SCENE_MAX_BYTES);
  }
});
