'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { type SceneQuestion, sceneQuery, summaryQuery } from '#components/api/queries.ts';
import { NumberStrip } from '#components/shell/number-strip.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { SceneThemeName } from '#lib/graph/theme.ts';
import { linesAround, worstLines } from '#lib/graph/tile-lines.ts';
import { MAP, tileLinesNote } from '#lib/text/en/map.ts';
import { MapSide } from './map-side.tsx';
import { MapViews } from './map-views.tsx';
import { QueryBar } from './query-bar.tsx';
import { useMapChoice } from './use-map-choice.ts';
import { useMapKeys } from './use-map-keys.ts';
import { type MapState, type SetMapState, useMapState, VIEWS } from './use-map-state.ts';
import { useShownMap } from './use-shown-map.ts';

// none of these is on the first screen
const WhyDrawer = dynamic(() => import('#components/why/why-drawer.tsx').then((module) => module.WhyDrawer), {
  ssr: false,
});
const TrafficLayer = dynamic(
  () => import('#components/map-traffic/traffic-layer.tsx').then((module) => module.TrafficLayer),
  { ssr: false },
);
const TrafficNote = dynamic(
  () => import('#components/map-traffic/traffic-note.tsx').then((module) => module.TrafficNote),
  { ssr: false },
);
const LeftOut = dynamic(() => import('./left-out.tsx').then((module) => module.LeftOut), { ssr: false });
const ExportMenu = dynamic(() => import('./export-menu.tsx').then((module) => module.ExportMenu), { ssr: false });

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
  const shown = useShownMap(cluster, laid, state, set);
  const { scene, levels, match, traffic, view, wide } = shown;
  const choice = useMapChoice(state, set, levels.up);
  const [sideOpen, setSideOpen] = useState(false);
  const [question, setQuestion] = useState<Question>();
  const asked = useRef(false); // once opened the drawer stays, so that it can close gracefully
  asked.current ||= question !== undefined;
  const figureOfTraffic = async (theme: SceneThemeName): Promise<string> => {
    if (traffic === undefined) return '';
    const { figureOfLayer } = await import('#components/map-traffic/figure-of-layer.ts');
    const narrowed = { match: shown.listed, filter: shown.applied?.text ?? '', gapsOnly: shown.onlyGaps };
    return figureOfLayer({ cluster, scene: shown.pictured, question: traffic, ...narrowed, theme });
  };
  useMapKeys({
    onView: () => void set({ view: VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? null }),
    onGapsOnly: () => void set({ only: state.only === 'gaps' ? null : 'gaps' }),
    onLegend: () => void set({ legend: !shown.legend }),
    onHide: () => {
      if (match !== undefined && state.q !== '') void set({ q: null, hide: [...state.hide, state.q] });
    },
    onEscape: choice.stepBack,
  });
  return (
    <>
      <QueryBar
        cluster={cluster}
        scene={scene}
        filter={shown.filter}
        match={match}
        onFilter={(text) => void set({ q: text === '' ? null : text })}
        level={view === 'matrix' ? shown.matrix.level : scene.level}
        view={view}
        onView={(next) => void set({ view: next })}
        hidden={shown.hidden}
        hide={state.hide}
        onFind={(q, hide) => void set({ q: q === '' ? null : q, hide: hide.length === 0 ? null : [...hide] })}
        gapsOnly={state.only === 'gaps'}
        onGapsOnly={(only) => void set({ only: only ? 'gaps' : null })}
        traffic={traffic !== undefined}
        onTraffic={(on) => void set({ traffic: on ? '1h' : null, at: null, flows: null })}
        levels={levels}
        linesNote={scene.level === 'namespaces' ? linesNoteOf(scene, shown.selected) : undefined}
        end={
          <ExportMenu
            cluster={cluster}
            scene={scene}
            filter={shown.applied?.text ?? ''}
            gapsOnly={state.only === 'gaps'}
            hide={state.hide}
            unfolded={state.unfold ?? undefined}
            figureOfLayer={traffic === undefined || shown.layer === undefined ? undefined : figureOfTraffic}
          />
        }
        onGapsPanel={wide ? undefined : () => setSideOpen(!sideOpen)}
      />
      {traffic === undefined ? null : (
        <TrafficLayer
          {...traffic}
          cluster={cluster}
          whole={shown.whole}
          scene={scene}
          picture={pictureOf(state)}
          only={state.flows ?? undefined}
          onDrawn={shown.setDrawn}
        />
      )}
      {traffic === undefined || wide ? null : <TrafficNote {...traffic} cluster={cluster} />}
      <div className="relative flex min-h-0 flex-1">
        <div data-tour="map" className="flex min-w-0 flex-1 flex-col">
          <MapViews cluster={cluster} shown={shown} state={state} set={set} choice={choice} />
        </div>
        <MapSide
          cluster={cluster}
          shown={shown}
          state={state}
          set={set}
          choice={choice}
          open={sideOpen}
          onClose={() => setSideOpen(false)}
          onWhy={setQuestion}
        />
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
