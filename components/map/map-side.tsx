import dynamic from 'next/dynamic';
import { Panel } from '#components/ui/panel.tsx';
import type { Question } from '#components/why/ask-address.ts';
import { MAP } from '#lib/text/en/map.ts';
import { MapPanel } from './map-panel.tsx';
import type { MapChoice } from './use-map-choice.ts';
import type { MapState, SetMapState } from './use-map-state.ts';
import type { ShownMap } from './use-shown-map.ts';

const MatrixPanel = dynamic(() => import('#components/matrix/matrix-panel.tsx').then((module) => module.MatrixPanel), {
  ssr: false,
});
const TrafficSide = dynamic(
  () => import('#components/map-traffic/traffic-side.tsx').then((module) => module.TrafficSide),
  { ssr: false },
);

interface MapSideProps {
  readonly cluster: string;
  readonly shown: ShownMap;
  readonly state: MapState;
  readonly set: SetMapState;
  readonly choice: MapChoice;
  /** Asked for where the window leaves no room for it. */
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onWhy: (question: Question) => void;
}

/** What stands beside the picture: the chosen cell, line or box, else the traffic or the gaps. */
export function MapSide({ cluster, shown, state, set, choice, open, onClose, onWhy }: MapSideProps) {
  const { pictured, traffic, wide, view, selected } = shown;
  const deselect = (): void => choice.select(undefined);
  if (view === 'matrix' && state.edge !== null && state.select === null) {
    return (
      <MatrixPanel
        cluster={cluster}
        question={shown.matrix}
        cell={state.edge}
        onClose={deselect}
        onOpenPair={(a, b) => void set({ namespace: a, with: b, level: null, edge: null }, { history: 'push' })}
        onCell={choice.selectEdge}
        onWhy={onWhy}
      />
    );
  }
  if (traffic !== undefined && state.select === null && (state.edge !== null || wide || open)) {
    return (
      <Panel label={state.edge === null ? MAP.traffic : MAP.details}>
        <TrafficSide
          {...traffic}
          cluster={cluster}
          scene={pictured}
          line={state.edge ?? undefined}
          onLine={choice.selectEdge}
          onCloseLine={deselect}
          onClose={wide ? undefined : onClose}
          onWhy={onWhy}
        />
      </Panel>
    );
  }
  return (
    <MapPanel
      cluster={cluster}
      scene={pictured}
      selected={selected}
      edge={state.edge ?? undefined}
      gap={state.gap ?? undefined}
      showGaps={wide || open}
      onCloseGaps={wide ? undefined : onClose}
      onClose={deselect}
      onGap={choice.selectGap}
      onOpen={shown.levels.openNamespace}
      onEdge={choice.selectEdge}
      onWhy={onWhy}
    />
  );
}
