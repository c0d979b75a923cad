'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef, useState } from 'react';
import { gapsQuery, sceneQuery, summaryQuery } from '#components/api/queries.ts';
import { useKnownGaps } from '#components/api/use-known-gaps.ts';
import { useAnsweredBoxes } from '#components/filter/use-answered-boxes.ts';
import { useHidden } from '#components/filter/use-hidden.ts';
import type { MatrixQuestion } from '#components/matrix/matrix-queries.ts';
import { NumberStrip } from '#components/shell/number-strip.tsx';
import { Button } from '#components/ui/button.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { useMediaQuery } from '#components/ui/use-media-query.ts';
import type { Question } from '#components/why/ask-address.ts';
import type { SceneView } from '#lib/api/types.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { matchFilter, matchGapsOnly } from '#lib/graph/filter/match-filter.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { linesAround, worstLines } from '#lib/graph/tile-lines.ts';
import { LEGEND, MAP, tileLinesNote } from '#lib/text/en/map.ts';
import type { MapView } from './emphasis.ts';
import { LeftOut } from './left-out.tsx';
import { Legend } from './legend.tsx';
import { LegendLine } from './legend-line.tsx';
import { MapCanvas, type MapCanvasActions } from './map-canvas.tsx';
import { MapPanel } from './map-panel.tsx';
import { nodeQuery } from './node-query.ts';
import { QueryBar } from './query-bar.tsx';
import { useMapLevels } from './use-map-levels.ts';
import { ADDRESS_LATER, type MapState, type SetMapState, useMapState, VIEWS } from './use-map-state.ts';
import { usePins } from './use-pins.ts';
import { useTileLines } from './use-tile-lines.ts';
import { ZoomControls } from './zoom-controls.tsx';

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

const WIDE = '(min-width: 80rem)'; // from 1280 the panel stands beside the map
const ROOMY = '(min-width: 90rem)'; // below 1440 the legend would lie on boxes, so it waits for its key
const NARROW = '(max-width: 56.24rem)'; // below 900 the table comes first

