'use client';

import { Check } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ClassChange, DataWorkload } from '#lib/api/data-schemas.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';
import { basisOf, DATA_PAGE } from '#lib/text/en/data-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { confirmed, rejected } from './answer-suggestion.ts';
import { ClassSelect } from './class-select.tsx';
import { sourceOf } from './data-table.tsx';
import { kindOf, nameOf, namespaceOf } from './group-workloads.ts';

interface WorkloadDetailProps {
  readonly cluster: string;
  readonly workload: DataWorkload;
  readonly onChange: (changes: readonly ClassChange[]) => void;
}

/** On what ground a workload's class stands, and what a person may say to it. */
export function WorkloadDetail({ cluster, workload, onChange }: WorkloadDetailProps) {
  const [reason, setReason] = useState('');
  const { key, classification, signals = [], sources = [], suggestion, noOwnData } = workload;
  const { dataClass, basis, confidence, lowered, manager } = classification;
  const confirm = confirmed(workload);
  const reject = rejected(workload);
  const [namespace, kind, name] = [namespaceOf(workload), kindOf(key), nameOf(key)];
  const base = `/${encodeURIComponent(cluster)}`;
  return (
    <section className="border-b border-line px-3.5 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="font-semibold wrap-anywhere">{visibleText(name)}</h2>
        <span className="text-xs text-ink-3">
          {visibleText(namespace)} · {visibleText(kind)}
        </span>
        <span className="ml-auto inline-flex items-center gap-1.5 text-xs font-medium">
          <ClassGlyph dataClass={dataClass} />
          {dataClassWord(dataClass)}
          {basis === 'unknown' ? '' : `, ${basisOf(basis, confidence)}`}
        </span>
      </div>
      <p className="mt-1 text-xs text-ink-2 wrap-anywhere">
        {visibleText(sourceOf(workload))}
        {manager === undefined ? '' : `, ${visibleText(manager)}`}
      </p>
      {lowered === undefined ? null : (
        <p className="mt-1 text-xs wrap-anywhere">
          {visibleText(DATA_PAGE.lowered(dataClassWord(lowered.from), lowered.because))}
        </p>
      )}
      {noOwnData === undefined ? null : (
        <p className="mt-1 text-xs text-ink-2 wrap-anywhere">
          {DATA_PAGE.noOwnData}: {visibleText(noOwnData)}
        </p>
      )}
      <h3 className="mt-2.5 text-xs font-medium text-ink-3">{DATA_PAGE.signs}</h3>
      {signals.length === 0 ? (
        <p className="text-xs text-ink-2">{DATA_PAGE.noSigns}</p>
      ) : (
        <ul className="mt-0.5">
          {signals.map((signal) => (
            <li
              key={`${signal.id} ${signal.what}`}
              className="grid grid-cols-[52px_minmax(0,1fr)_32px_auto] gap-x-2 border-t border-line-faint py-1 text-xs first:border-t-0"
            >
              <span className="text-ink-3">{signal.kind}</span>
              <span className="wrap-anywhere">
                <code className="font-mono text-2xs">{visibleText(signal.what)}</code>: {signal.reason}
              </span>
              <span className="text-right tabular-nums">{signal.weight}</span>
              <span className="font-mono text-2xs text-ink-3">{signal.id}</span>
            </li>
          ))}
        </ul>
      )}
      {sources.length === 0 ? null : (
        <>
          <h3 className="mt-2.5 text-xs font-medium text-ink-3">{DATA_PAGE.sources}</h3>
          <ul className="text-xs text-ink-2">
            {sources.map((source) => (
              <li key={`${source.source} ${source.value}`} className="wrap-anywhere">
                <ClassGlyph dataClass={source.value} size={11} /> {dataClassWord(source.value)}:{' '}
                {visibleText(source.source)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {confirm === undefined || suggestion === undefined ? null : (
          <Button size="sm" onClick={() => onChange([confirm])}>
            <Check className="size-3" aria-hidden="true" />
            {DATA_PAGE.confirm(dataClassWord(suggestion.dataClass))}
          </Button>
        )}
        {reject === undefined ? null : (
          <Button size="sm" onClick={() => onChange([reject])}>
            {DATA_PAGE.reject}
          </Button>
        )}
        <ClassSelect
          label={suggestion === undefined ? DATA_PAGE.setClass : DATA_PAGE.otherClass}
          onChoose={(chosen) => {
            onChange([
              { workload: key, dataClass: chosen, ...(reason.trim() === '' ? {} : { because: reason.trim() }) },
            ]);
          }}
        />
        <input
          aria-label={DATA_PAGE.reason}
          placeholder={DATA_PAGE.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="h-[26px] min-w-40 flex-1 rounded-md border border-line-strong bg-surface px-2 text-xs placeholder:text-ink-3"
        />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-3 text-xs text-ink-3">
        {suggestion === undefined ? null : <span>{DATA_PAGE.keysHint}</span>}
        <Link
          className="text-accent-ink hover:underline"
          href={`${base}/workloads/${[namespace, kind, name].map(encodeURIComponent).join('/')}`}
        >
          {DATA_PAGE.openWorkload}
        </Link>
        <Link className="text-accent-ink hover:underline" href={`${base}/map?select=${encodeURIComponent(key)}`}>
          {DATA_PAGE.onMap}
        </Link>
      </p>
    </section>
  );
}
