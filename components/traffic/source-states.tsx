'use client';

import { useNow } from '#components/shell/use-now.ts';
import { Banner } from '#components/ui/banner.tsx';
import type { TrafficSources } from '#lib/api/traffic-schemas.ts';
import { sourceTrouble, storeTrouble } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** What is wrong with the sources of flows: each with its last error and how old that is. The others go on. */
export function SourceStates({ sources, store }: TrafficSources) {
  const now = useNow();
  const trouble = sources.flatMap((source) => sourceTrouble(source, now) ?? []);
  return (
    <>
      {store.error === undefined ? null : <Banner tone="error">{visibleText(storeTrouble(store.error))}</Banner>}
      {trouble.map(({ source, sentence, isError }) => (
        <Banner key={source} tone={isError ? 'error' : 'note'} icon={isError ? 'unplug' : 'info'}>
          {visibleText(sentence)}
        </Banner>
      ))}
    </>
  );
}
