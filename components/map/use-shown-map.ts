import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { gapsQuery } from '#components/api/queries.ts';
import { useKnownGaps } from '#components/api/use-known-gaps.ts';
import { useHidden } from '#components/filter/use-hidden.ts';
import type { DrawnTraffic } from '#components/map-traffic/traffic-layer.tsx';
import type { MatrixQuestion } from '#components/matrix/matrix-queries.ts';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { matchGapsOnly } from '#lib/graph/filter/match-filter.ts';
import type { MapView } from './emphasis.ts';
import { useMapFilter } from './use-map-filter.ts';
import { useMapLevels } from './use-map-levels.ts';
import type { MapState, SetMapState } from './use-map-state.ts';
import { usePins } from './use-pins.ts';
import { useTileLines } from './use-tile-lines.ts';

const WIDE = '(min-width: 80rem)'; // from 1280 the panel stands beside the map
const ROOMY = '(min-width: 90rem)'; // below 1440 the legend would lie on boxes, so it waits for its key
const NARROW = '(max-width: 56.24rem)'; // below 900 the table comes first

/** What map, matrix, table and panel show: the scene with what the address says of it. `laid`: as the server drew it. */
export function useShownMap(cluster: string, laid: SceneView, state: MapState, set: SetMapState) {
  const pins = usePins(laid, state, set);
  const selected = state.select ?? undefined;
  const whole = useTileLines(cluster, pins.scene, selected);
  const hidden = useHidden(cluster, whole, state.hide);
  const { scene } = hidden;
  const levels = useMapLevels(cluster, scene, state, set);
  const wide = useMediaQuery(WIDE);
  const roomy = useMediaQuery(ROOMY);
  const narrow = useMediaQuery(NARROW);
  const { data: gaps } = useQuery(gapsQuery(cluster));
  useKnownGaps(cluster, scene);
  const onlyGaps = state.only === 'gaps' && scene.gapsPending !== true; // else nothing would be left, as if there were none
  const [drawn, setDrawn] = useState<DrawnTraffic>();
  const traffic =
    state.traffic === null
      ? undefined
      : { window: state.traffic, at: state.at === null ? undefined : state.at.getTime() };
  const layer = traffic !== undefined && drawn?.of === scene ? drawn : undefined;
  const pictured = layer?.scene ?? scene; // map and table show the very same lines
  const { filter, applied, match } = useMapFilter(cluster, pictured, state.q);
  const listed = useMemo(() => matchGapsOnly(pictured, match, onlyGaps), [pictured, match, onlyGaps]);
  const gap = gaps?.gaps.find(({ id }) => id === state.gap);
  const matrix: MatrixQuestion = {
    // a level that is too large to draw may still be a matrix
    level: state.namespace !== null || (state.level ?? scene.level) !== 'namespaces' ? 'workloads' : 'namespaces',
    order: state.order ?? 'zone',
    namespace: state.namespace ?? undefined,
    with: state.with ?? undefined,
  };
  const emphasis: MapView = useMemo(
    () => ({
      selected,
      selectedEdge: state.edge ?? undefined,
      gap:
        gap === undefined
          ? undefined
          : { id: gap.id, subject: `${gap.subject.namespace}/${gap.subject.kind}/${gap.subject.name}` },
      filter: match,
      gapsOnly: onlyGaps,
    }),
    [selected, state.edge, onlyGaps, gap, match],
  );
  return {
    ...{ scene, whole, selected, pins, hidden, levels, wide, matrix, emphasis, traffic, setDrawn, layer, pictured },
    ...{ filter, applied, match, listed, onlyGaps },
    view: state.view ?? (narrow ? 'table' : 'map'),
    legend: state.legend ?? roomy,
  } as const;
}
export type ShownMap = ReturnType<typeof useShownMap>;
