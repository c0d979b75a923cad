'use client';

import { FileBraces, Play, Plug, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import type { ClusterList } from '#lib/api/cluster-types.ts';
import { foundContexts, START } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';
import { useOpening } from './opening.tsx';

/** The three ways in: the demo where it is there, a file, a context of the kubeconfig. */
export function OpenChoices({ list }: { readonly list: ClusterList }) {
  const { chooseFile, connect, openExample } = useOpening();
  const demo = list.clusters.find(({ source }) => source.type === 'demo');
  return (
    <>
      <div className="rounded-lg border border-line bg-surface">
        {demo === undefined ? null : (
          <Choice
            icon={<Play className="size-4" strokeWidth={1.6} aria-hidden="true" />}
            title={START.demo}
            hint={START.demoHint}
          >
            <ButtonLink variant="primary" href={clusterHref(demo.id)}>
              {START.openDemo}
            </ButtonLink>
          </Choice>
        )}
        <Choice
          icon={<FileBraces className="size-4" strokeWidth={1.6} aria-hidden="true" />}
          title={START.file}
          hint={
            <>
              <code className="font-mono">{START.fileCommand}</code>
              {START.fileHint}
            </>
          }
        >
          <Button onClick={chooseFile}>{START.choose}</Button>
        </Choice>
        <Choice
          icon={<ShieldCheck className="size-4" strokeWidth={1.6} aria-hidden="true" />}
          title={START.example}
          hint={START.exampleHint}
        >
          <Button onClick={openExample}>{START.openExample}</Button>
        </Choice>
        <Choice
          icon={<Plug className="size-4" strokeWidth={1.6} aria-hidden="true" />}
          title={START.connect}
          hint={list.contexts.length === 0 ? START.noContexts : foundContexts(list.contexts.length)}
        >
          <div className="flex max-h-40 max-w-56 flex-col items-end gap-1.5 overflow-y-auto">
            {list.contexts.map((context) => (
              <Button key={context} onClick={() => connect(context)}>
                <span className="max-w-48 truncate">{context}</span>
              </Button>
            ))}
          </div>
        </Choice>
      </div>
      <p className="mt-2 text-ink-3">{START.drop}</p>
    </>
  );
}

function Choice({
  icon,
  title,
  hint,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex items-center gap-3 border-t border-line-faint px-3.5 py-3 first:border-t-0">
      <span className="shrink-0 text-ink-2">{icon}</span>
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-xs wrap-anywhere text-ink-3">{hint}</p>
      </div>
      {children}
    </div>
  );
}
