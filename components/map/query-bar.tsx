'use client';

import { FoldVertical, Layers, ListFilter, ShieldAlert, Table2, Waypoints, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { Scene, SceneLevel } from '#lib/graph/types.ts';
import { MAP, matches, nothingMatches } from '#lib/text/en/map.ts';
import type { MapFilter } from './map-filter.ts';

const LEVELS = ['namespaces', 'workloads', 'pods'] as const;

interface QueryBarProps {
  readonly scene: Scene | undefined;
  readonly filter: MapFilter;
  /** Boxes that the filter keeps; undefined where nothing is filtered. */
  readonly found: number | undefined;
  readonly onFilter: (text: string) => void;
  readonly level: SceneLevel;
  readonly onLevel: (level: SceneLevel) => void;
  readonly view: 'map' | 'table';
  readonly onView: (view: 'map' | 'table') => void;
  readonly gapsOnly: boolean;
  readonly onGapsOnly: (only: boolean) => void;
  readonly namespace: string | undefined;
  readonly onLeaveNamespace: () => void;
  /** The gaps panel, where it does not stand beside the map. */
  readonly onGapsPanel: (() => void) | undefined;
}

/** Filter, level and view; beside them what stands for what. */
export function QueryBar(props: QueryBarProps) {
  const { scene, filter, found, namespace } = props;
  const note = filter.error ?? (found === 0 ? nothingMatches(filter.text) : undefined);
  const noteId = useId();
  return (
    <div className="no-print flex min-h-11 shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-surface py-1.5 pr-3 pl-4">
      <FilterField text={filter.text} onFilter={props.onFilter} bad={filter.error !== undefined} describedBy={noteId} />
      {namespace === undefined ? null : (
        <span className="inline-flex h-6 items-center overflow-hidden rounded-sm border border-line text-xs">
          <span className="border-r border-line bg-sunken px-1.5 text-ink-3">ns</span>
          <span className="max-w-40 truncate px-1.5 text-ink-2">{namespace}</span>
          <button
            type="button"
            aria-label={MAP.allNamespaces}
            title={MAP.allNamespaces}
            onClick={props.onLeaveNamespace}
            className="grid size-6 place-items-center border-l border-line text-ink-3 hover:bg-hover"
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      )}
      <Button
        size="sm"
        variant={props.gapsOnly ? 'default' : 'quiet'}
        aria-pressed={props.gapsOnly}
        aria-keyshortcuts="F"
        onClick={() => props.onGapsOnly(!props.gapsOnly)}
      >
        <FoldVertical className="size-3" aria-hidden="true" />
        {MAP.gapsOnly}
      </Button>
      <p id={noteId} role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-2">
        {note !== undefined ? (
          <span className={`truncate ${filter.error === undefined ? '' : 'text-error-ink'}`} title={note}>
            {note}
          </span>
        ) : found !== undefined && scene !== undefined ? (
          matches(found, scene.nodes.length)
        ) : scene?.note !== undefined ? (
          <>
            <Layers className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
            <span className="line-clamp-2" title={scene.note}>
              {scene.note}
            </span>
          </>
        ) : null}
      </p>
      {props.onGapsPanel === undefined ? null : (
        <Button size="sm" onClick={props.onGapsPanel}>
          <ShieldAlert className="size-3.5" aria-hidden="true" />
          {MAP.openGaps}
        </Button>
      )}
      <span className="max-rail:hidden">
        <Segmented
          label={MAP.level}
          options={LEVELS.map((value) => ({ value, label: MAP.levels[value] }))}
          value={props.level}
          onChange={props.onLevel}
        />
      </span>
      <Segmented
        label={MAP.view}
        options={[
          { value: 'map', label: MAP.map, icon: <Waypoints className="size-3.5" aria-hidden="true" /> },
          { value: 'table', label: MAP.table, icon: <Table2 className="size-3.5" aria-hidden="true" /> },
        ]}
        value={props.view}
        onChange={props.onView}
      />
    </div>
  );
}

interface FilterFieldProps {
  readonly text: string;
  readonly onFilter: (text: string) => void;
  readonly bad: boolean;
  readonly describedBy: string;
}

/** Keeps what is typed by itself: the address follows a moment later, and must not overtake the keys. */
function FilterField({ text, onFilter, bad, describedBy }: FilterFieldProps) {
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const change = (next: string): void => {
    setTyped(next);
    onFilter(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <label
      className={`flex h-[30px] w-[216px] items-center gap-[7px] rounded-md border px-2 focus-within:border-focus ${bad ? 'border-dashed border-critical' : 'border-line'}`}
    >
      <ListFilter className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
      <span className="sr-only">{MAP.filter}</span>
      <input
        data-filter-field
        value={typed}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={MAP.filterHint}
        aria-describedby={describedBy}
        aria-invalid={bad}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
      />
      {typed === '' ? null : (
        <button
          type="button"
          aria-label={MAP.clear}
          onClick={() => change('')}
          className="grid size-6 place-items-center"
        >
          <X className="size-3 text-ink-3" aria-hidden="true" />
        </button>
      )}
    </label>
  );
}
