import { ChevronRight, Columns2, Database, Waypoints } from 'lucide-react';
import { compareHref } from '#components/compare/compare-address.ts';
import { BoldText } from '#components/ui/bold-text.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Link } from '#components/ui/link.tsx';
import { SeverityTag } from '#components/ui/severity-tag.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { PodView } from '#lib/api/pod-types.ts';
import { COMPARE } from '#lib/text/en/compare-pods.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { BREADCRUMB, gapCount, POD_PAGE } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface PodHeadProps {
  readonly cluster: string;
  readonly view: PodView;
  /** Another answer than that of its peers. */
  readonly sentence?: string | undefined;
}

/** Where it lives, what it holds, and the answer in a sentence. */
export function PodHead({ cluster, view, sentence = view.sentence }: PodHeadProps) {
  const { pod } = view;
  const base = `/${encodeURIComponent(cluster)}`;
  const [, , workloadName] = pod.workload.split('/');
  const crumbs = [pod.namespace, workloadName, pod.name].filter(
    (part, index, parts) => part !== undefined && part !== parts[index - 1],
  );
  const { dataClass, basis, dataAtRest } = pod.classification;
  return (
    <header className="border-b border-line bg-page px-5 pt-3.5 pb-3">
      <nav aria-label={BREADCRUMB} className="flex flex-wrap items-center gap-1.5 text-xs text-ink-3">
        <Link href={`${base}/pods`} className="hover:text-ink">
          {cluster}
        </Link>
        {crumbs.map((crumb) => (
          <span key={crumb} className="flex items-center gap-1.5">
            <ChevronRight className="size-3" aria-hidden="true" />
            {crumb === pod.namespace ? (
              <Link href={`${base}/pods?q=${encodeURIComponent(`ns:${crumb}`)}`} className="hover:text-ink">
                {crumb}
              </Link>
            ) : (
              <span className="text-ink-2">{crumb}</span>
            )}
          </span>
        ))}
      </nav>
      <div className="my-1.5 flex flex-wrap items-center gap-2">
        <h1 className="text-lg font-semibold tracking-tight wrap-anywhere">{visibleText(pod.name)}</h1>
        <Tag tone={dataClass}>
          <ClassGlyph dataClass={dataClass} size={11} />
          {dataClassWord(dataClass)}
          <span className="font-normal">{basisWord(basis)}</span>
        </Tag>
        {dataAtRest ? (
          <Tag tone="info">
            <Database className="size-3" aria-hidden="true" />
            {POD_PAGE.dataAtRest}
          </Tag>
        ) : null}
        {pod.gaps === undefined ? null : (
          <Link href={`${base}/gaps?gap=${encodeURIComponent(view.gapIds[0] ?? '')}`}>
            <SeverityTag severity={pod.gaps.worst}>{gapCount(pod.gaps.count)}</SeverityTag>
          </Link>
        )}
        <span className="grow" />
        <CopyLink label={POD_PAGE.copyLink} />
        <ButtonLink size="sm" href={compareHref(cluster, { a: pod.key })}>
          <Columns2 className="size-3" aria-hidden="true" />
          {COMPARE.compareWith}
        </ButtonLink>
        <ButtonLink size="sm" href={`${base}/map?select=${encodeURIComponent(pod.workload)}`}>
          <Waypoints className="size-3" aria-hidden="true" />
          {POD_PAGE.showOnMap}
        </ButtonLink>
      </div>
      <p className="max-w-[110ch] text-xl tracking-tight text-pretty text-ink-2 wrap-anywhere">
        <BoldText text={sentence} />
      </p>
    </header>
  );
}
