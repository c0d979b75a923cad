'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { hopCutQuery, hopPathQuery } from '#components/api/hops-queries.ts';
import { QueryState } from '#components/ui/query-state.tsx';
import { severityLineColour } from '#components/ui/severity-line-colour.ts';
import { useSettled } from '#components/ui/use-settled.ts';
import type { Question } from '#components/why/ask-address.ts';
import type { HopPath, HopsView } from '#lib/api/hops-schemas.ts';
import type { PodView } from '#lib/api/pod-types.ts';
import { HOPS } from '#lib/text/en/hops.ts';
import { endHref, workloadHref } from '../pod-address.ts';
import type { PodViewState } from '../use-pod-view-state.ts';
import { HopColumn } from './hop-column.tsx';
import { hopItems, hopMove } from './hop-items.ts';
import { type HopLine, HopLines } from './hop-lines.tsx';
import { CutText, HopKeys, HopPanel } from './hop-panel.tsx';
import { OutOfReach } from './out-of-reach.tsx';
import { StartCard } from './start-card.tsx';

/** The chosen row follows the keys at once; its way is asked for when they pause. */
const PAUSE_MS = 120;
/** The pod beside its hops where there is room, above them else. */
const TEMPLATES = [
  'xl:grid-cols-[minmax(0,160px)_minmax(0,1fr)]',
  'md:max-xl:grid-cols-2 xl:grid-cols-[minmax(0,160px)_repeat(2,minmax(0,1fr))]',
  'md:max-xl:grid-cols-3 xl:grid-cols-[minmax(0,160px)_repeat(3,minmax(0,1fr))]',
];
const NO_LINES: readonly HopLine[] = [];

interface HopsContentProps {
  readonly cluster: string;
  readonly pod: PodView;
  readonly query: UseQueryResult<HopsView>;
  readonly state: PodViewState;
  readonly onWhy: (question: Question) => void;
}

/** A pod's reach in columns by hop. */
export function HopsContent({ query, ...props }: HopsContentProps) {
  return (
    <QueryState query={query} loading={HOPS.loading} failed={HOPS.failed}>
      {(view) => <Columns view={view} {...props} />}
    </QueryState>
  );
}

