'use client';

import { X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { valuesOfTerm } from '#lib/graph/filter/filter-language.ts';
import type { FilterWord } from '#lib/graph/filter/filter-words.ts';
import { FILTER, filterErrorSentence } from '#lib/text/en/filter.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface FilterChipProps {
  readonly word: FilterWord;
  readonly onRemove: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One word of the filter; pressing it takes it away. */
export function FilterChip({ word: { raw, term, error }, onRemove, onKeyDown }: FilterChipProps) {
  const key = term === undefined || term.key === 'text' ? undefined : term.key;
  const minus = term?.negated === true ? '−' : '';
  return (
    <button
      type="button"
      tabIndex={-1} // reached with ← from the field, as in a toolbar
      title={visibleText(error === undefined ? FILTER.remove(raw) : filterErrorSentence(error))}
      onClick={onRemove}
      onKeyDown={onKeyDown}
      className={`group inline-flex h-6 max-w-full min-w-0 items-center overflow-hidden rounded-sm border text-xs ${error === undefined ? 'border-line' : 'border-dashed border-critical'}`}
    >
      {key === undefined ? null : (
        <span className="border-r border-line bg-sunken px-1.5 leading-[22px] text-ink-3">{minus + key}</span>
      )}
      <bdi className={`max-w-40 truncate px-1.5 ${error === undefined ? 'text-ink-2' : 'text-critical-ink'}`}>
        {visibleText(term === undefined ? raw : (key === undefined ? minus : '') + valuesOfTerm(term).join(', '))}
      </bdi>
      <span className="sr-only">{FILTER.removeIt}</span>
      <X className="mr-1 size-3 shrink-0 text-ink-3 group-hover:text-ink" aria-hidden="true" />
    </button>
  );
}
