import { clusterHref } from '#components/shell/cluster-href.ts';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { CheckView, ReasonGroups } from '#lib/api/check-schemas.ts';
import type { GapListItem } from '#lib/api/gap-types.ts';
import { allOf, CHECKS_PAGE, moreReasons, resultsHere, sharedBy } from '#lib/text/en/checks-page.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { upTo } from '#lib/text/en/gaps-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** What a check found in this cluster: counts, reasons, its worst gaps; all are behind the link. */
export function CheckResults({ cluster, check }: { readonly cluster: string; readonly check: CheckView }) {
  const { gaps, allGaps, unknownBecause, notEvaluated } = check;
  return (
    <section aria-label={CHECKS_PAGE.here}>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{CHECKS_PAGE.here}</h3>
        <span className="text-ink-3">{resultsHere(check.counts, check.passes)}</span>
        {gaps.length === 0 ? null : (
          <Link
            href={`${clusterHref(cluster, 'gaps')}?check=${check.id}`}
            className="ml-auto text-xs font-medium text-accent-ink hover:underline"
          >
            {allOf(allGaps)}
          </Link>
        )}
      </div>
      <Reasons title={CHECKS_PAGE.unknownBecause} reasons={unknownBecause} />
      <Reasons title={CHECKS_PAGE.notEvaluated} reasons={notEvaluated} />
      {gaps.length === 0 ? <p className="py-1 text-ink-2">{CHECKS_PAGE.noGapHere}</p> : null}
      <ul>
        {gaps.map((gap) => (
          <li
            key={gap.id}
            className="flex min-h-8 flex-wrap items-center gap-x-2.5 gap-y-0.5 border-t border-line-faint py-1"
          >
            <SeverityGlyph severity={gap.severity} size={14} />
            <span className="min-w-0 font-medium wrap-anywhere">{visibleText(gap.title)}</span>
            <span className="text-xs text-ink-3 wrap-anywhere">{visibleText(gap.subject.namespace)}</span>
            <GapState gap={gap} />
            <Link
              href={`${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(gap.id)}`}
              className="ml-auto text-xs font-medium text-accent-ink hover:underline"
            >
              {CHECKS_PAGE.openGap}
              <span className="sr-only"> {visibleText(gap.title)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function GapState({ gap }: { readonly gap: GapListItem }) {
  return (
    <>
      <Tag tone={gap.dataClass}>
        <ClassGlyph dataClass={gap.dataClass} size={11} />
        {dataClassWord(gap.dataClass)}
      </Tag>
      {gap.result === 'UNKNOWN' ? <Tag tone="depends">{upTo(gap.severity)}</Tag> : null}
      {gap.result === 'WAIVED' ? <Tag tone="denied">{CHECKS_PAGE.waived}</Tag> : null}
    </>
  );
}

function Reasons({ title, reasons }: { readonly title: string; readonly reasons: ReasonGroups }) {
  const { groups, more } = reasons;
  if (groups.length === 0) return null;
  const lines = groups.map(({ reason, results }) => `${visibleText(reason)} (${sharedBy(results)})`);
  return (
    <details className="border-t border-line-faint py-1 text-xs">
      <summary className="min-h-6 cursor-pointer text-depends-ink">
        {title}: {lines.length === 1 ? lines[0] : lines.length + more}
      </summary>
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 text-ink-2">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {more === 0 ? null : <li>{moreReasons(more)}</li>}
      </ul>
    </details>
  );
}
