'use client';

import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { CheckListItem } from '#lib/api/check-schemas.ts';
import { CHECKS_PAGE, resultWord } from '#lib/text/en/checks-page.ts';
import { count } from '#lib/text/en/count.ts';

interface CheckListProps {
  readonly checks: readonly CheckListItem[];
  readonly selected: string | undefined;
  readonly onSelect: (check: string) => void;
  /** Enter: to the gaps of the chosen one. */
  readonly onOpen: (check: string) => void;
}

/** The checks in families: one stop for Tab, arrows move. */
export function CheckList({ checks, selected, onSelect, onOpen }: CheckListProps) {
  const listId = useId();
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected !== undefined) row.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = checks.findIndex(({ id }) => id === selected);
    if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      onOpen(selected ?? '');
      return;
    }
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: checks.length - 1 }[event.key];
    const target = next === undefined ? undefined : checks[Math.max(0, next)];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target.id);
  };
  const chosen = checks.findIndex(({ id }) => id === selected);
  return (
    <div
      role="listbox"
      aria-label={CHECKS_PAGE.list}
      tabIndex={0}
      aria-activedescendant={chosen < 0 ? undefined : `${listId}-${chosen}`}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto pb-2 focus-visible:-outline-offset-2"
      style={{ scrollbarWidth: 'thin' }}
    >
      {checks.map((check, index) => (
        <div key={check.id} role="presentation">
          {check.family === checks[index - 1]?.family ? null : (
            <p role="presentation" className="px-3.5 pt-3 pb-1 text-xs font-medium text-ink-2">
              {check.family}
            </p>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys */}
          <div
            ref={check.id === selected ? row : undefined}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={check.id === selected}
            tabIndex={-1}
            onClick={() => onSelect(check.id)}
            className={`grid min-h-7 cursor-pointer grid-cols-[62px_minmax(0,1fr)_auto] items-center gap-x-2 border-l-2 px-3.5 py-1 ${
              check.id === selected ? 'border-accent bg-selected font-medium' : 'border-transparent hover:bg-hover'
            }`}
          >
            <span className="font-mono text-2xs font-normal text-ink-2">{check.id}</span>
            <span>{check.name}</span>
            <CheckResult check={check} />
          </div>
        </div>
      ))}
    </div>
  );
}

function CheckResult({ check }: { readonly check: CheckListItem }) {
  if (check.worst === undefined) {
    return <span className="text-xs font-normal text-ink-3">{resultWord(check.counts)}</span>;
  }
  return (
    <span className="flex items-center gap-1.5 text-xs tabular-nums">
      <SeverityGlyph severity={check.worst} size={12} />
      {count(check.counts.FAIL)}
    </span>
  );
}
