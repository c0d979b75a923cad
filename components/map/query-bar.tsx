'use client';

import { Activity, FoldVertical, Grid3x3, Layers, ShieldAlert, Table2, Waypoints } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useId } from 'react';
import { FilterField } from '#components/filter/filter-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import type { WithoutHidden } from '#lib/graph/filter/hide-matches.ts';
import type { FilterMatch } from '#lib/graph/filter/match-filter.ts';
import { printTerm } from '#lib/graph/filter/print-filter.ts';
import type { Scene, SceneLevel } from '#lib/graph/types.ts';
import { FILTER, filterErrorSentence, filterMatches, nothingMatches, unansweredSentence } from '#lib/text/en/filter.ts';
import { MAP } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import type { MapLevels } from './use-map-levels.ts';
import type { MapViewName } from './use-map-state.ts';

// of a map that is looked at first nothing is found or hidden
const HiddenChip = dynamic(() => import('#components/filter/hidden-chip.tsx').then((module) => module.HiddenChip), {
  ssr: false,
});
// its popover is much code, and nobody saves a view before looking at one
const ViewsMenu = dynamic(() => import('#components/views/views-menu.tsx').then((module) => module.ViewsMenu), {
  ssr: false,
});

const LEVELS = ['namespaces', 'workloads', 'pods'] as const;
const MATRIX_LEVELS = ['namespaces', 'workloads'] as const;

interface QueryBarProps {
  readonly cluster: string;
  readonly scene: Scene;
  readonly filter: Filter;
  /** What the filter keeps; undefined where nothing is filtered. */
  readonly match: FilterMatch | undefined;
  readonly onFilter: (text: string) => void;
  readonly hidden: WithoutHidden<Scene>;
  readonly hide: readonly string[];
  readonly onFind: (found: string, hide: readonly string[]) => void;
  readonly level: SceneLevel;
  readonly view: MapViewName;
  readonly onView: (view: MapViewName) => void;
  readonly gapsOnly: boolean;
  readonly onGapsOnly: (only: boolean) => void;
  /** Whether lines are drawn by what was observed. */
  readonly traffic: boolean;
  readonly onTraffic: (on: boolean) => void;
  readonly levels: MapLevels;
  /** What is drawn of the lines between tiles; undefined at other levels. */
  readonly linesNote: string | undefined;
  /** What stands at the end: the export. */
  readonly end: ReactNode;
  /** The panel of gaps, with the traffic of flows, where it does not stand beside the map. */
  readonly onGapsPanel: (() => void) | undefined;
}

/** Filter, level and view; beside them what stands for what. */
export function QueryBar(props: QueryBarProps) {
  const { scene, filter, match } = props;
  const { note, isError } = noteOf(scene, filter, match);
  const standing = [scene.note, props.linesNote].filter((part) => part !== undefined).join(' ');
  const noteId = useId();
  return (
    <div className="no-print flex min-h-11 shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-surface py-1.5 pr-3 pl-4">
      <FilterField
        source={{ place: 'map', cluster: props.cluster, scene }}
        text={filter.text}
        onFilter={props.onFilter}
        describedBy={noteId}
      />
      {filter.text === '' && props.hide.length === 0 ? null : (
        <HiddenChip
          hidden={props.hidden}
          found={filter.text}
          hide={props.hide}
          canHide={match !== undefined && match.unanswered.length === 0 && match.nodes.size + match.edges.size > 0}
          onChange={props.onFind}
        />
      )}
      <ViewsMenu cluster={props.cluster} />
      <Breadcrumb scene={scene} levels={props.levels} />
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
      <Button
        size="sm"
        variant={props.traffic ? 'default' : 'quiet'}
        aria-pressed={props.traffic}
        className="aria-pressed:border-accent aria-pressed:text-accent-ink"
        onClick={() => props.onTraffic(!props.traffic)}
      >
        <Activity className="size-3" aria-hidden="true" />
        {MAP.traffic}
      </Button>
      <p id={noteId} role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-ink-2">
        {note !== undefined ? (
          <span className={`line-clamp-2 wrap-anywhere ${isError ? 'text-error-ink' : ''}`} title={visibleText(note)}>
            {visibleText(note)}
          </span>
        ) : standing !== '' && props.view !== 'matrix' ? (
          <>
            <Layers className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
            <span className="line-clamp-2 wrap-anywhere" title={visibleText(standing)}>
              {visibleText(standing)}
            </span>
          </>
        ) : null}
      </p>
      {props.onGapsPanel === undefined ? null : (
        <Button size="sm" onClick={props.onGapsPanel}>
          {props.traffic ? (
            <Activity className="size-3.5" aria-hidden="true" />
          ) : (
            <ShieldAlert className="size-3.5" aria-hidden="true" />
          )}
          {props.traffic ? MAP.openTraffic : MAP.openGaps}
        </Button>
      )}
      <span className="max-rail:hidden">
        <Segmented
          label={MAP.level}
          options={(props.view === 'matrix' ? MATRIX_LEVELS : LEVELS).map((value) => ({
            value,
            label: MAP.levels[value],
          }))}
          value={props.level}
          onChange={props.levels.choose}
        />
      </span>
      <Segmented
        label={MAP.view}
        options={[
          { value: 'map', label: MAP.map, icon: <Waypoints className="size-3.5" aria-hidden="true" /> },
          { value: 'matrix', label: MAP.matrix, icon: <Grid3x3 className="size-3.5" aria-hidden="true" /> },
          { value: 'table', label: MAP.table, icon: <Table2 className="size-3.5" aria-hidden="true" /> },
        ]}
        value={props.view}
        onChange={props.onView}
      />
      {props.end}
    </div>
  );
}

/** What is wrong with the filter, that gaps are not known yet, what of it the picture cannot answer, or how much it leaves. */
function noteOf(scene: Scene, filter: Filter, match: FilterMatch | undefined): { note?: string; isError: boolean } {
  const error = filter.errors.find(({ unfinished }) => !unfinished);
  if (error !== undefined) return { note: `${filterErrorSentence(error)} ${FILTER.keepsState}`, isError: true };
  if (scene.gapsPending === true) return { note: MAP.gapsPending, isError: false };
  const [unanswered] = match?.unanswered ?? [];
  if (unanswered !== undefined) {
    return { note: unansweredSentence(printTerm(unanswered), unanswered.key, scene.level), isError: true };
  }
  if (match === undefined) return { isError: false };
  if (match.nodes.size === 0 && match.edges.size === 0) return { note: nothingMatches(filter.text), isError: false };
  return { note: filterMatches(match.found, match.of, scene.level, match.depends), isError: false };
}