function Columns({ cluster, pod, view, state, onWhy }: Omit<HopsContentProps, 'query'> & { readonly view: HopsView }) {
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const trees = useRef<(HTMLDivElement | null)[]>([]);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<readonly number[]>([]);
  const { to, setTo, way, setWay } = state;
  const end = view.end.key;
  const { direction } = view;
  const asked = useSettled(to, PAUSE_MS);
  const isEnd = view.ends.some(({ id }) => id === to);
  const question = to === undefined || isEnd || asked !== to ? undefined : { end, direction, to };
  const path = useQuery({ ...hopPathQuery(cluster, question ?? NOTHING, way), enabled: question !== undefined });
  const cut = useQuery({ ...hopCutQuery(cluster, question ?? NOTHING), enabled: question !== undefined });
  const shownPath = question === undefined ? undefined : path.data;
  const stops = useMemo(() => stopsOf(view, shownPath), [view, shownPath]);
  const onWay = useMemo(() => new Set(to === undefined ? [] : [...stops, to]), [stops, to]);
  const columns = useMemo(
    () => view.columns.map((column) => hopItems(column, view.ends, unfolded, onWay)),
    [view, unfolded, onWay],
  );
  const lines = useMemo(() => (shownPath === undefined ? NO_LINES : linesOf(shownPath, view)), [shownPath, view]);
  const layout = useMemo(() => ({ columns }), [columns]);

  const choose = (column: number, index: number): void => {
    setActive(view.columns.map((_, i) => (i === column ? index : (active[i] ?? 0))));
    const item = columns[column]?.[index];
    if (item !== undefined && item.type !== 'fold' && item.id !== to) setTo(item.id);
  };
  const fold = (id: string, folded: boolean): void => {
    const next = new Set(unfolded);
    if (folded) next.delete(id);
    else next.add(id);
    setUnfolded(next);
  };
  const askWhy = (column: number, index: number): void => {
    const item = columns[column]?.[index];
    if (item === undefined || item.type === 'fold') return;
    const link =
      item.id === shownPath?.to ? (direction === 'out' ? shownPath.links.at(-1) : shownPath.links[0]) : undefined;
    const via = item.type === 'row' ? item.row.via : item.end.via;
    const near = via ?? end;
    const ask = link?.ask ?? (direction === 'out' ? { from: near, to: item.id } : { from: item.id, to: near });
    onWhy({ ...ask, port: '' });
  };
  const onKeyDown = (column: number) => (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Math.min(active[column] ?? 0, Math.max(0, (columns[column]?.length ?? 0) - 1));
    const move = hopMove(event.key, event.shiftKey, columns, { column, index });
    if (move === undefined) return;
    event.preventDefault();
    if (move.type === 'fold') fold(move.id, move.folded);
    else if (move.type === 'why') askWhy(column, index);
    else if (move.type === 'look') {
      const item = columns[column]?.[index];
      if (item?.type === 'row') router.push(lookHref(cluster, item.id, view));
    } else {
      choose(move.column, move.index);
      const tree = trees.current[move.column];
      tree?.focus();
      tree?.children[move.index]?.scrollIntoView({ block: 'nearest' });
    }
  };

  return (
    <div className="flex min-h-0 flex-1 max-xl:flex-col max-xl:overflow-y-auto">
      <section aria-label={HOPS.columns} className="min-w-0 flex-1 bg-canvas p-4 xl:overflow-y-auto">
        <div
          ref={box}
          className={`relative grid grid-cols-1 items-start gap-y-3 md:gap-x-7 ${TEMPLATES[view.hops - 1]}`}
        >
          <StartCard pod={pod} view={view} />
          {view.columns.map((column, i) => (
            <HopColumn
              key={column.hop}
              column={column}
              items={columns[i] ?? []}
              active={active[i] ?? 0}
              onWay={onWay}
              chosen={to}
              tree={(element) => {
                trees.current[i] = element;
              }}
              onKeyDown={onKeyDown(i)}
              onItem={(index) => {
                const item = columns[i]?.[index];
                if (item?.type === 'fold') fold(item.id, !item.folded);
                choose(i, index);
              }}
            >
              {i === view.columns.length - 1 ? <OutOfReach view={view} /> : null}
            </HopColumn>
          ))}
          <HopLines lines={lines} inwards={direction === 'in'} box={box} layout={layout} />
        </div>
      </section>
      <aside
        aria-label={HOPS.radius}
        className="flex shrink-0 flex-col border-line bg-surface max-xl:border-t xl:w-[316px] xl:overflow-y-auto xl:border-l"
      >
        <HopPanel
          cluster={cluster}
          view={view}
          to={to}
          path={shownPath}
          lookHref={to === undefined || isEnd ? undefined : lookHref(cluster, to, view)}
          onPath={setWay}
          onWhy={onWhy}
          cut={
            question === undefined ? null : (
              <QueryState query={cut} loading={HOPS.cutLoading} failed={HOPS.cutFailed}>
                {(data) => <CutText cut={data} />}
              </QueryState>
            )
          }
        />
        <footer className="mt-auto border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3">
          <HopKeys />
        </footer>
      </aside>
    </div>
  );
}

const NOTHING = { end: '', direction: 'out', to: '' } as const;

/** Another workload's hops, as these are shown. */
function lookHref(cluster: string, workload: string, { hops, direction }: HopsView): string {
  return `${endHref(cluster, workload) ?? workloadHref(cluster, workload)}?hops=${hops}&dir=${direction}`;
}

/** The workloads of a way, from the pod on. */
function stopsOf(view: HopsView, path: HopPath | undefined): readonly string[] {
  if (path === undefined) return [];
  const [first] = path.links;
  const stops = first === undefined ? [] : [first.from, ...path.links.map(({ to }) => to)];
  return view.direction === 'out' ? stops : stops.reverse();
}

function linesOf(path: HopPath, view: HopsView): readonly HopLine[] {
  return path.links.map((link, i) => {
    const out = view.direction === 'out';
    const isFirst = out ? i === 0 : i === path.links.length - 1;
    const near = isFirst ? view.end.key : out ? link.from : link.to;
    const depends = link.verdict === 'depends';
    const colour =
      link.gap !== undefined
        ? severityLineColour(link.gap.severity)
        : depends
          ? 'var(--color-depends)'
          : 'var(--color-allowed)';
    return { near, far: out ? link.to : link.from, depends, colour };
  });
}
