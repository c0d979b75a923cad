'use client';

import { ChevronsUpDown } from 'lucide-react';
import { SHELL } from '#lib/text/en/shell.ts';
import { LazyMenu } from './lazy-menu.tsx';

const loadMenu = () => import('./cluster-menu.tsx').then((module) => module.ClusterMenu);

/** Which cluster; its menu also opens another one. */
export function ClusterPicker({ name }: { readonly name: string }) {
  return (
    <LazyMenu
      load={loadMenu}
      trigger={(attributes) => (
        <button
          type="button"
          className="flex h-[30px] max-w-56 min-w-0 items-center gap-1.5 rounded-md px-2 text-md font-semibold hover:bg-hover"
          {...attributes}
        >
          <span className="sr-only">{SHELL.chooseCluster}: </span>
          <span className="truncate">{name}</span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
        </button>
      )}
    />
  );
}
