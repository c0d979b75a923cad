'use client';

import { ListFilter } from 'lucide-react';

interface SearchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** A field that narrows the list below it: `/` focuses, Esc empties it and then leaves. */
export function SearchField({ label, hint, text, onText }: SearchFieldProps) {
  return (
    <span className="relative block w-[216px] max-sm:w-auto max-sm:min-w-[160px] max-sm:flex-1">
      <ListFilter
        className="pointer-events-none absolute top-[7px] left-2 size-4 text-ink-3"
        strokeWidth={1.6}
        aria-hidden="true"
      />
      <input
        type="search"
        data-filter-field
        aria-label={label}
        placeholder={hint}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text === '') event.currentTarget.blur();
        }}
        className="h-[30px] w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm placeholder:text-ink-3"
      />
    </span>
  );
}
