'use client';

import { CircleAlert } from 'lucide-react';
import { Kbd } from '#components/ui/kbd.tsx';
import { KEYS_OF_PLACE } from '#lib/graph/filter/filter-language.ts';
import type { FilterWord } from '#lib/graph/filter/filter-words.ts';
import type { Suggestion } from '#lib/graph/filter/suggest.ts';
import type { SceneLevel } from '#lib/graph/types.ts';
import { FILTER, filterCount, filterErrorSentence } from '#lib/text/en/filter.ts';
import { FILTER_KEY_MEANINGS, FILTER_VALUE_MEANINGS } from '#lib/text/en/filter-meanings.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { FilterSource } from './use-suggestions.ts';

interface FilterSuggestionsProps {
  readonly id: string;
  readonly source: FilterSource;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly wrong: FilterWord | undefined;
  readonly onTake: (suggestion: Suggestion) => void;
  readonly onMend: (word: FilterWord) => void;
}

/** Below the field: what cannot be read, and what could stand there. The field keeps the focus. */
export function FilterSuggestions(props: FilterSuggestionsProps) {
  const { id, suggestions, wrong } = props;
  const key = suggestions.find(({ value }) => value !== undefined)?.key;
  return (
    <div
      // a press must not take the focus from the field
      onPointerDown={(event) => event.preventDefault()}
      className="absolute top-[calc(100%+6px)] left-0 z-30 w-[560px] max-w-[calc(100vw-32px)] overflow-hidden rounded-lg border border-line bg-overlay shadow-pop"
    >
      {wrong?.error === undefined ? null : (
        <div role="alert" className="flex items-start gap-2 bg-error-soft px-3 py-2 text-xs text-error-ink">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden="true" />
          <p className="wrap-anywhere">
            <bdi className="font-medium">{visibleText(filterErrorSentence(wrong.error))}</bdi>{' '}
            {wrong.error.suggestion === undefined ? null : (
              <>
                {FILTER.didYouMean}{' '}
                <button
                  type="button"
                  tabIndex={-1}
                  className="font-medium underline"
                  onClick={() => props.onMend(wrong)}
                >
                  {wrong.error.suggestion}
                </button>
                ?{' '}
              </>
            )}
            {FILTER.keepsState}
          </p>
        </div>
      )}
      {suggestions.length === 0 ? null : (
        <p className="px-3 pt-2 pb-1 text-2xs font-medium text-ink-3" aria-hidden="true">
          {key === undefined ? FILTER.keys : FILTER.valuesOf(key)}
        </p>
      )}
      <div id={`${id}-list`} role="listbox" aria-label={FILTER.suggestions}>
        {suggestions.map((suggestion, index) => (
          <Option
            key={suggestion.word}
            id={`${id}-${index}`}
            suggestion={suggestion}
            chosen={index === props.active}
            level={props.source.place === 'map' ? props.source.scene.level : undefined}
            onTake={() => props.onTake(suggestion)}
          />
        ))}
      </div>
      {key === undefined ? (
        <p className="px-3 py-2 text-xs text-ink-3">{FILTER.free}</p>
      ) : (
        <div className="px-3 py-2">
          <p className="pb-1 text-2xs font-medium text-ink-3">{FILTER.moreKeys}</p>
          <p className="flex flex-wrap gap-1">
            {KEYS_OF_PLACE[props.source.place]
              .filter((each) => each !== key)
              .map((each) => (
                <button
                  key={each}
                  type="button"
                  tabIndex={-1}
                  onClick={() => props.onTake({ word: `${each}:`, key: each })}
                  className="min-h-6 rounded-sm border border-line px-1.5 font-mono text-[11px] text-ink-2 hover:bg-hover"
                >
                  {each}:
                </button>
              ))}
          </p>
        </div>
      )}
      <p
        aria-hidden="true"
        className="flex items-center gap-2 border-t border-line bg-page px-3 py-2 text-xs text-ink-3 max-rail:hidden"
      >
        <Kbd>⇥</Kbd> {FILTER.take}
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd> {FILTER.move}
        <Kbd>Esc</Kbd> {FILTER.leave}
        <span className="flex-1 text-right">{FILTER.sameText}</span>
      </p>
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly suggestion: Suggestion;
  readonly chosen: boolean;
  readonly level: SceneLevel | undefined;
  readonly onTake: () => void;
}

function Option({ id, suggestion, chosen, level, onTake }: OptionProps) {
  const { word, key, value, count } = suggestion;
  const meaning = value === undefined ? FILTER_KEY_MEANINGS[key] : FILTER_VALUE_MEANINGS[`${key}:${value}`];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      onClick={onTake}
      className={`flex min-h-7 cursor-pointer items-center gap-3 px-3 hover:bg-hover ${chosen ? 'bg-selected shadow-[inset_2px_0_var(--color-accent)]' : ''}`}
    >
      <bdi className="min-w-28 truncate font-mono text-[12px]">{visibleText(value ?? word)}</bdi>
      <span className="min-w-0 flex-1 truncate text-ink-2">{meaning}</span>
      {count === undefined ? null : (
        <span className="shrink-0 text-xs text-ink-3 tabular-nums">{filterCount(count.found, count.of, level)}</span>
      )}
    </div>
  );
}
