'use client';

import { useNow } from '#components/shell/use-now.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { TrafficSources } from '#lib/api/traffic-schemas.ts';
import { sourcesForgotten, sourcesTogether } from '#lib/text/en/flow-sources.ts';
import { furtherSources, sourceTrouble, storeTrouble } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** So many sources have a line of their own: whoever sends flows may do so under many names. */
const SHOWN = 3;

/** What is wrong with the sources of flows: each with its last error and how old that is. The others go on. */
export function SourceStates({ sources, store, forgotten, keptTogether }: TrafficSources) {
  const now = useNow();
  const all = sources.flatMap((source) => sourceTrouble(source, now) ?? []);
  const trouble = all.toSorted((a, b) => Number(b.isError) - Number(a.isError)).slice(0, SHOWN);
  return (
    <>
      {store.error === undefined ? null : <Banner tone="error">{visibleText(storeTrouble(store.error))}</Banner>}
      {trouble.map(({ source, sentence, isError }) => (
        <Banner key={source} tone={isError ? 'error' : 'note'} icon={isError ? 'unplug' : 'info'}>
          {visibleText(sentence)}
        </Banner>
      ))}
      {all.length > SHOWN ? <Banner tone="note">{furtherSources(all.length - SHOWN)}</Banner> : null}
      {forgotten === undefined ? null : <Banner tone="note">{sourcesForgotten(forgotten)}</Banner>}
      {keptTogether === undefined ? null : <Banner tone="note">{sourcesTogether(keptTogether)}</Banner>}
    </>
  );
}
