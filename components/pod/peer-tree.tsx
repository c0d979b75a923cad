'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Peer } from '#lib/api/pod-types.ts';
import type { Isolated } from '#lib/policy/types.ts';
import { POD_PAGE, peerCount } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ACTIVE_ITEM } from './active-item.ts';
import { GateArrow, GatePost } from './gate-arrow.tsx';
import { PeerRow } from './peer-row.tsx';
import type { PeerRow as Row } from './peer-rows.ts';
import { treeMove } from './tree-move.ts';

const GROUP_HEIGHT = 28;
const PEER_HEIGHT = 34;

export interface PeerTreeProps {
  readonly label: string;
  readonly rows: readonly Row[];
  /** Peers that can reach the pod stand left of the fence, those that it can reach right of it. */
  readonly inwards: boolean;
  readonly isolated: Isolated;
  readonly head: ReactNode;
  /** Below the rows: who cannot, or why there is no row. */
  readonly foot: ReactNode;
  /** What was observed of a peer; absent: nobody asked. */
  readonly markOf?: ((peer: Peer) => ReactNode) | undefined;
  readonly onFold: (group: string, folded: boolean) => void;
  /** Folds or unfolds the pods of a workload. */
  readonly onPods: (workload: string, folded: boolean) => void;
  /** `pod`: that very pod of the peer. */
  readonly onWhy: (peer: Peer, pod?: string) => void;
  readonly onLook: (end: string) => void;
}

/** One direction's peers with the fence beside them. The arrows are part of the rows, so that they scroll together. */
export function PeerTree({ label, rows, inwards, isolated, head, foot, markOf, ...actions }: PeerTreeProps) {
  const { onFold, onPods, onWhy, onLook } = actions;
  const scroller = useRef<HTMLDivElement>(null);
  const treeId = useId();
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(0, rows.length - 1));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'peer' ? PEER_HEIGHT : GROUP_HEIGHT),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const move = treeMove(event.key, rows, current, event.shiftKey);
    if (move === undefined) return;
    event.preventDefault();
    if (move.type === 'fold') onFold(move.group, move.folded);
    else if (move.type === 'pods') onPods(move.peer, move.folded);
    else if (move.type === 'go') {
      setActive(move.index);
      virtual.scrollToIndex(move.index);
    } else {
      const row = rows[move.index];
      if (row?.type !== 'peer' && row?.type !== 'pod') return;
      const pod = row.type === 'pod' ? row.pod : undefined;
      if (move.type === 'look') onLook(pod ?? row.peer.id);
      else onWhy(row.peer, pod);
    }
  };

  /** Clicks are taken at the tree, as keys are: the rows are its descendants, not controls of their own. */
  const onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const index = Number(target?.getAttribute('data-row') ?? Number.NaN);
    const row = rows[index];
    if (row === undefined) return;
    setActive(index);
    if (row.type === 'group') onFold(row.id, !row.folded);
    else if (row.type === 'peer') {
      const onChevron = event.target instanceof Element && event.target.closest('[data-unfold]') !== null;
      if (onChevron && row.folded !== undefined) onPods(row.peer.id, !row.folded);
      else onWhy(row.peer);
    } else if (row.type === 'pod') onWhy(row.peer, row.pod);
  };

  const columns = inwards ? 'minmax(0,1fr) 54px' : '54px minmax(0,1fr)';
  return (
    <div className="relative grid min-h-0 min-w-0 max-xl:max-h-[72vh]" style={{ gridTemplateColumns: columns }}>
      <section
        aria-label={label}
        className={`pointer-events-none absolute inset-y-0 rounded-t-lg border border-b-0 border-line bg-surface max-xl:rounded-b-lg max-xl:border-b ${
          inwards ? 'right-[54px] left-0' : 'right-0 left-[54px]'
        }`}
      />
      <div className={`absolute inset-y-0 w-[54px] ${inwards ? 'right-0' : 'left-0'}`}>
        <GatePost isolated={isolated} />
      </div>
      <div ref={scroller} className="relative col-span-2 min-h-0 overflow-y-auto" style={{ scrollbarWidth: 'thin' }}>
        <div className="sticky top-0 z-1 grid" style={{ gridTemplateColumns: columns }}>
          <header
            className={`flex min-h-10 flex-wrap items-center gap-x-2 rounded-t-lg border border-b-line-faint border-line bg-surface px-3 ${
              inwards ? '' : 'col-start-2'
            }`}
          >
            {head}
          </header>
        </div>
        <div
          role="tree"
          aria-label={label}
          tabIndex={0}
          aria-activedescendant={rows.length === 0 ? undefined : `${treeId}-${current}`}
          onKeyDown={onKeyDown}
          onClick={onClick}
          className="group/tree relative rounded-xs"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const isActive = item.index === current;
            return (
              <div
                key={item.key}
                className="absolute inset-x-0 grid"
                style={{ gridTemplateColumns: columns, top: item.start, height: item.size }}
              >
                {row.type === 'group' ? (
                  <GroupRow
                    id={`${treeId}-${item.index}`}
                    row={row}
                    index={item.index}
                    active={isActive}
                    inwards={inwards}
                  />
                ) : row.type !== 'peer' ? (
                  <PodItem
                    id={`${treeId}-${item.index}`}
                    row={row}
                    index={item.index}
                    active={isActive}
                    inwards={inwards}
                  />
                ) : (
                  <PeerItem
                    id={`${treeId}-${item.index}`}
                    peer={row.peer}
                    folded={row.folded}
                    mark={markOf?.(row.peer)}
                    index={item.index}
                    active={isActive}
                    inwards={inwards}
                    height={item.size}
                    hole={isolated === 'yes'}
                  />
                )}
              </div>
            );
          })}
        </div>
        <div className="grid" style={{ gridTemplateColumns: columns }}>
          <div className={inwards ? '' : 'col-start-2'}>{foot}</div>
        </div>
      </div>
    </div>
  );
}

