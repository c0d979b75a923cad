import { checkHref } from '#components/checks/check-address.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ClosedGap } from '#lib/api/gap-types.ts';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Gaps that this run of the server has seen and that are gone. There is nothing to open: no revision has them. */
export function ClosedGaps({ cluster, gaps }: { readonly cluster: string; readonly gaps: readonly ClosedGap[] }) {
  if (gaps.length === 0) return <EmptyState title={GAPS_PAGE.noClosedTitle}>{GAPS_PAGE.noClosed}</EmptyState>;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
      <p className="max-w-[72ch] px-4 py-2.5 text-xs text-ink-2">{GAPS_PAGE.closedHint}</p>
      <ul aria-label={GAPS_PAGE.closedList} className="border-t border-line-faint">
        {gaps.map((gap) => (
          <li key={gap.id} className="flex items-start gap-2.5 border-b border-line-faint px-4 py-2">
            <SeverityGlyph severity={gap.severity} size={14} />
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">{visibleText(gap.title)}</p>
              <p className="flex flex-wrap gap-x-1.5 text-xs text-ink-3">
                <a href={checkHref(cluster, gap.check)} className="font-mono text-accent-ink hover:underline">
                  {gap.check}
                </a>
                <span aria-hidden="true">·</span>
                <span>{visibleText(gap.subject.namespace === '' ? GAPS_PAGE.clusterWide : gap.subject.namespace)}</span>
                <span aria-hidden="true">·</span>
                <span>
                  {GAPS_PAGE.closedAt} <Time iso={gap.closedAt} />
                </span>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
