'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight, ChevronRight } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryStates } from 'nuqs';
import { useRef, useState } from 'react';
import { type CompareAsked, compareQuery } from '#components/api/compare-query.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { BoldText } from '#components/ui/bold-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Link } from '#components/ui/link.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { CompareView } from '#lib/api/compare-schemas.ts';
import { COMPARE } from '#lib/text/en/compare-pods.ts';
import { BREADCRUMB } from '#lib/text/en/pod.ts';
import { AlsoPanel } from './also-panel.tsx';
import { compareHref } from './compare-address.ts';
import { CompareForm } from './compare-form.tsx';
import { CompareGrid } from './compare-grid.tsx';
import { DecidingLines } from './deciding-lines.tsx';
import { useCompareKeys } from './use-compare-keys.ts';

// not on the first screen
const WhyDrawer = dynamic(() => import('#components/why/why-drawer.tsx').then((module) => module.WhyDrawer), {
  ssr: false,
});

/** `/compare?a=&b=&to=&port=`: two senders to one target; with `from` two targets of one sender. */
export function ComparePage({ cluster }: { readonly cluster: string }) {
  const router = useRouter();
  const text = parseAsString.withDefault('');
  const [address] = useQueryStates({ a: text, b: text, to: text, from: text, port: text });
  const way = address.from === '' ? 'senders' : 'targets';
  const asked: CompareAsked = {
    ...{ a: address.a, b: address.b, way, port: address.port },
    other: way === 'senders' ? address.to : address.from,
  };
  const complete = asked.a !== '' && asked.b !== '' && asked.other !== '';
  const query = useQuery({ ...compareQuery(cluster, asked), enabled: complete });
  const [question, setQuestion] = useState<Question>();
  const drawn = useRef(false); // once opened the drawer stays, so that it can close gracefully
  drawn.current ||= question !== undefined;
  const form = useRef<HTMLDivElement>(null);
  const go = (next: CompareAsked): void => {
    const other = next.way === 'senders' ? { to: next.other } : { from: next.other };
    router.push(compareHref(cluster, { a: next.a, b: next.b, ...other, port: next.port }));
  };
  const swap = (): void => go({ ...asked, a: asked.b, b: asked.a });
  const otherPod = (): void => form.current?.querySelector<HTMLInputElement>('[data-second] input')?.focus();
  useCompareKeys({ onSwap: swap, onOther: otherPod }, question === undefined);
  return (
    <div className="flex h-full min-h-0 flex-col max-xl:overflow-y-auto">
      <header className="border-b border-line bg-page px-5 pt-3.5 pb-3">
        <div className="flex flex-wrap items-center gap-2">
          <nav aria-label={BREADCRUMB} className="flex min-w-0 items-center gap-1.5 text-xs text-ink-3">
            <Link href={clusterHref(cluster, 'pods')} className="hover:text-ink">
              {COMPARE.pods}
            </Link>
            <ChevronRight className="size-3" aria-hidden="true" />
            <h1 className="text-ink-2">{COMPARE.crumb}</h1>
          </nav>
          <span className="grow" />
          <Button size="sm" disabled={!complete} onClick={swap}>
            <ArrowLeftRight className="size-3" aria-hidden="true" />
            {COMPARE.swap}
          </Button>
          <CopyLink label={COMPARE.copyLink} />
        </div>
        <div ref={form} className="mt-2">
          <CompareForm key={JSON.stringify(asked)} cluster={cluster} start={asked} onAsk={go} />
        </div>
        {complete && query.data !== undefined ? (
          <p className="mt-2.5 max-w-[110ch] text-xl tracking-tight text-pretty text-ink-2 wrap-anywhere">
            <BoldText text={query.data.sentence} />
          </p>
        ) : null}
        {complete ? null : <p className="mt-2 text-ink-2">{COMPARE.hint}</p>}
      </header>
      {complete ? (
        <QueryState query={query} loading={COMPARE.loading} failed={COMPARE.failed}>
          {(view) => <Compared cluster={cluster} view={view} port={asked.port} onWhy={setQuestion} />}
        </QueryState>
      ) : null}
      {drawn.current ? (
        <WhyDrawer cluster={cluster} question={question} onClose={() => setQuestion(undefined)} onAsk={setQuestion} />
      ) : null}
    </div>
  );
}

interface ComparedProps {
  readonly cluster: string;
  readonly view: CompareView;
  readonly port: string;
  readonly onWhy: (question: Question) => void;
}

function Compared({ cluster, view, port, onWhy }: ComparedProps) {
  const why = (end: string): void =>
    onWhy(view.way === 'senders' ? { from: end, to: view.other.id, port } : { from: view.other.id, to: end, port });
  return (
    <div className="flex min-h-0 flex-1 max-xl:flex-col">
      <section
        aria-label={COMPARE.grid}
        className="flex min-w-0 flex-1 flex-col gap-4 bg-canvas p-4 xl:overflow-y-auto"
      >
        <CompareGrid cluster={cluster} view={view} onWhy={why} />
        <DecidingLines view={view} cluster={cluster} />
      </section>
      <aside
        aria-label={COMPARE.also}
        className="flex shrink-0 flex-col border-line bg-surface max-xl:border-t xl:w-[352px] xl:overflow-y-auto xl:border-l"
      >
        <AlsoPanel cluster={cluster} view={view} />
        <footer className="mt-auto flex items-center gap-2.5 border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3">
          <span>
            <Kbd>X</Kbd> {COMPARE.keys.swap}
          </span>
          <span>
            <Kbd>A</Kbd> {COMPARE.keys.other}
          </span>
        </footer>
      </aside>
    </div>
  );
}
