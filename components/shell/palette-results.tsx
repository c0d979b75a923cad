'use client';

import { memo } from 'react';
import { PALETTE } from '#lib/text/en/palette.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { PaletteRow } from './palette-row.tsx';
import type { PaletteEntry, PaletteSection } from './palette-sections.ts';

interface PaletteResultsProps {
  /** Of the list; its rows and headings begin with it. */
  readonly id: string;
  /** The text that the sections answer. */
  readonly asked: string;
  readonly sections: readonly PaletteSection[];
  /** Where something was asked and nothing has that name. */
  readonly nothing: boolean;
  readonly failed: boolean;
  /** The value of the chosen row. */
  readonly chosen: string | undefined;
  readonly onChoose: (value: string) => void;
  readonly onDo: (entry: PaletteEntry, inNewTab: boolean) => void;
}

/**
 * The rows of the search. Drawn anew for another answer, never for a key alone: that takes longer than the answer. Rows go
 * by their places, so that another answer changes what is written in them and makes few.
 */
export const PaletteResults = memo(function PaletteResults(props: PaletteResultsProps) {
  const { id, asked, sections, nothing, failed, chosen, onChoose, onDo } = props;
  return (
    <div id={id} role="listbox" aria-label={PALETTE.title} className="max-h-[64vh] overflow-y-auto pb-2">
      {asked === '' ? <p className="px-3.5 pt-3 text-xs text-ink-3">{PALETTE.hint}</p> : null}
      {failed ? <p className="px-3.5 pt-3 text-error-ink">{PALETTE.failed}</p> : null}
      {nothing ? <p className="px-3.5 pt-3 text-ink-2 wrap-anywhere">{visibleText(PALETTE.nothing(asked))}</p> : null}
      {sections.map(({ heading, end, entries }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: by place, see above
        // biome-ignore lint/a11y/useSemanticElements: no fieldset: options of a list
        <div key={at} role="group" aria-labelledby={`${id}-${at}`}>
          <div
            id={`${id}-${at}`}
            aria-hidden="true"
            className="flex px-3.5 pt-2.5 pb-1 text-2xs font-medium text-ink-3"
          >
            <span className="flex-1">{heading}</span>
            {end}
          </div>
          {entries.map((entry, index) => (
            <PaletteRow
              // biome-ignore lint/suspicious/noArrayIndexKey: by place, see above
              key={index}
              id={`${id}-${at}-${index}`}
              entry={entry}
              asked={asked}
              isChosen={entry.value === chosen}
              onChoose={onChoose}
              onDo={onDo}
            />
          ))}
        </div>
      ))}
    </div>
  );
});
