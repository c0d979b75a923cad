'use client';

import { ListFilter, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type FilterWord, filterWords } from '#lib/graph/filter/filter-words.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import type { Suggestion } from '#lib/graph/filter/suggest.ts';
import { FILTER, filterFieldWords } from '#lib/text/en/filter.ts';
import { FilterChip } from './filter-chip.tsx';
import { type FilterSource, useSuggestions } from './use-suggestions.ts';

// not before somebody goes to the field
const FilterSuggestions = dynamic(() => import('./filter-suggestions.tsx').then((module) => module.FilterSuggestions), {
  ssr: false,
});

interface FilterFieldProps {
  /** What is narrowed: its values are offered. */
  readonly source: FilterSource;
  readonly text: string;
  readonly onFilter: (text: string) => void;
  /** Says what the filter left, or what is wrong with it. */
  readonly describedBy?: string | undefined;
}

/** What is being typed stands apart from the words before it, which are chips. */
interface Typed {
  readonly words: string;
  readonly draft: string;
}

const joined = ({ words, draft }: Typed) => [words, draft].filter((part) => part !== '').join(' ');

/** The filter as chips and the word that is being typed, with what could stand there. The text is the one in the link. */
export function FilterField({ source, text, onFilter, describedBy }: FilterFieldProps) {
  const [typed, setTyped] = useState<Typed>({ words: text, draft: '' });
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const chips = useRef<HTMLDivElement>(null);
  const id = useId();
  // set from outside (legend, palette, link): then all of it is chips
  useEffect(() => setTyped((own) => (joined(own) === text ? own : { words: text, draft: '' })), [text]);

  const { place } = source;
  const { label, hint } = filterFieldWords(place);
  const words = filterWords(typed.words, place);
  const suggestions = useSuggestions(source, typed.draft, open);
  // read as a part of the whole, so that columns are those of the whole
  const draft = typed.draft === '' ? undefined : filterWords(joined(typed), place)[words.length];
  const wrong = [...words, ...(draft === undefined ? [] : [draft])].filter(
    ({ error }) => error !== undefined && !error.unfinished,
  );
  const change = (next: Typed): void => {
    setTyped(next);
    setActive(-1);
    if (joined(next) !== joined(typed)) onFilter(joined(next));
  };
  const keep = (word: string): void => change({ words: joined({ words: typed.words, draft: word }), draft: '' });
  const take = (suggestion: Suggestion): void => {
    if (suggestion.value === undefined) change({ ...typed, draft: suggestion.word });
    else keep(suggestion.word);
    input.current?.focus();
  };
  const remove = (index: number): void => {
    change({ ...typed, words: words.flatMap(({ raw }, at) => (at === index ? [] : [raw])).join(' ') });
    input.current?.focus();
  };
  const mend = (word: FilterWord): void => {
    const mended = word.error?.mended ?? word.raw;
    if (word === draft) keep(mended);
    else change({ ...typed, words: words.map((each) => (each === word ? mended : each.raw)).join(' ') });
    input.current?.focus();
  };
  const focusChip = (index: number): void => {
    const buttons = chips.current?.querySelectorAll('button') ?? [];
    if (index >= buttons.length) input.current?.focus();
    else buttons[Math.max(0, index)]?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
    const handled = ((): boolean => {
      switch (event.key) {
        case 'Escape':
          event.currentTarget.blur();
          return true;
        case 'Backspace':
          if (typed.draft !== '' || words.length === 0) return false;
          remove(words.length - 1);
          return true;
        case 'ArrowLeft':
          if (!atStart || words.length === 0) return false;
          focusChip(words.length - 1);
          return true;
        case 'ArrowDown':
        case 'ArrowUp': {
          if (suggestions.length === 0) return false;
          const step = event.key === 'ArrowDown' ? 1 : -1;
          setActive(active < 0 && step < 0 ? suggestions.length - 1 : (active + step) % suggestions.length);
          return true;
        }
        case 'Enter': {
          const chosen = suggestions[active];
          if (chosen !== undefined) take(chosen);
          else if (typed.draft !== '') keep(typed.draft);
          return true;
        }
        case 'Tab': {
          const chosen = suggestions[Math.max(0, active)];
          if (event.shiftKey || typed.draft === '') return false;
          if (draft?.error?.mended !== undefined && active < 0) mend(draft);
          else if (chosen !== undefined && chosen.word !== typed.draft) take(chosen);
          else return false;
          return true;
        }
        case ' ':
          if (!isWhole(typed.draft)) return false;
          keep(typed.draft);
          return true;
        default:
          return false;
      }
    })();
    if (handled) event.preventDefault();
  };
  const onChipKeyDown = (event: KeyboardEvent, index: number): void => {
    if (event.key === 'ArrowLeft') focusChip(index - 1);
    else if (event.key === 'ArrowRight') focusChip(index + 1);
    else if (event.key === 'Backspace' || event.key === 'Delete') remove(index);
    else if (event.key === 'Escape') input.current?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setOpen(false);
    // a key alone says nothing, so nothing of it stays
    const says = draft?.term !== undefined || draft?.error !== undefined;
    if (typed.draft !== '') change({ words: says ? joined(typed) : typed.words, draft: '' });
  };

  return (
    <search onBlur={onBlur} className="relative max-w-[560px] min-w-[216px] max-rail:flex-1">
      <div
        className={`flex min-h-[30px] flex-wrap items-center gap-1 rounded-md border py-px pr-1 pl-2 focus-within:border-focus ${wrong.length > 0 ? 'border-dashed border-critical' : 'border-line-strong'}`}
      >
        <ListFilter className="mr-[3px] size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
        {words.length === 0 ? null : (
          <div ref={chips} role="toolbar" aria-label={FILTER.chips} className="contents">
            {words.map((word, index) => (
              <FilterChip
                // the same word may stand there twice
                // biome-ignore lint/suspicious/noArrayIndexKey: chips have no state of their own
                key={`${index} ${word.raw}`}
                word={word}
                onRemove={() => remove(index)}
                onKeyDown={(event) => onChipKeyDown(event, index)}
              />
            ))}
          </div>
        )}
        <input
          ref={input}
          data-filter-field
          role="combobox"
          aria-label={label}
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-describedby={describedBy}
          aria-invalid={wrong.length > 0}
          autoComplete="off"
          spellCheck={false}
          value={typed.draft}
          onChange={(event) => change(settled({ ...typed, draft: event.target.value }))}
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          placeholder={words.length === 0 ? hint : undefined}
          className="h-[26px] min-w-20 flex-1 bg-transparent outline-none placeholder:text-ink-3"
        />
        {wrong.length > 0 ? <span className="shrink-0 px-1 text-xs text-ink-3">{FILTER.notApplied}</span> : null}
        {words.length === 0 && typed.draft === '' ? null : (
          <button
            type="button"
            aria-label={FILTER.clear}
            title={FILTER.clear}
            onClick={() => {
              change({ words: '', draft: '' });
              input.current?.focus();
            }}
            className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-hover"
          >
            <X className="size-3 text-ink-3" aria-hidden="true" />
          </button>
        )}
      </div>
      {open ? (
        <FilterSuggestions
          id={id}
          source={source}
          suggestions={suggestions}
          active={active}
          wrong={wrong[0]}
          onTake={take}
          onMend={mend}
        />
      ) : null}
    </search>
  );
}

/** One word that can be read: a blank behind it makes it a chip. */
function isWhole(draft: string): boolean {
  const { terms, errors } = parseFilter(draft);
  return errors.every(({ problem }) => problem !== 'quote') && terms.length + errors.length === 1;
}

/** What was pasted: all words but the last are chips at once. */
function settled({ words, draft }: Typed): Typed {
  const pieces = filterWords(draft).map(({ raw }) => raw);
  const last = /\s$/.test(draft) ? '' : (pieces.pop() ?? '');
  if (pieces.length === 0) return { words, draft: last === '' ? draft.trimStart() : draft };
  return { words: [words, ...pieces].filter((part) => part !== '').join(' '), draft: last };
}
