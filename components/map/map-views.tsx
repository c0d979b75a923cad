import dynamic from 'next/dynamic';
import { MapStage } from './map-stage.tsx';
import type { MapChoice } from './use-map-choice.ts';
import type { MapState, SetMapState } from './use-map-state.ts';
import type { ShownMap } from './use-shown-map.ts';

// none of these is on the first screen of a wide window
const ConnectionTable = dynamic(() => import('./connection-table.tsx').then((module) => module.ConnectionTable), {
  ssr: false,
});
const MatrixView = dynamic(() => import('#components/matrix/matrix-view.tsx').then((module) => module.MatrixView), {
  ssr: false,
});

const NothingToDraw = dynamic(() => import('./nothing-to-draw.tsx').then((module) => module.NothingToDraw), {
  ssr: false,
});

// nothing of the layer of traffic is loaded before somebody wants it
const TrafficLegend = dynamic(
  () => import('#components/map-traffic/traffic-legend.tsx').then((module) => module.TrafficLegend),
  { ssr: false },
);
const TrafficTimeLine = dynamic(
  () => import('#components/map-traffic/traffic-time-line.tsx').then((module) => module.TrafficTimeLine),
  { ssr: false },
);

interface MapViewsProps {
  readonly cluster: string;
  readonly shown: ShownMap;
  readonly state: MapState;
  readonly set: SetMapState;
  readonly choice: MapChoice;
}

/** The same connections as map, matrix or table. */
export function MapViews({ cluster, shown, state, set, choice }: MapViewsProps) {
  const { scene, whole, layer, pictured, levels, traffic, legend, view, selected } = shown;
  const selectedEdge = state.edge ?? undefined;
  if (view === 'matrix') {
    return (
      <MatrixView
        cluster={cluster}
        question={shown.matrix}
        onQuestion={({ order, ...rest }) =>
          void set({
            ...(order === undefined ? {} : { order: order === 'zone' ? null : order }),
            ...('with' in rest ? { with: rest.with ?? null } : {}),
          })
        }
        swapped={state.swap === true}
        onSwap={() => void set({ swap: state.swap === true ? null : true })}
        filter={shown.applied}
        hide={state.hide}
        gapsOnly={shown.onlyGaps}
        traffic={traffic}
        selected={selected}
        selectedCell={selectedEdge}
        onSelect={choice.select}
        onSelectCell={(from, to) => choice.selectEdge(`${from}→${to}`)}
      />
    );
  }
  if (scene.nodes.length === 0 && scene.omitted.length === 0) {
    const isHidden = whole.nodes.length > 0;
    return (
      <NothingToDraw
        cluster={cluster}
        scene={whole}
        onShowHidden={isHidden ? () => void set({ hide: null }) : undefined}
      />
    );
  }
  if (view === 'table') {
    return (
      <ConnectionTable
        scene={pictured}
        filter={shown.listed}
        selected={selected}
        selectedEdge={selectedEdge}
        onSelect={choice.select}
        onSelectEdge={choice.selectEdge}
        onOpen={levels.open}
      />
    );
  }
  return (
    <>
      <MapStage
        cluster={cluster}
        scene={pictured}
        rules={layer?.rules}
        view={shown.emphasis}
        unfolded={state.unfold ?? undefined}
        levels={levels}
        pins={shown.pins}
        filter={state.q}
        onFilter={(text) => void set({ q: text === '' ? null : text })}
        legend={legend}
        trafficLegend={
          traffic === undefined ? undefined : (
            <TrafficLegend
              only={state.flows ?? undefined}
              onOnly={(only) => void set({ flows: only ?? null })}
              onHide={() => void set({ legend: false })}
            />
          )
        }
        onLegend={(legendShown) => void set({ legend: legendShown })}
        onSelect={choice.select}
        onSelectEdge={choice.selectEdge}
        onEscape={choice.stepBack}
      />
      {traffic === undefined ? null : (
        // its room is there from the start: the map is fitted once
        <div className="h-[112px] shrink-0 max-rail:hidden">
          <TrafficTimeLine
            {...traffic}
            cluster={cluster}
            onWindow={(window) => void set({ traffic: window })}
            onAt={(at) => void set({ at: at === undefined ? null : new Date(at) })}
          />
        </div>
      )}
    </>
  );
}
