'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useMemo, useRef, useState } from 'react';
import { gapsQuery, type SceneQuestion, sceneQuery, summaryQuery } from '#components/api/queries.ts';
import { useKnownGaps } from '#components/api/use-known-gaps.ts';
import { useHidden } from '#components/filter/use-hidden.ts';
import type { DrawnTraffic } from '#components/map-traffic/traffic-layer.tsx';
import type { MatrixQuestion } from '#components/matrix/matrix-queries.ts';
import { NumberStrip } from '#components/shell/number-strip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import type { Question } from '#components/why/ask-address.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { matchGapsOnly } from '#lib/graph/filter/match-filter.ts';
import { linesAround, worstLines } from '#lib/graph/tile-lines.ts';
import { MAP, tileLinesNote } from '#lib/text/en/map.ts';
import type { MapView } from './emphasis.ts';
import { LeftOut } from './left-out.tsx';
import { MapPanel } from './map-panel.tsx';
import { MapStage } from './map-stage.tsx';
import { QueryBar } from './query-bar.tsx';
import { useMapFilter } from './use-map-filter.ts';
import { useMapKeys } from './use-map-keys.ts';
import { useMapLevels } from './use-map-levels.ts';
import {
  ADDRESS_LATER,
  type Chosen,
  changedChoice,
  type MapState,
  type SetMapState,
  useMapState,
  VIEWS,
} from './use-map-state.ts';
import { usePins } from './use-pins.ts';
import { useTileLines } from './use-tile-lines.ts';

// neither is on the first screen of a wide window
const WhyDrawer = dynamic(() => import('#components/why/why-drawer.tsx').then((module) => module.WhyDrawer), {
  ssr: false,
});
const ConnectionTable = dynamic(() => import('./connection-table.tsx').then((module) => module.ConnectionTable), {
  ssr: false,
});
const MatrixView = dynamic(() => import('#components/matrix/matrix-view.tsx').then((module) => module.MatrixView), {
  ssr: false,
});
const MatrixPanel = dynamic(() => import('#components/matrix/matrix-panel.tsx').then((module) => module.MatrixPanel), {
  ssr: false,
});

// nothing of the layer of traffic is loaded before somebody wants it
const TrafficLayer = dynamic(
  () => import('#components/map-traffic/traffic-layer.tsx').then((module) => module.TrafficLayer),
  { ssr: false },
);
const TrafficLegend = dynamic(
  () => import('#components/map-traffic/traffic-legend.tsx').then((module) => module.TrafficLegend),
  { ssr: false },
);
const TrafficSide = dynamic(
  () => import('#components/map-traffic/traffic-side.tsx').then((module) => module.TrafficSide),
  { ssr: false },
);
const TrafficTimeLine = dynamic(
  () => import('#components/map-traffic/traffic-time-line.tsx').then((module) => module.TrafficTimeLine),
  { ssr: false },
);

const ExportMenu = dynamic(() => import('./export-menu.tsx').then((module) => module.ExportMenu), { ssr: false });

const WIDE = '(min-width: 80rem)'; // from 1280 the panel stands beside the map
const ROOMY = '(min-width: 90rem)'; // below 1440 the legend would lie on boxes, so it waits for its key
const NARROW = '(max-width: 56.24rem)'; // below 900 the table comes first

/** The map of a cluster, its table twin, and the panel beside them. */
export function MapPage({ cluster }: { readonly cluster: string }) {
  const [state, set] = useMapState();
  const { data: summary } = useQuery(summaryQuery(cluster));
  const query = useQuery(sceneQuery(cluster, pictureOf(state)));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <h1 className="sr-only">{MAP.title}</h1>
      <NumberStrip cluster={cluster} summary={summary} />
      <QueryState query={query} loading={MAP.loading} failed={MAP.failed}>
        {(laid) => <MapContent cluster={cluster} laid={laid} state={state} set={set} />}
      </QueryState>
    </div>
  );
}

/** Which picture the address asks for. */
const pictureOf = ({ level, namespace, workload, unfold }: MapState): SceneQuestion => ({
  level: level ?? undefined,
  namespace: namespace ?? undefined,
  workload: workload ?? undefined,
  unfold: unfold ?? undefined,
});

