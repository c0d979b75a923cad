import { memo } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { SearchItem } from '#lib/api/search-schemas.ts';
import { gapCount } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { matchedParts } from './matched-parts.ts';
import type { PaletteEntry } from './palette-sections.ts';

interface PaletteRowProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  /** What was searched, to be marked in what was found. */
  readonly asked: string;
  readonly isChosen: boolean;
  readonly onChoose: (value: string) => void;
  readonly onDo: (entry: PaletteEntry, inNewTab: boolean) => void;
}

export const PaletteRow = memo(function PaletteRow(props: PaletteRowProps) {
  const { id, entry, asked, isChosen, onChoose, onDo } = props;
  const { value, icon: Sign, shows, isName, keys = [] } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      onPointerMove={isChosen ? undefined : () => onChoose(value)}
      onClick={({ metaKey, ctrlKey }) => onDo(entry, metaKey || ctrlKey)}
      className="flex h-8 cursor-pointer items-center gap-2.5 px-3.5 whitespace-nowrap aria-selected:bg-selected aria-selected:shadow-[inset_2px_0_var(--color-accent)]"
    >
      <Sign className="size-4 shrink-0 text-ink-3" strokeWidth={1.6} aria-hidden="true" />
      {typeof shows !== 'string' ? (
        <FoundItem item={shows} query={asked} />
      ) : isName === true ? (
        <bdi className="truncate">{visibleText(shows)}</bdi>
      ) : (
        <span className="truncate">{visibleText(shows)}</span>
      )}
      {keys.length === 0 ? null : (
        <span className="ml-auto flex shrink-0 gap-1" aria-hidden="true">
          {keys.map((key, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: G may be pressed twice, and keys never move
            <Kbd key={`${at} ${key}`}>{key}</Kbd>
          ))}
        </span>
      )}
    </div>
  );
});

/** What was found, with its class and its gaps at the right. */
function FoundItem({ item, query }: { readonly item: SearchItem; readonly query: string }) {
  const { label, detail, dataClass, gaps } = item;
  return (
    <>
      <span className="min-w-0 truncate">
        <bdi className="font-medium">
          {matchedParts(visibleText(label), query).map(({ at, part, matched }) =>
            matched ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>,
          )}
        </bdi>{' '}
        <span className="text-ink-2">{visibleText(detail)}</span>
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5 text-xs text-ink-2">
        {dataClass === undefined || dataClass === 'unknown' ? null : <ClassGlyph dataClass={dataClass} size={11} />}
        {gaps === undefined ? null : (
          <>
            <SeverityGlyph severity={gaps.worst} size={13} />
            {gaps.count > 1 ? gapCount(gaps.count) : null}
          </>
        )}
      </span>
    </>
  );
}