interface GroupRowProps {
  readonly id: string;
  readonly row: Extract<Row, { type: 'group' }>;
  readonly index: number;
  readonly active: boolean;
  readonly inwards: boolean;
}

function GroupRow({ id, row, index, active, inwards }: GroupRowProps) {
  const Chevron = row.folded ? ChevronRight : ChevronDown;
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-expanded={!row.folded}
      aria-selected={active}
      data-row={index}
      className={`mx-px flex min-w-0 cursor-pointer items-center gap-1.5 border-t border-line-faint bg-sunken px-3 text-xs text-ink-3 ${
        inwards ? '' : 'col-start-2'
      } ${active ? ACTIVE_ITEM : ''}`}
    >
      <Chevron className="size-3 shrink-0" aria-hidden="true" />
      <span className="truncate font-medium text-ink-2">
        {row.group.type === 'external' ? POD_PAGE.external : row.group.name}
      </span>
      <span className="whitespace-nowrap">
        {[row.group.note, row.group.pods === 0 || row.group.type === 'external' ? undefined : peerCount(row.group.pods)]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </span>
    </div>
  );
}

interface PodItemProps {
  readonly id: string;
  readonly row: Extract<Row, { type: 'pod' | 'note' }>;
  readonly index: number;
  readonly active: boolean;
  readonly inwards: boolean;
}

/** One pod of a peer that is unfolded, or a note on its pods. */
function PodItem({ id, row, index, active, inwards }: PodItemProps) {
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={3}
      aria-selected={active}
      data-row={index}
      className={`mx-px flex min-w-0 items-center gap-2 border-t border-line-faint pr-3 pl-16 text-xs ${
        row.type === 'pod' ? 'cursor-pointer hover:bg-hover' : 'text-ink-3'
      } ${inwards ? '' : 'col-start-2'} ${active ? `group-focus-within/tree:bg-selected ${ACTIVE_ITEM}` : ''}`}
    >
      {row.type === 'note' ? (
        row.text
      ) : (
        <>
          <span className="truncate">{visibleText(row.pod.slice(row.pod.indexOf('/') + 1))}</span>
          <span className="ml-auto truncate text-ink-3">{visibleText(row.node ?? '')}</span>
        </>
      )}
    </div>
  );
}

interface PeerItemProps {
  readonly id: string;
  readonly peer: Peer;
  /** Undefined: it has no pods to unfold. */
  readonly folded: boolean | undefined;
  readonly mark: ReactNode;
  readonly index: number;
  readonly active: boolean;
  readonly inwards: boolean;
  readonly height: number;
  readonly hole: boolean;
}

function PeerItem({ id, peer, folded, mark, index, active, inwards, height, hole }: PeerItemProps) {
  const arrow = <GateArrow peer={peer} gap={peer.gap} height={height} hole={hole} />;
  return (
    <>
      {inwards ? null : arrow}
      <div
        id={id}
        role="treeitem"
        tabIndex={-1}
        aria-level={2}
        aria-expanded={folded === undefined ? undefined : !folded}
        aria-selected={active}
        data-row={index}
        className={`mx-px grid min-w-0 cursor-pointer grid-cols-[14px_16px_minmax(0,1fr)_auto] items-center gap-x-[7px] border-t border-line-faint px-3 hover:bg-hover ${
          active
            ? `group-focus-within/tree:bg-selected group-focus-within/tree:shadow-[inset_2px_0_var(--color-accent)] ${ACTIVE_ITEM}`
            : ''
        }`}
      >
        <PeerRow peer={peer} folded={folded} mark={mark} />
      </div>
      {inwards ? arrow : null}
    </>
  );
}
