import { beforeAll, describe, expect, test } from 'vitest';
import { buildScene } from '#lib/graph/scene.ts';
import type { SceneInput } from '#lib/graph/scene-input.ts';
import type { Scene } from '#lib/graph/types.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { createAnalysis } from './analysis.ts';
import { reportScenes } from './report-scenes.ts';
import { buildScopedScene } from './scoped-scene.ts';

let input: SceneInput;
const sceneOf = (scope?: readonly string[]): Promise<Scene> => buildScopedScene(input, scope);

beforeAll(async () => {
  const { objects } = await demoReading();
  input = createAnalysis(objects, parseProfile('upstream', []), {
    clusterId: 'demo',
    clusterName: 'demo',
    revision: { seq: 1, content: '' },
    taken: '2026-11-23T09:41:07Z',
  }).sceneInput;
});

describe.each([[['crm']], [['crm', 'shop']]])('a picture of %j', (scope) => {
  const isInside = (scene: Scene, id: string) => {
    const namespace = scene.nodes.find((node) => node.id === id)?.namespace;
    return namespace !== undefined && scope.includes(namespace);
  };
  test('has every namespace of the scope, and only lines that touch it', async () => {
    const scene = await sceneOf(scope);
    expect(scene.nodes.map(({ namespace }) => namespace)).toEqual(expect.arrayContaining(scope));
    expect(scene.edges.length).toBeGreaterThan(0);
    expect(scene.edges.filter(({ from, to }) => !isInside(scene, from) && !isInside(scene, to))).toEqual([]);
  });
  test('has no box that neither belongs to the scope nor holds the end of a line', async () => {
    const scene = await sceneOf(scope);
    const ends = new Set(scene.edges.flatMap(({ from, to }) => [from, to]));
    const needless = scene.nodes.filter(
      ({ id }) => !isInside(scene, id) && !ends.has(id) && !scene.nodes.some((n) => n.parent === id && ends.has(n.id)),
    );
    expect(needless).toEqual([]);
  });
  test('lies inside its frame', async () => {
    const { nodes, width, height } = await sceneOf(scope);
    const outside = nodes.filter((n) => n.x < 0 || n.y < 0 || n.x + n.width > width || n.y + n.height > height);
    expect(outside).toEqual([]);
  });
});

test('without a scope the picture is whole', async () => {
  const whole = await sceneOf();
  expect(new Set(whole.nodes.map(({ namespace }) => namespace)).size).toBeGreaterThan(5);
  expect(await sceneOf([])).toEqual(whole);
});

test('the overview of a report has tiles as wide as their names, the exported map has those of the page', async () => {
  const width = ({ nodes }: Scene) =>
    Math.max(...nodes.filter(({ type }) => type === 'tile').map((tile) => tile.width));
  const { overview } = await reportScenes(input, undefined);
  expect(width(overview)).toBeGreaterThan(width(await buildScene(input, { level: 'namespaces' })));
});
