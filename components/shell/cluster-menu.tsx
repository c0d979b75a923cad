'use client';

import { Menu } from '@base-ui/react/menu';
import { useQuery } from '@tanstack/react-query';
import { FolderOpen, Plug } from 'lucide-react';
import { useParams, useRouter } from 'next/navigation';
import { clustersQuery } from '#components/api/queries.ts';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { ago, revisionName, SHELL, START, sourceState } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';
import type { OpenMenuProps } from './lazy-menu.tsx';
import { MENU_ITEM, MENU_POPUP } from './menu-class.ts';
import { useOpening } from './opening.tsx';
import { useNow } from './use-now.ts';

/** The clusters with their source, state and age; below them the ways to open another one. */
export function ClusterMenu({ trigger }: OpenMenuProps) {
  const router = useRouter();
  const now = useNow();
  const { chooseFile, connect } = useOpening();
  const { data } = useQuery(clustersQuery());
  const cluster = decodeURIComponent(String(useParams().cluster));
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger render={trigger} />
      <Menu.Portal>
        <Menu.Positioner align="start" sideOffset={4} className="z-30">
          <Menu.Popup className={MENU_POPUP}>
            {data?.clusters.map((each) => (
              <Menu.Item
                key={each.id}
                className={`${MENU_ITEM} py-1 ${each.id === cluster ? 'bg-selected' : ''}`}
                onClick={() => router.push(clusterHref(each.id))}
              >
                <StateDot state={each.source.state} />
                <span className="min-w-0">
                  <span className="block truncate font-medium">{each.name}</span>
                  <span className="block truncate text-xs text-ink-3">
                    {[
                      each.source.label,
                      sourceState(each.source),
                      each.source.asOf === undefined || now === 0 ? undefined : ago(Date.parse(each.source.asOf), now),
                      each.revision === undefined ? undefined : revisionName(each.revision.seq),
                    ]
                      .filter((part) => part !== undefined)
                      .join(' · ')}
                  </span>
                </span>
              </Menu.Item>
            ))}
            <Menu.Separator className="my-1 border-t border-line-faint" />
            <Menu.Item className={MENU_ITEM} onClick={chooseFile}>
              <FolderOpen className="size-4 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
              {SHELL.openFile} …
            </Menu.Item>
            {data?.contexts.map((context) => (
              <Menu.Item key={context} className={MENU_ITEM} onClick={() => connect(context)}>
                <Plug className="size-4 shrink-0 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
                <span className="truncate">
                  {START.connect}: {context}
                </span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

const DOTS: Readonly<Record<SourceStatus['state'], string>> = {
  current: 'rounded-full border-ink-2 bg-ink-2',
  reading: 'rounded-full border-dotted border-line-strong',
  lost: 'rounded-[1px] border-error-ink bg-error-ink',
  failed: 'rounded-[1px] border-error-ink bg-error-ink',
};

function StateDot({ state }: { readonly state: SourceStatus['state'] }) {
  return <span className={`size-2 shrink-0 border-[1.5px] ${DOTS[state]}`} aria-hidden="true" />;
}
