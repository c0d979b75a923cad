'use client';

import { useId } from 'react';
import type { FilterPlace } from '#lib/graph/filter/filter-language.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { FilterField } from './filter-field.tsx';

interface ListFilterFieldProps {
  readonly cluster: string;
  readonly place: Exclude<FilterPlace, 'map'>;
  readonly text: string;
  readonly onFilter: (text: string) => void;
  readonly wrong: string | undefined;
}

/** The filter of a list, and what is wrong with it. */
export function ListFilterField({ cluster, place, text, onFilter, wrong }: ListFilterFieldProps) {
  const noteId = useId();
  return (
    <>
      <FilterField source={{ place, cluster }} text={text} onFilter={onFilter} describedBy={noteId} />
      <span
        id={noteId}
        role="status"
        className={wrong === undefined ? 'sr-only' : 'text-xs text-error-ink wrap-anywhere'}
      >
        {wrong === undefined ? '' : visibleText(wrong)}
      </span>
    </>
  );
}
