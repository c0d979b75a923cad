import type { GapListItem } from '#lib/api/gap-types.ts';
import { articleList, GAPS_PAGE, upTo } from '#lib/text/en/gaps-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { SeverityGlyph } from './severity-glyph.tsx';
import { Tag } from './tag.tsx';

/** A gap in two lines: the claim, then id, place and article. The list around it gives role and selection. */
export function GapRow({ gap }: { readonly gap: GapListItem }) {
  return (
    <>
      <span className="mt-[3px]">
        <SeverityGlyph severity={gap.severity} size={14} />
      </span>
      <span className="min-w-0">
        <span className="block text-sm leading-[18px] font-medium wrap-anywhere">{visibleText(gap.title)}</span>
        <span className="mt-px flex items-center gap-1.5 overflow-hidden text-xs whitespace-nowrap text-ink-3">
          <span className="font-mono text-[11px]">{gap.check}</span>
          <span aria-hidden="true">·</span>
          <span className="max-w-1/2 shrink-0 truncate">
            {visibleText(gap.subject.namespace || GAPS_PAGE.clusterWide)}
          </span>
          {gap.result === 'WAIVED' ? <Tag tone="denied">{GAPS_PAGE.waivedGroup}</Tag> : null}
          {gap.result === 'UNKNOWN' ? (
            <Tag tone="depends">{upTo(gap.severity)}</Tag>
          ) : (
            <>
              <span aria-hidden="true">·</span>
              <span className="truncate">{articleList(gap.articles)}</span>
            </>
          )}
        </span>
      </span>
    </>
  );
}
