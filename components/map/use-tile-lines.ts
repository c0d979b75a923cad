import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { linesQuery } from '#components/api/queries.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { withLines } from '#lib/graph/tile-lines.ts';

/** The scene with all lines of the chosen tile, once they have come. */
export function useTileLines(cluster: string, scene: SceneView, selected: string | undefined): SceneView {
  const tile = scene.nodes.find(({ id, type }) => id === selected && type === 'tile');
  const known = scene.gapsPending !== true;
  const query = useQuery({ ...linesQuery(cluster, tile?.namespace ?? ''), enabled: tile !== undefined && known });
  const lines = tile === undefined ? undefined : query.data?.edges;
  return useMemo(() => (lines === undefined ? scene : withLines(scene, lines)), [scene, lines]);
}