interface MapContentProps {
  readonly cluster: string;
  /** The scene as the server laid it out. */
  readonly laid: SceneView;
  readonly state: MapState;
  readonly set: SetMapState;
}

function MapContent({ cluster, laid, state, set }: MapContentProps) {
  const pins = usePins(laid, state, set);
  const whole = useTileLines(cluster, pins.scene, state.select ?? undefined);
  const hidden = useHidden(cluster, whole, state.hide);
  const { scene } = hidden;
  const levels = useMapLevels(cluster, scene, state, set);
  const wide = useMediaQuery(WIDE);
  const roomy = useMediaQuery(ROOMY);
  const narrow = useMediaQuery(NARROW);
  const view = state.view ?? (narrow ? 'table' : 'map');
  const [gapsOpen, setGapsOpen] = useState(false);
  const [question, setQuestion] = useState<Question>();
  const asked = useRef(false); // once opened the drawer stays, so that it can close gracefully
  asked.current ||= question !== undefined;
  const { data: gaps } = useQuery(gapsQuery(cluster));
  useKnownGaps(cluster, scene);
  const onlyGaps = state.only === 'gaps' && scene.gapsPending !== true; // else nothing would be left, as if there were none
  const { filter, applied, match } = useMapFilter(cluster, scene, state.q);
  const listed = useMemo(() => matchGapsOnly(scene, match, onlyGaps), [scene, match, onlyGaps]);
  const gap = gaps?.gaps.find(({ id }) => id === state.gap);
  const legend = state.legend ?? roomy;
  const tiles = scene.level === 'namespaces';

  const [drawn, setDrawn] = useState<DrawnTraffic>();
  const traffic =
    state.traffic === null
      ? undefined
      : { window: state.traffic, at: state.at === null ? undefined : state.at.getTime() };
  const layer = traffic !== undefined && drawn?.of === scene ? drawn : undefined;

  const selected = state.select ?? undefined;
  const matrix: MatrixQuestion = {
    // a level that is too large to draw may still be a matrix
    level: state.namespace !== null || (state.level ?? scene.level) !== 'namespaces' ? 'workloads' : 'namespaces',
    order: state.order ?? 'zone',
    namespace: state.namespace ?? undefined,
    with: state.with ?? undefined,
  };
  const mapView: MapView = useMemo(
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

  const choose = (chosen: Chosen): void => void set(changedChoice(state, chosen), ADDRESS_LATER);
  const select = (id: string | undefined): void => choose(id === undefined ? {} : { select: id });
  const selectEdge = (id: string): void => choose({ edge: id });
  /** Selection, then level, then nothing. */
  const stepBack = (): void => {
    if (state.select !== null || state.edge !== null || state.gap !== null) select(undefined);
    else levels.up?.();
  };
  useMapKeys({
    onView: () => void set({ view: VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? null }),
    onGapsOnly: () => void set({ only: state.only === 'gaps' ? null : 'gaps' }),
    onLegend: () => void set({ legend: !legend }),
    onHide: () => {
      if (match !== undefined && state.q !== '') void set({ q: null, hide: [...state.hide, state.q] });
    },
    onEscape: stepBack,
  });

  return (
    <>
      <QueryBar
        cluster={cluster}
        scene={scene}
        filter={filter}
        match={match}
        onFilter={(text) => void set({ q: text === '' ? null : text })}
        level={view === 'matrix' ? matrix.level : scene.level}
        view={view}
        onView={(next) => void set({ view: next })}
        hidden={hidden}
        hide={state.hide}
        onFind={(q, hide) => void set({ q: q === '' ? null : q, hide: hide.length === 0 ? null : [...hide] })}
        gapsOnly={state.only === 'gaps'}
        onGapsOnly={(only) => void set({ only: only ? 'gaps' : null })}
        traffic={traffic !== undefined}
        onTraffic={(on) => void set({ traffic: on ? '1h' : null, at: null, flows: null })}
        levels={levels}
        linesNote={tiles ? linesNoteOf(scene, selected) : undefined}
        end={
          <ExportMenu
            cluster={cluster}
            scene={scene}
            filter={applied?.text ?? ''}
            gapsOnly={state.only === 'gaps'}
            hide={state.hide}
          />
        }
        onGapsPanel={wide ? undefined : () => setGapsOpen(!gapsOpen)}
      />
      {traffic === undefined ? null : (
        <TrafficLayer
          {...traffic}
          cluster={cluster}
          scene={scene}
          picture={pictureOf(state)}
          only={state.flows ?? undefined}
          onDrawn={setDrawn}
        />
      )}
      <div className="relative flex min-h-0 flex-1">
        <div data-tour="map" className="flex min-w-0 flex-1 flex-col">
          {view === 'matrix' ? (
            <MatrixView
              cluster={cluster}
              question={matrix}
              onQuestion={({ order, ...rest }) =>
                void set({
                  ...(order === undefined ? {} : { order: order === 'zone' ? null : order }),
                  ...('with' in rest ? { with: rest.with ?? null } : {}),
                })
              }
              swapped={state.swap === true}
              onSwap={() => void set({ swap: state.swap === true ? null : true })}
              filter={applied}
              hide={state.hide}
              gapsOnly={onlyGaps}
              traffic={traffic}
              selected={selected}
              selectedCell={state.edge ?? undefined}
              onSelect={select}
              onSelectCell={(from, to) => selectEdge(`${from}→${to}`)}
            />
          ) : view === 'table' ? (
            <ConnectionTable
              scene={scene}
              filter={listed}
              selected={selected}
              selectedEdge={state.edge ?? undefined}
              onSelect={select}
              onSelectEdge={selectEdge}
              onOpen={levels.open}
            />
          ) : (
            <MapStage
              cluster={cluster}
              scene={layer?.scene ?? scene}
              rules={layer?.rules}
              view={mapView}
              unfolded={state.unfold ?? undefined}
              levels={levels}
              pins={pins}
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
              onLegend={(shown) => void set({ legend: shown })}
              onSelect={select}
              onSelectEdge={selectEdge}
              onEscape={stepBack}
            />
          )}
          {traffic === undefined || view !== 'map' ? null : (
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
        </div>
        {view === 'matrix' && state.edge !== null && state.select === null ? (
          <MatrixPanel
            cluster={cluster}
            question={matrix}
            cell={state.edge}
            onClose={() => select(undefined)}
            onOpenPair={(a, b) => void set({ namespace: a, with: b, level: null, edge: null }, { history: 'push' })}
            onCell={selectEdge}
            onWhy={setQuestion}
          />
        ) : traffic !== undefined && state.select === null && (state.edge !== null || wide || gapsOpen) ? (
          <Panel label={state.edge === null ? MAP.traffic : MAP.details}>
            <TrafficSide
              {...traffic}
              cluster={cluster}
              scene={layer?.scene ?? scene}
              line={state.edge ?? undefined}
              onLine={selectEdge}
              onCloseLine={() => select(undefined)}
              onClose={wide ? undefined : () => setGapsOpen(false)}
              onWhy={setQuestion}
            />
          </Panel>
        ) : (
          <MapPanel
            cluster={cluster}
            scene={scene}
            selected={selected}
            edge={state.edge ?? undefined}
            gap={state.gap ?? undefined}
            showGaps={wide || gapsOpen}
            onCloseGaps={wide ? undefined : () => setGapsOpen(false)}
            onClose={() => select(undefined)}
            onGap={(id) => choose({ gap: id })}
            onOpen={levels.openNamespace}
            onEdge={selectEdge}
            onWhy={setQuestion}
          />
        )}
      </div>
      {scene.omitted.length > 0 && view !== 'matrix' ? (
        <LeftOut omitted={scene.omitted} onMatrix={() => void set({ view: 'matrix' })} />
      ) : null}
      {asked.current ? (
        <WhyDrawer cluster={cluster} question={question} onClose={() => setQuestion(undefined)} onAsk={setQuestion} />
      ) : null}
    </>
  );
}

/** Which lines are drawn between tiles. */
function linesNoteOf({ edges, nodes }: SceneView, selected: string | undefined): string {
  const tile = nodes.find(({ id, type }) => id === selected && type === 'tile');
  if (tile === undefined) return tileLinesNote(worstLines(edges).length, undefined);
  const { lines, in: into, out } = linesAround(edges, tile.id);
  return tileLinesNote(worstLines(edges).length, { name: tile.label, drawn: lines.length, of: into + out });
}
