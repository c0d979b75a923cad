'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { searchQuery } from '#components/api/queries.ts';
import { WHY } from '#lib/text/en/why.ts';
import { endSuggestions } from './end-suggestions.ts';

interface EndFieldProps {
  readonly cluster: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One end of a connection, as the command line writes it, with what the search knows as suggestions. */
export function EndField({ cluster, label, value, onChange }: EndFieldProps) {
  const listId = useId();
  const text = useDeferredValue(value.trim());
  const { data } = useQuery({ ...searchQuery(cluster, text), enabled: text.length > 1 });
  const suggestions = endSuggestions(text, data?.groups ?? []);
  return (
    <label className="flex min-w-0 flex-1 basis-56 flex-col gap-1">
      <span className="text-xs text-ink-3">{label}</span>
      <input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        list={listId}
        placeholder={WHY.endHint}
        autoComplete="off"
        spellCheck={false}
        className="h-[30px] rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-ink-3"
      />
      <datalist id={listId}>
        {suggestions.map(({ end, means }) => (
          <option key={end} value={end}>
            {means}
          </option>
        ))}
      </datalist>
    </label>
  );
}
