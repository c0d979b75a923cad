import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { type ReactNode, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { SceneView } from '#lib/api/scene-types.ts';
import { LEGEND, MAP } from '#lib/text/en/map.ts';
import type { LayerRules } from './create-map.ts';
import type { MapView } from './emphasis.ts';
import { LegendLine } from './legend-line.tsx';
import { MapCanvas, type MapCanvasActions } from './map-canvas.tsx';
import { nodeQuery } from './node-query.ts';
import type { MapLevels } from './use-map-levels.ts';
import { usePictureAhead } from './use-picture-ahead.ts';
import type { PinsOfMap } from './use-pins.ts';
import { tileLinesQuery } from './use-tile-lines.ts';
import { ZoomControls } from './zoom-controls.tsx';

// floats over the picture, and comes right after it
const Legend = dynamic(() => import('./legend.tsx').then((module) => module.Legend), { ssr: false });

interface MapStageProps {
  readonly cluster: string;
  readonly scene: SceneView;
  readonly view: MapView;
  /** How a layer over the map looks. */
  readonly rules?: LayerRules | undefined;
  /** Stands in place of the map's own legend. */
  readonly trafficLegend?: ReactNode;
  /** The opened group of alike workloads. */
  readonly unfolded: string | undefined;
  readonly levels: MapLevels;
  readonly pins: PinsOfMap;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly legend: boolean;
  readonly onLegend: (shown: boolean) => void;
  readonly onSelect: (id: string | undefined) => void;
  readonly onSelectEdge: (id: string) => void;
  readonly onEscape: () => void;
}

/** The canvas, and what floats over it: legend, zoom, the way back from boxes that were moved. */
export function MapStage(props: MapStageProps) {
  const { cluster, scene, levels, pins, filter, onFilter, legend, onLegend } = props;
  const canvas = useRef<MapCanvasActions>(null);
  const client = useQueryClient();
  const prefetch = async (id: string): Promise<void> => {
    const node = scene.nodes.find((each) => each.id === id);
    if (node === undefined) return;
    const [asked, lines] = [nodeQuery(cluster, node), tileLinesQuery(cluster, scene, node)];
    if (asked !== undefined) await client.prefetchQuery(asked);
    if (lines !== undefined) await client.prefetchQuery(lines);
  };
  usePictureAhead(cluster, scene, props.view.selected, prefetch);
  const tiles = scene.level === 'namespaces';
  return (
    <>
      {tiles && legend && props.trafficLegend === undefined ? (
        <LegendLine filter={filter} onFilter={onFilter} onHide={() => onLegend(false)} />
      ) : null}
      <div data-stage className="map-dots relative min-h-0 flex-1 overflow-hidden bg-canvas">
        <MapCanvas
          scene={scene}
          viewKey={JSON.stringify([scene.level, scene.namespace, scene.workload, props.unfolded])}
          view={props.view}
          rules={props.rules}
          onSelect={props.onSelect}
          onSelectEdge={props.onSelectEdge}
          onOpen={levels.open}
          onDive={levels.dive}
          onRise={levels.up}
          onMove={pins.move}
          hasCard={legend && (!tiles || props.trafficLegend !== undefined)}
          onNear={prefetch}
          answered={prefetch}
          onEscape={props.onEscape}
          actions={canvas}
        />
        {legend && props.trafficLegend !== undefined ? (
          props.trafficLegend
        ) : legend && !tiles ? (
          <Legend
            filter={filter}
            hasPartly={scene.nodes.some(isPartlyClosed)}
            onFilter={onFilter}
            onHide={() => onLegend(false)}
          />
        ) : null}
        {legend ? null : (
          <Button
            size="sm"
            className="absolute bottom-3 left-3 z-10 max-rail:hidden"
            aria-keyshortcuts="L"
            onClick={() => onLegend(true)}
          >
            {LEGEND.show}
          </Button>
        )}
        {pins.reset === undefined ? null : (
          <Button
            size="sm"
            className="no-print absolute right-14 bottom-3 z-10 shadow-pop"
            aria-keyshortcuts="Control+Z"
            onClick={pins.reset}
          >
            {MAP.resetPins}
          </Button>
        )}
        <ZoomControls onZoom={(direction) => canvas.current?.zoom(direction)} />
      </div>
    </>
  );
}

function isPartlyClosed({ fence }: SceneView['nodes'][number]): boolean {
  return fence?.ingress.partly === true || fence?.egress.partly === true;
}
