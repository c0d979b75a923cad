import { Lock, LockOpen } from 'lucide-react';
import { KindIcon } from '#components/pod/peer-row.tsx';
import { endHref } from '#components/pod/pod-address.ts';
import { policyHref } from '#components/policies/policy-address.ts';
import { Button } from '#components/ui/button.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { VerdictTag } from '#components/ui/verdict-tag.tsx';
import type { CompareCell, ComparedEnd, CompareRow, CompareView } from '#lib/api/compare-schemas.ts';
import { COMPARE, COMPARE_ROWS } from '#lib/text/en/compare-pods.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { verdictWord, WHY } from '#lib/text/en/why.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface CompareGridProps {
  readonly cluster: string;
  readonly view: CompareView;
  readonly onWhy: (end: string) => void;
}

/** Label, A, B: the same rows for both; what makes the difference lies on the marked ground. */
export function CompareGrid({ cluster, view, onWhy }: CompareGridProps) {
  return (
    <div className="shrink-0 overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed border-collapse text-left">
        <caption className="sr-only">{COMPARE.grid}</caption>
        <colgroup>
          <col className="w-[104px] md:w-[132px]" />
          <col />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className="px-3.5">
              <span className="sr-only">{COMPARE.row}</span>
            </th>
            <EndHead cluster={cluster} end={view.a} onWhy={onWhy} />
            <EndHead cluster={cluster} end={view.b} onWhy={onWhy} />
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr key={row.id} className={`border-t border-line-faint align-top ${row.decides ? 'bg-code-mark' : ''}`}>
              <th scope="row" className="px-3.5 py-2.5 text-xs font-medium text-ink-2">
                <RowHead row={row} view={view} />
              </th>
              <Cell cluster={cluster} cell={row.a} />
              <Cell cluster={cluster} cell={row.b} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EndHeadProps {
  readonly cluster: string;
  readonly end: ComparedEnd;
  readonly onWhy: (end: string) => void;
}

function EndHead({ cluster, end, onWhy }: EndHeadProps) {
  const href = endHref(cluster, end.id);
  const name = visibleText(end.name);
  return (
    <th scope="col" className="border-l border-line-faint px-3.5 py-2.5 align-top font-normal">
      <span className="flex flex-wrap items-center gap-2">
        <KindIcon kind={end.workload?.split('/')[1]} />
        {href === undefined ? (
          <span className="min-w-0 font-semibold wrap-anywhere">{name}</span>
        ) : (
          <Link href={href} className="min-w-0 font-semibold wrap-anywhere hover:underline">
            {name}
          </Link>
        )}
        {end.dataClass === undefined || end.dataClass === 'none' ? null : (
          <ClassGlyph dataClass={end.dataClass} size={11} />
        )}
        <span className="ml-auto flex items-center gap-1.5">
          <VerdictTag verdict={end.somePorts === true ? 'allow' : end.verdict}>
            {end.somePorts === true ? WHY.somePorts : verdictWord(end.verdict)}
          </VerdictTag>
          <Button size="sm" variant="quiet" aria-label={COMPARE.whyA(name)} onClick={() => onWhy(end.id)}>
            {COMPARE.why}
          </Button>
        </span>
      </span>
      <span className="mt-0.5 block text-xs wrap-anywhere text-ink-3">
        {visibleText([end.id.split('/').at(-1), ...end.place].join(' · '))}
      </span>
      {end.reasons.length === 0 ? null : (
        <span className="mt-0.5 block text-xs text-depends-ink">{dependsBecause(end.reasons).join(' ')}</span>
      )}
    </th>
  );
}

function RowHead({ row, view }: { readonly row: CompareRow; readonly view: CompareView }) {
  const words = COMPARE_ROWS[row.id];
  const decides = row.decides ? <span className="mt-0.5 block font-normal text-ink-2">{COMPARE.decides}</span> : null;
  if (typeof words === 'string') {
    return (
      <>
        <span className={row.decides ? 'text-ink' : ''}>{words}</span>
        {decides}
      </>
    );
  }
  const [title, gate] = words[view.way];
  return (
    <>
      <span className={`block ${row.decides ? 'font-semibold text-ink' : ''}`}>{title}</span>
      <span className="block font-normal wrap-anywhere">
        {row.id === 'other-gate' ? `${gate} ${visibleText(view.other.name)}` : gate}
      </span>
      {decides}
    </>
  );
}

function Cell({ cluster, cell }: { readonly cluster: string; readonly cell: CompareCell }) {
  const Icon = cell.isolated === 'yes' || cell.isolated === 'partly' ? Lock : LockOpen;
  return (
    <td className="border-l border-line-faint px-3.5 py-2.5">
      {cell.title === undefined ? null : (
        <p className="flex items-start gap-2 font-medium">
          {cell.isolated === undefined ? null : (
            <Icon className="mt-0.5 size-3.5 shrink-0 text-ink-2" aria-hidden="true" />
          )}
          <span className="min-w-0 wrap-anywhere">{visibleText(cell.title)}</span>
        </p>
      )}
      {cell.text === undefined ? null : <p className="text-xs wrap-anywhere text-ink-2">{visibleText(cell.text)}</p>}
      {cell.policy === undefined ? null : (
        <Link href={policyHref(cluster, cell.policy)} className="text-xs font-medium text-accent-ink hover:underline">
          {visibleText(cell.policy.name)}
        </Link>
      )}
      {cell.chips === undefined ? null : (
        <ul className="flex flex-wrap gap-1.5">
          {cell.chips.map(({ text, marked, depends }) => (
            <li
              key={text}
              data-marked={marked || undefined}
              className={`inline-flex min-h-5 max-w-full items-center rounded-sm border px-[5px] font-mono text-2xs wrap-anywhere ${
                marked
                  ? 'border-code-mark-line bg-code-mark text-ink'
                  : depends === true
                    ? 'border-dashed border-depends bg-surface text-depends-ink'
                    : 'border-line bg-surface text-ink-2'
              }`}
            >
              {visibleText(text)}
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}
