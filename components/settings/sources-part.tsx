'use client';

import { useQuery } from '@tanstack/react-query';
import { FileBraces, Play, Radio } from 'lucide-react';
import { clustersQuery, summaryQuery } from '#components/api/queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { OpenChoices } from '#components/shell/open-choices.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import { revisionWord, SETTINGS, stateWord, whatItGives } from '#lib/text/en/settings.ts';
import { START } from '#lib/text/en/shell.ts';

const HEAD = 'h-8 border-y border-line bg-sunken px-3 text-left text-xs font-medium text-ink-2 first:pl-4 last:pr-4';
const CELL = 'h-11 border-b border-line-faint px-3 first:pl-4 last:pr-4';

/** Every cluster that is open: its state, its age, what it gives. */
export function SourcesPart({ cluster }: { readonly cluster: string }) {
  const query = useQuery(clustersQuery());
  return (
    <section aria-labelledby="sources">
      <header className="flex min-h-11 flex-wrap items-center gap-x-2.5 px-4 py-2">
        <h2 id="sources" className="text-md font-semibold">
          {SETTINGS.sources}
        </h2>
        <p className="text-ink-2">{SETTINGS.sourcesHint}</p>
      </header>
      <QueryState query={query} loading={START.reading} failed={START.failed}>
        {(list) => (
          <>
            <table className="w-full">
              <thead>
                <tr>
                  <th className={HEAD}>{SETTINGS.source}</th>
                  <th className={HEAD}>{SETTINGS.state}</th>
                  <th className={`${HEAD} max-md:hidden`}>{SETTINGS.last}</th>
                  <th className={`${HEAD} max-lg:hidden`}>{SETTINGS.gives}</th>
                  <th className={`${HEAD} text-right`}>
                    <span className="sr-only">{SETTINGS.open}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.clusters.map((item) => (
                  <SourceRow key={item.id} item={item} here={item.id === cluster} />
                ))}
              </tbody>
            </table>
            <details className="px-4 pt-2">
              <summary className="min-h-6 w-fit cursor-pointer font-medium text-accent-ink">{SETTINGS.add}</summary>
              <div className="max-w-[640px] pt-2">
                <OpenChoices list={list} />
              </div>
            </details>
          </>
        )}
      </QueryState>
    </section>
  );
}

const ICONS = { live: Radio, file: FileBraces, demo: Play } as const;

function SourceRow({ item, here }: { readonly item: ClusterListItem; readonly here: boolean }) {
  const { source, revision, id, name } = item;
  const Icon = ICONS[source.type];
  const failing = source.state === 'failed' || source.state === 'lost';
  return (
    <tr className={here ? 'bg-selected' : undefined}>
      <td className={CELL}>
        <span className="flex items-center gap-2.5">
          <Icon className="size-4 shrink-0 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
          <span className="min-w-0">
            <span className="block font-medium wrap-anywhere">{name}</span>
            <span className="block text-xs text-ink-3">{source.label}</span>
          </span>
        </span>
      </td>
      <td className={CELL}>
        <span className={`flex items-center gap-1.5 font-medium ${failing ? 'text-error-ink' : ''}`}>
          <span
            aria-hidden="true"
            className={`size-2 shrink-0 ${failing ? 'bg-critical' : source.state === 'current' ? 'rounded-full bg-ink-2' : 'rounded-full border border-ink-3'}`}
          />
          {stateWord(source.state)}
        </span>
      </td>
      <td className={`${CELL} text-ink-2 max-md:hidden`}>
        {source.asOf === undefined ? null : <Time iso={source.asOf} />}
      </td>
      <td className={`${CELL} text-ink-2 max-lg:hidden`}>
        {failing ? (
          <span className="text-error-ink">
            {source.error?.message} {source.error?.action}
          </span>
        ) : (
          <Gives item={item} />
        )}
      </td>
      <td className={`${CELL} text-right whitespace-nowrap`}>
        {revision === undefined ? null : (
          <span className="mr-2 text-xs text-ink-3 tabular-nums">{revisionWord(revision.seq)}</span>
        )}
        {here ? null : (
          <ButtonLink size="sm" href={clusterHref(id, 'settings')}>
            {SETTINGS.open}
          </ButtonLink>
        )}
      </td>
    </tr>
  );
}

function Gives({ item }: { readonly item: ClusterListItem }) {
  const { data } = useQuery({ ...summaryQuery(item.id), enabled: item.revision !== undefined });
  if (data === undefined) return null;
  const { pods, namespaces } = data.numbers;
  return whatItGives({ pods, namespaces, policies: data.counts.policies });
}
