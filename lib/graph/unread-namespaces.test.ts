import { expect, test } from 'vitest';
import { clusterOf } from '#lib/policy/testing/cluster-of.ts';
import { buildScene } from './scene.ts';
import { SCENE_MAX_NODES } from './scene-budget.ts';
import { sceneToSvg } from './svg.ts';

const UNKNOWN = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;
const pods = { 'one/a': { labels: { app: 'a' }, ip: '10.0.0.1' } };
const sceneOf = (deniedNamespaces: readonly string[], level: 'namespaces' | 'workloads', more = {}) => {
  const kinds = [{ kind: 'Pod', resource: 'pods', count: 1, state: 'partial' as const, deniedNamespaces }];
  const model = clusterOf({ pods: { ...pods, ...more }, ...(deniedNamespaces.length === 0 ? {} : { kinds }) });
  return buildScene({ model, gaps: [], classificationOf: () => UNKNOWN }, { level });
};

test.each(['namespaces', 'workloads'] as const)(
  '%s that may not be read stand in one box below the rest',
  async (level) => {
    const scene = await sceneOf(['two', 'three'], level);
    const box = scene.nodes.find(({ type }) => type === 'unreadable');
    expect(box).toMatchObject({
      label: '2 namespaces you may not read',
      sentence: '2 namespaces you may not read. They still count as possible sources.',
    });
    for (const node of scene.nodes) if (node !== box) expect(node.y + node.height).toBeLessThan(box?.y ?? 0);
    expect(sceneToSvg(scene, 'light', { title: 'map' })).toContain('2 namespaces you may not read</text>');
    expect((await sceneOf([], level)).nodes.some(({ type }) => type === 'unreadable')).toBe(false);
  },
);

test('and have their place in the budget', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 400 }, (_, at) => [`ns-${at}/a`, { labels: { app: 'a' }, ip: `10.1.${at >> 7}.${at & 127}` }]),
  );
  const scene = await sceneOf(['two'], 'namespaces', many);
  expect(scene.nodes.length).toBeLessThanOrEqual(SCENE_MAX_NODES);
  expect(scene.nodes.some(({ type }) => type === 'unreadable')).toBe(true);
});
