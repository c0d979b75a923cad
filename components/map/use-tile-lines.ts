import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { linesQuery } from '#components/api/queries.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { withLines } from '#lib/graph/tile-lines.ts';
import type { SceneNode } from '#lib/graph/types.ts';

/** What is asked for a chosen tile, and already while the pointer is on it; undefined: nothing, or not while gaps are unknown. */
export function tileLinesQuery(cluster: string, scene: SceneView, node: SceneNode | undefined) {
  if (node?.type !== 'tile' || scene.gapsPending === true) return undefined;
  return linesQuery(cluster, node.namespace ?? '');
}

/** The scene with all lines of the chosen tile, once they have come. */
export function useTileLines(cluster: string, scene: SceneView, selected: string | undefined): SceneView {
  const tile = scene.nodes.find(({ id, type }) => id === selected && type === 'tile');
  const asked = tileLinesQuery(cluster, scene, tile);
  const query = useQuery({ ...(asked ?? linesQuery(cluster, '')), enabled: asked !== undefined });
  const lines = asked === undefined ? undefined : query.data?.edges;
  return useMemo(() => (lines === undefined ? scene : withLines(scene, lines)), [scene, lines]);
}
