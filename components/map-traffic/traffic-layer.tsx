'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { SceneQuestion } from '#components/api/queries.ts';
import type { LayerRules } from '#components/map/create-map.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { trafficScene } from '#lib/graph/traffic-scene.ts';
import { hiddenLines } from './hidden-lines.ts';
import { type LayerQuestion, layerQuery } from './layer-query.ts';
import { lineOfLayer } from './line-of-layer.ts';
import { trafficStyle } from './traffic-style.ts';
import { useLayerSeq } from './use-layer-flows.ts';

/** The picture with its traffic. */
export interface DrawnTraffic {
  /** The picture without. */
  readonly of: SceneView;
  readonly scene: SceneView;
  readonly rules: LayerRules;
}

interface TrafficLayerProps extends LayerQuestion {
  readonly cluster: string;
  /** The picture with what is hidden. */
  readonly whole: SceneView;
  readonly scene: SceneView;
  readonly picture: SceneQuestion;
  /** The one state that is drawn; absent: all. */
  readonly only: string | undefined;
  readonly onDrawn: (drawn: DrawnTraffic) => void;
}

/** Works out the picture of the traffic and gives it away; nothing of it is loaded before somebody wants it. */
export function TrafficLayer({ cluster, whole, scene, picture, window, at, only, onDrawn }: TrafficLayerProps) {
  const seq = useLayerSeq(cluster, at);
  const { data } = useQuery(layerQuery(cluster, picture, { window, at, filter: '', seq }));
  const drawn = useMemo(() => {
    if (data === undefined) return undefined;
    const isHidden = hiddenLines(whole, scene);
    const lines = data.edges
      .filter(({ id }) => !isHidden.has(id))
      .map(lineOfLayer)
      .filter(({ state }) => only === undefined || state === only);
    return { of: scene, scene: { ...scene, ...trafficScene(scene, lines) }, rules: trafficStyle };
  }, [whole, scene, data, only]);
  useEffect(() => {
    if (drawn !== undefined) onDrawn(drawn);
  }, [drawn, onDrawn]);
  return null;
}
