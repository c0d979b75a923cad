'use client';

import { Popover } from '@base-ui/react/popover';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { clustersQuery, summaryQuery } from '#components/api/queries.ts';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { revisionComparisonQuery, revisionsQuery } from '#components/live/revision-queries.ts';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/button.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { RevisionEntry } from '#lib/api/revision-schemas.ts';
import {
  changeSentence,
  comparisonSentence,
  kindsRead,
  LIVE,
  moreChanges,
  otherSentence,
} from '#lib/text/en/revisions.ts';
import { ago, fullTime, revisionName, sourceState } from '#lib/text/en/shell.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface RevisionsPopoverProps {
  readonly cluster: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly anchor: RefObject<HTMLButtonElement | null>;
}

/** The source and the revisions of this run: when, what changed, by which tool, and how an earlier one compares. */
export function RevisionsPopover({ cluster, open, onOpen, anchor }: RevisionsPopoverProps) {
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next, { event }) => {
        // the button has its own say
        if (next || !(event.target instanceof Node && anchor.current?.contains(event.target))) onOpen(next);
      }}
    >
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side="bottom" align="end" sideOffset={6} className="z-30">
          <Popover.Popup
            finalFocus={anchor}
            className="flex max-h-[min(70vh,520px)] w-[min(420px,calc(100vw-24px))] flex-col overflow-hidden rounded-lg border border-line bg-overlay shadow-pop outline-none"
          >
            <Popover.Title className="px-3.5 pt-3 pb-1 text-md font-semibold">{LIVE.title}</Popover.Title>
            <SourceLine cluster={cluster} />
            <TimeLine cluster={cluster} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SourceLine({ cluster }: { readonly cluster: string }) {
  const now = useNow();
  const { data: clusters } = useQuery(clustersQuery());
  const { data: summary } = useQuery(summaryQuery(cluster));
  const source = clusters?.clusters.find(({ id }) => id === cluster)?.source;
  if (source === undefined) return null;
  return (
    <p
      className="border-b border-line-faint px-3.5 pb-2.5 text-xs text-ink-2"
      title={source.asOf === undefined ? undefined : fullTime(source.asOf)}
    >
      {[
        source.label,
        sourceState(source),
        source.asOf === undefined || now === 0 ? undefined : ago(Date.parse(source.asOf), now),
        summary === undefined ? undefined : kindsRead(summary.completeness.kinds),
      ]
        .filter((part) => part !== undefined)
        .join(' · ')}
    </p>
  );
}

function TimeLine({ cluster }: { readonly cluster: string }) {
  const { newest } = useShownRevision(cluster);
  return (
    <QueryState query={useQuery(revisionsQuery(cluster, newest))} loading={LIVE.loading} failed={LIVE.failed}>
      {({ revisions, kept }) => (
        <ol aria-label={LIVE.revisions} className="min-h-0 overflow-y-auto py-1">
          {revisions.map((entry) => (
            <Entry key={entry.seq} cluster={cluster} entry={entry} isKept={kept.includes(entry.seq)} />
          ))}
        </ol>
      )}
    </QueryState>
  );
}

function Entry({
  cluster,
  entry,
  isKept,
}: {
  readonly cluster: string;
  readonly entry: RevisionEntry;
  readonly isKept: boolean;
}) {
  const { shown } = useShownRevision(cluster);
  const now = useNow();
  const [compared, setCompared] = useState(false);
  const waits = shown !== undefined && entry.seq > shown;
  return (
    <li className="border-b border-line-faint px-3.5 py-2 last:border-b-0">
      <p className="flex items-center gap-2 text-xs">
        <span className="font-medium tabular-nums">{revisionName(entry.seq)}</span>
        <time dateTime={entry.builtAt} title={fullTime(entry.builtAt)} className="flex-1 text-ink-3">
          {now === 0 ? '' : ago(Date.parse(entry.builtAt), now)}
        </time>
        {entry.seq === shown ? (
          <Tag tone="accent">{LIVE.shown}</Tag>
        ) : waits ? (
          <Tag tone="info">{LIVE.waiting}</Tag>
        ) : null}
        {entry.seq === shown || compared ? null : isKept ? (
          <Button size="sm" variant="quiet" onClick={() => setCompared(true)}>
            {LIVE.compare}
          </Button>
        ) : (
          <span className="text-ink-3">{LIVE.gone}</span>
        )}
      </p>
      <ul className="mt-0.5 text-ink-2">
        {entry.changes.map((change) => (
          <li key={`${change.verb} ${change.kind} ${change.namespace} ${change.name}`} className="wrap-anywhere">
            {visibleText(changeSentence(change))}
          </li>
        ))}
        {entry.others.map((other) => (
          <li key={other}>{otherSentence(other)}</li>
        ))}
        {entry.total > entry.changes.length ? (
          <li className="text-ink-3">{moreChanges(entry.total - entry.changes.length)}</li>
        ) : null}
        {entry.total + entry.others.length === 0 ? (
          <li className="text-ink-3">{entry.seq === 1 ? LIVE.first : LIVE.otherwise}</li>
        ) : null}
      </ul>
      {compared ? <Comparison cluster={cluster} from={entry.seq} /> : null}
    </li>
  );
}

/** Against the revision that the page shows. */
function Comparison({ cluster, from }: { readonly cluster: string; readonly from: number }) {
  return (
    <div role="status" className="mt-1.5 rounded-md bg-sunken px-2.5 py-1.5">
      <QueryState
        query={useQuery(revisionComparisonQuery(cluster, from))}
        loading={LIVE.comparing}
        failed={LIVE.failed}
      >
        {(comparison) => (
          <>
            <p>{comparisonSentence(comparison)}</p>
            <ul className="mt-1 text-xs text-ink-2">
              {comparison.opened.map((title) => (
                <li key={`+${title}`} className="wrap-anywhere">
                  + {visibleText(title)}
                </li>
              ))}
              {comparison.closed.map((title) => (
                <li key={`-${title}`} className="wrap-anywhere">
                  − {visibleText(title)}
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </div>
  );
}
