import { buildScene } from '#lib/graph/scene.ts';
import type { SceneInput } from '#lib/graph/scene-input.ts';
import type { ReportScenes } from '#server/report/sections/figures.ts';
import { buildScopedScene } from './scoped-scene.ts';

/** The pictures of a report: namespaces as tiles, and the map where it is finer than that. */
export async function reportScenes(input: SceneInput, scope: readonly string[] | undefined): Promise<ReportScenes> {
  const map = await buildScopedScene(input, scope);
  const overview = await buildScene(input, { level: 'namespaces', printed: true });
  if (map.level === 'namespaces') return { overview: scope === undefined ? overview : map };
  // Of a part of the cluster the map of that part says all; tiles would name the others.
  return scope === undefined ? { overview, map } : { overview: map };
}
