import { ArrowLeftRight, ArrowRight, ChevronRight, Download } from 'lucide-react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { saveResult } from '#components/shell/save-result.ts';
import { BoldText } from '#components/ui/bold-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Link } from '#components/ui/link.tsx';
import type { SnapshotComparison, SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { COMPARE_PAGE, choiceOf, comparisonSentence, sidesInWords } from '#lib/text/en/compare-page.ts';
import { count } from '#lib/text/en/count.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { SNAPSHOTS_PAGE, snapshotName } from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { changeRows } from './change-rows.ts';
import { changesCsv } from './changes-csv.ts';

interface CompareHeadProps {
  readonly cluster: string;
  readonly items: readonly SnapshotItem[];
  readonly from: number;
  readonly to: number;
  readonly onPair: (pair: { readonly from: number; readonly to: number }) => void;
  /** Undefined while it is worked out. */
  readonly comparison: SnapshotComparison | undefined;
}

/** Which two, and the answer in a sentence. */
export function CompareHead({ cluster, items, from, to, onPair, comparison }: CompareHeadProps) {
  const save = (text: string, type: string, end: string): void =>
    saveResult(cluster, new Blob([text], { type }), `ringfence-${cluster}-${from}-to-${to}.${end}`);
  return (
    <header className="shrink-0 border-b border-line bg-page px-5 pt-3 pb-3">
      <nav aria-label={BREADCRUMB} className="flex items-center gap-1.5 text-xs text-ink-3">
        <Link href={clusterHref(cluster, 'snapshots')} className="hover:text-ink">
          {SNAPSHOTS_PAGE.title}
        </Link>
        <ChevronRight className="size-3" aria-hidden="true" />
        <span className="text-ink-2">{COMPARE_PAGE.crumb}</span>
      </nav>
      <h1 className="sr-only">{COMPARE_PAGE.title}</h1>
      <div className="my-1.5 flex flex-wrap items-center gap-2">
        <Choice label={COMPARE_PAGE.from} items={items} value={from} onChange={(seq) => onPair({ from: seq, to })} />
        <ArrowRight className="size-4 text-ink-3" aria-hidden="true" />
        <Choice label={COMPARE_PAGE.to} items={items} value={to} onChange={(seq) => onPair({ from, to: seq })} />
        <Button variant="quiet" size="sm" onClick={() => onPair({ from: to, to: from })}>
          <ArrowLeftRight className="size-3" aria-hidden="true" />
          {COMPARE_PAGE.swap}
        </Button>
        <span className="text-xs text-ink-3 wrap-anywhere">
          {comparison === undefined ? null : visibleText(sidesInWords(comparison))}
        </span>
        <span className="ml-auto flex flex-wrap gap-2">
          <CopyLink label={COMPARE_PAGE.copyLink} />
          <Button
            size="sm"
            disabled={comparison === undefined}
            onClick={() => {
              if (comparison !== undefined) save(changesCsv(changeRows(comparison)), 'text/csv', 'csv');
            }}
          >
            <Download className="size-3" aria-hidden="true" />
            {COMPARE_PAGE.csv}
          </Button>
          <Button
            size="sm"
            disabled={comparison === undefined}
            onClick={() => save(`${JSON.stringify(comparison, undefined, 2)}\n`, 'application/json', 'json')}
          >
            <Download className="size-3" aria-hidden="true" />
            {COMPARE_PAGE.json}
          </Button>
        </span>
      </div>
      {comparison === undefined ? null : (
        <>
          <p className="max-w-[110ch] text-xl tracking-tight text-pretty text-ink-2 max-rail:text-lg">
            <BoldText text={comparisonSentence(comparison)} />
          </p>
          {comparison.notes.map((note) => (
            <p key={note} className="mt-1 text-xs text-warn-ink">
              {note}
            </p>
          ))}
        </>
      )}
    </header>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly items: readonly SnapshotItem[];
  readonly value: number;
  readonly onChange: (seq: number) => void;
}

function Choice({ label, items, value, onChange }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
      className="h-[30px] rounded-md border border-line-strong bg-surface px-2 text-sm font-medium tabular-nums"
    >
      {items.some(({ seq }) => seq === value) ? null : <option value={value}>{snapshotName(value)}</option>}
      {items.map((item) => (
        <option key={item.seq} value={item.seq}>
          {choiceOf(item)}
        </option>
      ))}
    </select>
  );
}

/** Five numbers, each under the colour of what it means. */
export function CompareNumbers({ counts }: { readonly counts: SnapshotComparison['counts'] }) {
  const numbers = [
    [counts.gapsOpened, COMPARE_PAGE.gapsNew, 'border-opens'],
    [counts.gapsClosed, COMPARE_PAGE.gapsClosed, 'border-closes'],
    [counts.connectionsOpened, COMPARE_PAGE.connectionsOpened, 'border-opens'],
    [counts.connectionsClosed, COMPARE_PAGE.connectionsClosed, 'border-closes'],
    [counts.portsChanged, COMPARE_PAGE.portsChanged, 'border-line-strong'],
  ] as const;
  return (
    <ul aria-label={COMPARE_PAGE.numbers} className="flex shrink-0 flex-wrap gap-x-3.5 gap-y-2 px-4 pt-3 pb-3">
      {numbers.map(([value, label, border]) => (
        <li key={label} className={`min-w-28 border-t-2 pt-1.5 max-rail:min-w-24 ${border}`}>
          <span className="block text-[22px] leading-7 font-semibold tracking-tight tabular-nums">{count(value)}</span>
          <span className="block text-xs text-ink-2">{label}</span>
        </li>
      ))}
    </ul>
  );
}
