'use client';

import { useMemo, useRef } from 'react';
import { MapCanvas, type MapCanvasActions } from '#components/map/map-canvas.tsx';
import { ZoomControls } from '#components/map/zoom-controls.tsx';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { ALLOWED_LINE, CHANGE_LINES, type EdgeLine } from '#lib/graph/theme.ts';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { changedElements, type Shown, shownScene } from './shown-scene.ts';

interface SimulationMapProps {
  readonly answer: SimulationAnswer;
  readonly shown: Shown;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onOpen: (namespace: string) => void;
}

/** Both states in one picture; what changes stands out, and nothing moves from one to the other. */
export function SimulationMap({ answer, shown, selected, onSelect, onOpen }: SimulationMapProps) {
  const canvas = useRef<MapCanvasActions>(null);
  const scene = useMemo(() => shownScene(answer, shown), [answer, shown]);
  const view = useMemo(() => {
    const changes = shown === 'changes' ? changedElements(scene) : undefined;
    const any = changes !== undefined && changes.nodes.size > 0;
    const isThere = scene.nodes.some(({ id }) => id === selected);
    return { selected: isThere ? selected : undefined, gapsOnly: false, filter: any ? changes : undefined };
  }, [scene, shown, selected]);
  const open = (id: string): void => {
    const node = scene.nodes.find((each) => each.id === id);
    if (node?.namespace !== undefined && (node.type === 'tile' || node.type === 'group')) onOpen(node.namespace);
  };
  return (
    <div className="map-dots relative h-full min-h-0 overflow-hidden bg-canvas">
      <MapCanvas
        scene={scene}
        viewKey={`${scene.level} ${scene.namespace ?? ''}`}
        view={view}
        onSelect={onSelect}
        onSelectEdge={() => undefined}
        onOpen={open}
        onDive={open}
        onRise={undefined}
        onMove={() => false} // a box that moves could be taken for one that changes
        onNear={() => undefined}
        answered={() => Promise.resolve()}
        onEscape={() => onSelect(undefined)}
        actions={canvas}
      />
      <section
        aria-label={SIMULATE.legend}
        className="no-print pointer-events-none absolute bottom-3 left-3 z-10 grid grid-cols-2 gap-x-4 gap-y-1 rounded-lg border border-line bg-overlay px-3 py-2 text-xs text-ink-2 shadow-pop"
      >
        <Line line={CHANGE_LINES.closes} colour="stroke-closes fill-closes" word={SIMULATE.legendLines.closes} />
        <Line line={CHANGE_LINES.opens} colour="stroke-opens fill-opens" word={SIMULATE.legendLines.opens} />
        <Line line={CHANGE_LINES.depends} colour="stroke-depends fill-depends" word={SIMULATE.legendLines.depends} />
        <Line line={CHANGE_LINES.changes} colour="stroke-opens fill-opens" word={SIMULATE.legendLines.changes} />
        <Line line={ALLOWED_LINE} colour="stroke-allowed fill-allowed" word={SIMULATE.legendLines.same} />
      </section>
      <ZoomControls onZoom={(direction) => canvas.current?.zoom(direction)} />
    </div>
  );
}

function Line({ line, colour, word }: { readonly line: EdgeLine; readonly colour: string; readonly word: string }) {
  return (
    <span className="flex items-center gap-2">
      <svg width={26} height={10} viewBox="0 0 26 10" aria-hidden="true" className={`shrink-0 ${colour}`}>
        <path d="M1 5H19" strokeWidth={line.width} strokeDasharray={line.dash?.join(' ')} fill="none" />
        <path d="M19 1.8 25 5 19 8.2z" stroke="none" />
      </svg>
      {word}
    </span>
  );
}
