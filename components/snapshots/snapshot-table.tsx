'use client';

import { Check, ClockAlert, FileXCorner, TriangleAlert } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { SIGN_STEPS } from '#lib/api/snapshot-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { shortHash } from '#lib/text/en/short-hash.ts';
import {
  changedGaps,
  closedGaps,
  dateOf,
  newGaps,
  removedOn,
  SNAPSHOTS_PAGE,
  scopeOf,
  shownSeverities,
  signOffInWords,
  takenAt,
  unsigned,
} from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { CopyHash } from './copy-hash.tsx';
import { HeadRow } from './head-row.tsx';
import { isPartial } from './trend-lanes.ts';

interface SnapshotTableProps {
  /** Newest first. */
  readonly items: readonly SnapshotItem[];
  readonly selected: number | undefined;
  /** Numbers of snapshots with a file that is not what it was. */
  readonly damaged: ReadonlySet<number>;
  readonly hrefOf: (seq: number) => string;
  readonly onSelect: (seq: number) => void;
  /** To the next older one, or back. */
  readonly onStep: (by: 1 | -1) => void;
  /** Enter on the chosen one. */
  readonly onOpen: () => void;
}

/** The chain, newest link first. One stop for Tab; J and K move and choose. */
export function SnapshotTable({ items, selected, damaged, hrefOf, onSelect, onStep, onOpen }: SnapshotTableProps) {
  const severities = shownSeverities(items);
  const { columns } = SNAPSHOTS_PAGE;
  const chosen = useRef<HTMLAnchorElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row is chosen, so another link is in the ref
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' });
    // Focus goes along only where it already was in the table.
    if (body.current?.contains(document.activeElement)) chosen.current?.focus();
  }, [selected]);
  return (
    <table aria-label={SNAPSHOTS_PAGE.list} className="w-full border-separate border-spacing-0">
      <thead className="sticky top-0 z-1">
        <HeadRow>
          <th scope="col" className="w-9">
            <span className="sr-only">{columns.chain}</span>
          </th>
          <th scope="col" className="w-11">
            {columns.number}
          </th>
          <th scope="col">{columns.taken}</th>
          {severities.map((severity) => (
            <th key={severity} scope="col" className="w-12 text-right max-md:w-9">
              <span className="inline-flex align-middle">
                <SeverityGlyph severity={severity} />
              </span>
            </th>
          ))}
          <th scope="col" className="w-[150px] pl-5! max-md:hidden">
            {columns.against}
          </th>
          <th scope="col" className="w-[150px] max-md:hidden">
            {columns.signOff}
          </th>
          <th scope="col" className="w-[164px] max-lg:hidden">
            {columns.evidence}
          </th>
        </HeadRow>
      </thead>
      <tbody ref={body}>
        {items.map((item, index) => {
          const { seq, taken, gaps } = item;
          const here = seq === selected;
          return (
            <tr
              key={seq}
              className={`relative h-11 [&>td]:border-b [&>td]:border-line-faint [&>td]:px-2 ${here ? 'bg-selected' : 'hover:bg-hover'}`}
            >
              <td className="relative">
                <ChainLink first={seq === 1} newest={index === 0} here={here} broken={damaged.has(seq)} />
              </td>
              <td className="font-semibold tabular-nums">{count(seq)}</td>
              <td className="min-w-0">
                <a
                  ref={here ? chosen : undefined}
                  href={hrefOf(seq)}
                  tabIndex={here ? 0 : -1}
                  aria-current={here ? 'true' : undefined}
                  onClick={(event: MouseEvent) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    onSelect(seq);
                  }}
                  onKeyDown={(event) => {
                    if (event.metaKey || event.ctrlKey || event.altKey) return;
                    if (event.key === 'Enter') onOpen();
                    else if (event.key === 'ArrowDown') onStep(1);
                    else if (event.key === 'ArrowUp') onStep(-1);
                    else return;
                    event.preventDefault();
                  }}
                  className="block leading-[18px] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                >
                  <span className="sr-only">{count(seq)}, </span>
                  {dateOf(taken)}
                </a>
                <span className="flex flex-wrap gap-x-1.5 text-xs leading-4 text-ink-3">
                  <span className="wrap-anywhere">{visibleText(takenAt(item))}</span>
                  <Marks item={item} damaged={damaged.has(seq)} />
                </span>
                <span className="text-xs leading-4 tabular-nums md:hidden">
                  <span className="sr-only">{columns.against}: </span>
                  <Against item={item} />
                </span>
              </td>
              {severities.map((severity) => (
                <td key={severity} className="text-right text-md tabular-nums">
                  {count(gaps.FAIL[severity])}
                </td>
              ))}
              <td className="pl-5! text-xs whitespace-nowrap tabular-nums max-md:hidden">
                <Against item={item} />
              </td>
              <td className="text-xs max-md:hidden">
                <SignBoxes item={item} />
              </td>
              <td className="max-lg:hidden">
                <span className="flex items-center gap-1">
                  <span className="font-mono text-2xs whitespace-nowrap text-ink-2" title={item.evidence}>
                    {shortHash(item.evidence)}
                  </span>
                  <CopyHash hash={item.evidence} label={SNAPSHOTS_PAGE.copyEvidence} />
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A dot on the line from the newest to the first. */
function ChainLink({
  first,
  newest,
  here,
  broken,
}: {
  readonly first: boolean;
  readonly newest: boolean;
  readonly here: boolean;
  readonly broken: boolean;
}) {
  const dot = broken
    ? 'border-critical bg-critical-soft'
    : here
      ? 'border-accent bg-accent'
      : 'border-line-strong bg-surface';
  return (
    <span aria-hidden="true" className="absolute inset-0">
      <span
        className={`absolute left-[17px] w-px bg-line-strong ${newest ? 'top-1/2' : 'top-0'} ${first ? 'bottom-1/2' : 'bottom-0'}`}
      />
      <span className={`absolute top-1/2 left-[13px] size-[9px] -translate-y-1/2 rounded-full border-[1.5px] ${dot}`} />
    </span>
  );
}

/** What is to be known of a snapshot before its numbers are read. */
function Marks({ item, damaged }: { readonly item: SnapshotItem; readonly damaged: boolean }) {
  const { clock, removedAt } = item;
  return (
    <>
      {isPartial(item) ? (
        <span className="text-depends-ink" title={visibleText(scopeOf(item))}>
          * {SNAPSHOTS_PAGE.partialMark}
        </span>
      ) : null}
      {clock === undefined ? null : (
        <Mark icon={ClockAlert} tone="text-warn-ink" title={clock} text={SNAPSHOTS_PAGE.clockMark} />
      )}
      {removedAt === undefined ? null : (
        <Mark icon={FileXCorner} tone="text-ink-3" title={removedOn(removedAt)} text={SNAPSHOTS_PAGE.removedMark} />
      )}
      {damaged ? (
        <Mark
          icon={TriangleAlert}
          tone="text-error-ink"
          title={SNAPSHOTS_PAGE.damagedMark}
          text={SNAPSHOTS_PAGE.damagedMark}
        />
      ) : null}
    </>
  );
}

interface MarkProps {
  readonly icon: typeof Check;
  readonly tone: string;
  readonly title: string;
  readonly text: string;
}

function Mark({ icon: Icon, tone, title, text }: MarkProps) {
  return (
    <span title={title} className={`inline-flex items-center gap-1 ${tone}`}>
      <Icon className="size-3" aria-hidden="true" />
      {text}
    </span>
  );
}

/** "3 new 5 closed", against the snapshot before. */
function Against({ item: { seq, against } }: { readonly item: SnapshotItem }) {
  if (against === undefined) return <span className="text-ink-3">{seq === 1 ? SNAPSHOTS_PAGE.first : '–'}</span>;
  const { opened, closed, changed } = against;
  return (
    <span className="flex gap-2">
      <span className={opened > 0 ? 'font-medium text-opens-ink' : 'text-ink-2'}>{newGaps(opened)}</span>
      <span className={closed > 0 ? 'font-medium text-closes-ink' : 'text-ink-2'}>{closedGaps(closed)}</span>
      {changed > 0 ? <span className="text-ink-2">{changedGaps(changed)}</span> : null}
    </span>
  );
}

/** Three boxes and the last word. */
function SignBoxes({ item: { signOffs } }: { readonly item: SnapshotItem }) {
  const signed = signOffs.map(({ step }) => step);
  return (
    <span className="flex items-center gap-2">
      <span role="img" aria-label={signOffInWords(signed, SIGN_STEPS)} className="flex gap-1">
        {SIGN_STEPS.map((step) => (
          <span
            key={step}
            className={`grid size-3.5 place-items-center rounded-xs border ${
              signed.includes(step) ? 'border-ink-2 bg-ink-2 text-surface' : 'border-dashed border-line-strong'
            }`}
          >
            {signed.includes(step) ? <Check className="size-2.5" strokeWidth={3} aria-hidden="true" /> : null}
          </span>
        ))}
      </span>
      <span className="text-ink-2">{signed.at(-1) ?? unsigned}</span>
    </span>
  );
}
