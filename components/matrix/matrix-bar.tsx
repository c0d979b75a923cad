'use client';

import { ArrowLeftRight, Layers, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { MATRIX_ORDERS, type MatrixCounts, type MatrixOrder } from '#lib/graph/matrix/types.ts';
import { MATRIX, matrixNote, pairTitle } from '#lib/text/en/matrix.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface MatrixBarProps {
  readonly counts: MatrixCounts;
  readonly note: string | undefined;
  readonly order: MatrixOrder;
  /** Lines are workloads: they stand by namespace, not by zone. */
  readonly within: boolean;
  readonly onOrder: (order: MatrixOrder) => void;
  /** Two namespaces whose workloads are looked at alone. */
  readonly pair: readonly [string, string] | undefined;
  readonly onLeavePair: () => void;
  readonly swapped: boolean;
  readonly onSwap: () => void;
}

/** What the matrix says in one sentence, and how it is ordered. */
export function MatrixBar(props: MatrixBarProps) {
  const words = props.within ? MATRIX.ordersWithin : MATRIX.orders;
  return (
    <div className="no-print flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b border-line-faint py-1 pr-3 pl-4">
      <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-ink max-sm:basis-full">
        <span>{matrixNote(props.counts)}</span>
        {props.note === undefined ? null : (
          <span className="flex min-w-0 items-center gap-1.5 text-xs text-ink-2">
            <Layers className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
            <span className="line-clamp-2 wrap-anywhere">{visibleText(props.note)}</span>
          </span>
        )}
      </p>
      {props.pair === undefined ? null : (
        <Button size="sm" onClick={props.onLeavePair} title={MATRIX.leavePair}>
          {visibleText(pairTitle(...props.pair))}
          <X className="size-3" aria-hidden="true" />
          <span className="sr-only">{MATRIX.leavePair}</span>
        </Button>
      )}
      <Button
        size="sm"
        aria-pressed={props.swapped}
        aria-keyshortcuts="T"
        variant={props.swapped ? 'default' : 'quiet'}
        onClick={props.onSwap}
        title={MATRIX.transpose}
      >
        <ArrowLeftRight className="size-3" aria-hidden="true" />
        {MATRIX.swap}
      </Button>
      <span className="text-xs text-ink-3 max-sm:hidden" aria-hidden="true">
        {MATRIX.order}
      </span>
      <Segmented
        label={MATRIX.order}
        size="sm"
        options={MATRIX_ORDERS.map((value) => ({ value, label: words[value] }))}
        value={props.order}
        onChange={props.onOrder}
      />
    </div>
  );
}
