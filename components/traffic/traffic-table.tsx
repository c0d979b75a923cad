'use client';

import { ArrowRight } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { Time } from '#components/ui/time.tsx';
import { TrafficLine } from '#components/ui/traffic-line.tsx';
import type { RowLinkProps } from '#components/ui/use-row-focus.ts';
import { type TableColumn, VirtualTable } from '#components/ui/virtual-table.tsx';
import type { JoinedEdgeView } from '#lib/api/observed-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { edgeStateMeans, edgeStateWord, flowPort, TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';
import { DecidedBy } from './decided-by.tsx';
import { decidingOf, isOpenAllTheWay } from './deciding.ts';
import { FlowEnd } from './flow-end.tsx';
import { whyOfFlow } from './why-of-flow.ts';

const { columns } = TRAFFIC_PAGE;
const COLUMNS: readonly TableColumn[] = [
  { id: 'gap', label: columns.gap, className: 'w-9 pl-4', quietHead: true },
  { id: 'state', label: columns.state, className: 'w-[9rem] max-sm:w-[4.5rem]' },
  { id: 'from', label: columns.from, className: '' },
  { id: 'arrow', label: columns.to, className: 'w-6 px-0', quietHead: true },
  { id: 'to', label: columns.to, className: '' },
  { id: 'port', label: columns.port, className: 'w-[4.75rem]' },
  { id: 'connections', label: columns.connections, className: 'w-[6rem] text-right max-sm:hidden' },
  { id: 'decided', label: columns.decided, className: 'w-[11rem] max-lg:hidden' },
  { id: 'first', label: columns.first, className: 'w-[4.75rem] text-right max-[1439px]:hidden' },
  { id: 'last', label: columns.last, className: 'w-[5.75rem] pr-4 text-right max-[1439px]:hidden' },
];

interface TrafficTableProps {
  readonly cluster: string;
  readonly edges: readonly JoinedEdgeView[];
  /** In all, where `edges` are only the first of them. */
  readonly total: number;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  /** `href`: the page that answers; undefined where nobody can ask. */
  readonly onWhy: (key: string, href: string | undefined) => void;
  readonly onNearEnd: () => void;
}

/** Every flow and every permission, one row each. Going to a row chooses it; Enter asks why. */
export function TrafficTable({ cluster, edges, total, selected, onSelect, onWhy, onNearEnd }: TrafficTableProps) {
  return (
    <VirtualTable
      label={TRAFFIC_PAGE.table}
      columns={COLUMNS}
      items={edges}
      total={total}
      onNearEnd={onNearEnd}
      start={Math.max(
        0,
        edges.findIndex(({ key }) => key === selected),
      )}
      keyOf={({ key }) => key}
      cells={(edge, link) => (
        <Cells
          cluster={cluster}
          edge={edge}
          link={link}
          isSelected={edge.key === selected}
          onSelect={onSelect}
          onWhy={onWhy}
        />
      )}
      className="min-h-0 flex-1 overflow-y-auto"
    />
  );
}

interface CellsProps {
  readonly cluster: string;
  readonly edge: JoinedEdgeView;
  readonly link: RowLinkProps;
  readonly isSelected: boolean;
  readonly onSelect: (key: string) => void;
  readonly onWhy: (key: string, href: string | undefined) => void;
}

function Cells({ cluster, edge, link, isSelected, onSelect, onWhy }: CellsProps) {
  const { key, state, severity } = edge;
  const ever = edge.ever ?? edge.seen;
  const why = whyOfFlow(cluster, edge);
  return (
    <>
      <td className={`pl-4 ${isSelected ? 'shadow-[inset_2px_0_var(--color-accent)]' : ''}`}>
        {severity === undefined ? null : <SeverityGlyph severity={severity} size={13} />}
      </td>
      <td title={edgeStateMeans(edge)}>
        <span className="flex items-center gap-[7px] text-xs">
          <span className="shrink-0 max-sm:hidden">
            <TrafficLine state={state} />
          </span>
          {/* where there is room for one, the word: in two lines */}
          <span
            className={`max-sm:text-2xs max-sm:leading-3 max-sm:whitespace-normal ${state === 'seen-denied' || edge.refusedThoughAllowed ? 'font-medium text-critical-ink' : 'text-ink-2'}`}
          >
            {edgeStateWord(edge)}
          </span>
        </span>
      </td>
      <td>
        {/* The link covers its row. Whoever presses Enter asks why; a click chooses the row. */}
        <Link
          href={why ?? `?edge=${encodeURIComponent(key)}`}
          {...link}
          prefetch={false}
          aria-current={isSelected ? 'true' : undefined}
          onFocus={() => {
            link.onFocus();
            onSelect(key);
          }}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            if (event.detail === 0) onWhy(key, why);
            else onSelect(key);
          }}
          className="block outline-none after:absolute after:inset-0"
        >
          <FlowEnd id={edge.from} end={edge.fromEnd} />
        </Link>
      </td>
      <td className="!px-0 text-center text-ink-3">
        <ArrowRight className="inline size-3.5" aria-hidden="true" />
      </td>
      <td>
        <FlowEnd id={edge.to} end={edge.toEnd} />
      </td>
      <td>
        <PortChip>{flowPort(edge)}</PortChip>
      </td>
      <td className="text-right tabular-nums max-sm:hidden">{connectionsOf(edge)}</td>
      <td className="text-xs text-ink-2 max-lg:hidden">
        <Decision cluster={cluster} edge={edge} />
      </td>
      <td className="text-right text-xs text-ink-2 max-[1439px]:hidden">
        {ever === undefined ? TRAFFIC_PAGE.nothing : <Time iso={new Date(ever.first).toISOString()} />}
      </td>
      <td className="pr-4 text-right text-xs text-ink-2 max-[1439px]:hidden">
        {ever === undefined ? (
          state === 'unused' ? (
            TRAFFIC_PAGE.never
          ) : (
            TRAFFIC_PAGE.nothing
          )
        ) : (
          <Time iso={new Date(ever.last).toISOString()} />
        )}
      </td>
    </>
  );
}

function Decision({ cluster, edge: { decisions } }: { readonly cluster: string; readonly edge: JoinedEdgeView }) {
  const decision = decidingOf(decisions);
  if (decision === undefined) return TRAFFIC_PAGE.nothing;
  if (isOpenAllTheWay(decisions)) return TRAFFIC_PAGE.bothOpen;
  return <DecidedBy cluster={cluster} decision={decision} inTable />;
}

/** 0 only where it is known that there was none. */
function connectionsOf({ state, seen }: JoinedEdgeView) {
  if (seen === undefined) return state === 'unused' ? '0' : TRAFFIC_PAGE.nothing;
  if (seen.connections !== null) return count(seen.connections);
  return <span className="text-xs text-ink-3">{TRAFFIC_PAGE.notMeasured}</span>;
}
