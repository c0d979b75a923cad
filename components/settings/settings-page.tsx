'use client';

import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '#components/api/queries.ts';
import { QueryState } from '#components/ui/query-state.tsx';
import { SETTINGS } from '#lib/text/en/settings.ts';
import { KeyboardPart } from './keyboard-part.tsx';
import { PluginPart } from './plugin-part.tsx';
import { SourcesPart } from './sources-part.tsx';

/** What is read, and how the network plugin reads policies. A source that fails stays in its row. */
export function SettingsPage({ cluster }: { readonly cluster: string }) {
  const query = useQuery(settingsQuery(cluster));
  return (
    <div className="h-full overflow-y-auto bg-surface pb-8">
      <h1 className="sr-only">{SETTINGS.title}</h1>
      <SourcesPart cluster={cluster} />
      <QueryState query={query} loading={SETTINGS.loading} failed={SETTINGS.failed}>
        {(settings) => <PluginPart cluster={cluster} settings={settings} />}
      </QueryState>
      <KeyboardPart />
    </div>
  );
}
