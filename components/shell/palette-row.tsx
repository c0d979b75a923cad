import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import type { SearchItem } from '#lib/api/search-schemas.ts';
import { gapCount } from '#lib/text/en/pod.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { matchedParts } from './matched-parts.ts';

export function PaletteHeading({ end, children }: { readonly end?: string; readonly children: ReactNode }) {
  return (
    <span className="flex px-3.5 pt-2.5 pb-1 text-2xs font-medium text-ink-3">
      <span className="flex-1">{children}</span>
      {end}
    </span>
  );
}

interface PaletteRowProps {
  readonly value: string;
  readonly icon: ReactNode;
  /** The keys that do the same. */
  readonly keys?: readonly string[] | undefined;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function PaletteRow({ value, icon, keys = [], onSelect, children }: PaletteRowProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 px-3.5 whitespace-nowrap data-[selected=true]:bg-selected data-[selected=true]:shadow-[inset_2px_0_var(--color-accent)]"
    >
      {icon}
      {children}
      {keys.length === 0 ? null : (
        <span className="ml-auto flex shrink-0 gap-1" aria-hidden="true">
          {keys.map((key, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: G may be pressed twice, and keys never move
            <Kbd key={`${at} ${key}`}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}

/** What was found, with its class and its gaps at the right. */
export function FoundItem({ item, query }: { readonly item: SearchItem; readonly query: string }) {
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