/** The map of a cluster, its table twin, and the panel beside them. */
export function MapPage({ cluster }: { readonly cluster: string }) {
  const [state, set] = useMapState();
  const { data: summary } = useQuery(summaryQuery(cluster));
  const query = useQuery(
    sceneQuery(cluster, {
      level: state.level ?? undefined,
      namespace: state.namespace ?? undefined,
      workload: state.workload ?? undefined,
      unfold: state.unfold ?? undefined,
    }),
  );
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
  const canvas = useRef<MapCanvasActions>(null);
  const { data: gaps } = useQuery(gapsQuery(cluster));
  useKnownGaps(cluster, scene);
  const onlyGaps = state.only === 'gaps' && scene.gapsPending !== true; // else nothing would be left, as if there were none
  const filter = useMemo(() => parseFilter(state.q), [state.q]);
  // the picture keeps its last state while the filter cannot be read
  const readable = useRef<Filter>(undefined);
  if (filter.errors.length === 0) readable.current = filter;
  const applied = readable.current;
  const { answer, isPending } = useAnsweredBoxes(cluster, scene, applied);
  const match = useMemo(
    () =>
      applied === undefined || isPending || awaitsGaps(scene, applied)
        ? undefined
        : matchFilter(scene, applied, answer),
    [scene, applied, answer, isPending],
  );
  const listed = useMemo(() => matchGapsOnly(scene, match, onlyGaps), [scene, match, onlyGaps]);
  const gap = gaps?.gaps.find(({ id }) => id === state.gap);
  const legend = state.legend ?? roomy;
  const tiles = scene.level === 'namespaces';

  const selected = state.select ?? undefined;
  const matrix: MatrixQuestion = {
    level: state.namespace !== null || scene.level !== 'namespaces' ? 'workloads' : 'namespaces',
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

  const select = (id: string | undefined): void =>
    void set({ select: id ?? null, edge: null, gap: null }, ADDRESS_LATER);
  const selectEdge = (id: string): void => void set({ edge: id, select: null, gap: null }, ADDRESS_LATER);
  const client = useQueryClient();
  const prefetch = async (id: string): Promise<void> => {
    const node = scene.nodes.find((each) => each.id === id);
    const asked = node === undefined ? undefined : nodeQuery(cluster, node);
    if (asked !== undefined) await client.prefetchQuery(asked);
  };
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
        level={scene.level}
        view={view}
        onView={(next) => void set({ view: next })}
        hidden={hidden}
        hide={state.hide}
        onFind={(q, hide) => void set({ q: q === '' ? null : q, hide: hide.length === 0 ? null : [...hide] })}
        gapsOnly={state.only === 'gaps'}
        onGapsOnly={(only) => void set({ only: only ? 'gaps' : null })}
        levels={levels}
        linesNote={tiles ? linesNoteOf(scene, selected) : undefined}
        onGapsPanel={wide ? undefined : () => setGapsOpen(!gapsOpen)}
      />
      <div className="relative flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col">
          {view === 'map' && tiles && legend ? (
            <LegendLine
              filter={state.q}
              onFilter={(text) => void set({ q: text === '' ? null : text })}
              onHide={() => void set({ legend: false })}
            />
          ) : null}
          <div data-tour="map" className="map-dots relative min-h-0 flex-1 overflow-hidden bg-canvas">
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
                gapsOnly={onlyGaps}
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
              <>
                <MapCanvas
                  scene={scene}
                  viewKey={JSON.stringify([scene.level, scene.namespace, scene.workload, state.unfold])}
                  view={mapView}
                  onSelect={select}
                  onSelectEdge={selectEdge}
                  onOpen={levels.open}
                  onDive={levels.dive}
                  onRise={levels.up}
                  onMove={pins.move}
                  onNear={prefetch}
                  answered={prefetch}
                  onEscape={stepBack}
                  actions={canvas}
                />
                {legend && tiles ? null : legend ? (
                  <Legend
                    filter={state.q}
                    hasPartly={scene.nodes.some(isPartlyClosed)}
                    onFilter={(text) => void set({ q: text === '' ? null : text })}
                    onHide={() => void set({ legend: false })}
                  />
                ) : (
                  <Button
                    size="sm"
                    className="absolute bottom-3 left-3 z-10 max-rail:hidden"
                    aria-keyshortcuts="L"
                    onClick={() => void set({ legend: true })}
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
              </>
            )}
          </div>
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
            onGap={(id) => void set({ gap: id, select: null, edge: null }, ADDRESS_LATER)}
            onOpen={levels.openNamespace}
            onEdge={selectEdge}
            onWhy={setQuestion}
          />
        )}
      </div>
      {scene.omitted.length > 0 ? (
        <LeftOut
          omitted={scene.omitted}
          onMatrix={view === 'matrix' ? undefined : () => void set({ view: 'matrix' })}
        />
      ) : null}
      {asked.current ? (
        <WhyDrawer cluster={cluster} question={question} onClose={() => setQuestion(undefined)} onAsk={setQuestion} />
      ) : null}
    </>
  );
}

interface MapKeys {
  readonly onView: () => void;
  readonly onGapsOnly: () => void;
  readonly onLegend: () => void;
  readonly onHide: () => void;
  readonly onEscape: () => void;
}

/** V, F, L, H and Esc, wherever the focus is on this page. */
function useMapKeys(keys: MapKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const free =
        event.target instanceof Element && event.target.closest('input, [role=dialog], [role=menu]') === null;
      if (event.key === 'Escape') {
        if (free) latest.current.onEscape();
        return;
      }
      if (!isSingleKey(event) || !singleKeysOn()) return;
      const { onView, onGapsOnly, onLegend, onHide } = latest.current;
      const actions = new Map([
        ['v', onView],
        ['f', onGapsOnly],
        ['l', onLegend],
        ['h', onHide],
      ]);
      actions.get(event.key.toLowerCase())?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Whether a filter asks for gaps that are not known yet: it would leave nothing, as if there were none. */
function awaitsGaps({ gapsPending }: SceneView, { terms }: Filter): boolean {
  return gapsPending === true && terms.some(({ key }) => key === 'gap' || key === 'check');
}

/** Which lines are drawn between tiles. */
function linesNoteOf({ edges, nodes }: SceneView, selected: string | undefined): string {
  const tile = nodes.find(({ id, type }) => id === selected && type === 'tile');
  if (tile === undefined) return tileLinesNote(worstLines(edges).length, undefined);
  const { lines, in: into, out } = linesAround(edges, tile.id);
  return tileLinesNote(worstLines(edges).length, { name: tile.label, drawn: lines.length, of: into + out });
}

function isPartlyClosed({ fence }: SceneView['nodes'][number]): boolean {
  return fence?.ingress.partly === true || fence?.egress.partly === true;
}
