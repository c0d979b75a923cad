'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { searchQuery } from '#components/api/queries.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { useStoredViews } from '#components/views/use-stored-views.ts';
import type { SearchGroup } from '#lib/api/search-groups.ts';
import { PALETTE, results } from '#lib/text/en/palette.ts';
import { keysPageOf } from './keys-page.ts';
import type { ShellActions } from './palette-actions.ts';
import { idOf, nextChoice } from './palette-choice.ts';
import { PaletteResults } from './palette-results.tsx';
import { type Found, groupOf, type PaletteEntry, paletteSections, totalOf } from './palette-sections.ts';

const NONE: readonly Found[] = [];

interface PaletteProps {
  readonly cluster: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly shell: ShellActions;
}

/** ⌘K: everything that has a name, in groups of five, then what can be done. */
export function Palette({ open, onClose, ...rest }: PaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[8vh] left-1/2 z-40 w-[664px] max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-overlay shadow-dialog outline-none">
          <Dialog.Title className="sr-only">{PALETTE.title}</Dialog.Title>
          <PaletteContent onClose={onClose} {...rest} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent({ cluster, onClose, shell }: Omit<PaletteProps, 'open'>) {
  const [text, setText] = useState('');
  const [only, setOnly] = useState<SearchGroup>();
  const id = useId();
  const client = useQueryClient();
  const page = keysPageOf(usePathname());
  const views = useStoredViews();
  const typed = text.trim();
  const { data, isError, isPlaceholderData } = useQuery({
    ...searchQuery(cluster, typed, only),
    enabled: typed !== '',
  });
  // a key draws the field alone: the rows stay those of the text that was answered last, until the next answer
  const answered = useRef('');
  if (typed === '' || isError || (data !== undefined && !isPlaceholderData)) answered.current = typed;
  const asked = answered.current;
  const found = asked === '' ? undefined : data;
  const groups = found?.groups ?? NONE;
  const sections = useMemo(
    () => paletteSections({ cluster, asked, groups, only, page, shell, views }),
    [cluster, asked, groups, only, page, shell, views],
  );
  const entries = useMemo(() => sections.flatMap((section) => section.entries), [sections]);
  const { chosen, byPointer, choose, point } = useChoice(`${only ?? ''} ${asked}`, entries);
  const chosenId = idOf(id, sections, chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer is looked at from its beginning
  useEffect(() => {
    if (byPointer) return; // it is seen where it is, and would move away under the pointer
    // the first row with the heading over it
    if (chosenId === `${id}-0-0`) document.getElementById(id)?.scrollTo({ top: 0 });
    else if (chosenId !== undefined) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosenId, asked]);
  const act = useAction(onClose);

  const write = (next: string): void => {
    // before the field is drawn: the answer is under way meanwhile
    if (next.trim() !== '') void client.prefetchQuery(searchQuery(cluster, next.trim(), only));
    setText(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const kind = chosen === undefined ? undefined : groupOf(chosen, groups);
    const next = nextChoice(event, sections, chosen);
    const entry = entries.find(({ value }) => value === chosen);
    if (next !== undefined) choose(next);
    else if (event.key === 'Enter' && entry !== undefined && !(event.target instanceof HTMLButtonElement))
      act(entry, event.metaKey || event.ctrlKey);
    else if (event.key === 'Tab' && !event.shiftKey && only === undefined && kind !== undefined) setOnly(kind);
    else if (event.key === 'Tab' && event.shiftKey && only !== undefined) setOnly(undefined);
    else if (event.key === 'Backspace' && text === '' && only !== undefined) setOnly(undefined);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside, which bubble
    <div onKeyDown={onKeyDown}>
      <div className="flex h-12 items-center gap-2.5 border-b border-line-faint px-3.5">
        <Search className="size-4 shrink-0 text-ink-2" strokeWidth={1.6} aria-hidden="true" />
        {only === undefined ? null : (
          <button
            type="button"
            onClick={() => setOnly(undefined)}
            className="inline-flex h-6 shrink-0 items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-xs"
          >
            {PALETTE.groups[only]}
            <span className="sr-only">{PALETTE.allKinds}</span>
            <X className="size-3 text-ink-3" aria-hidden="true" />
          </button>
        )}
        <input
          // biome-ignore lint/a11y/noAutofocus: it was opened to be written in
          autoFocus
          type="text"
          role="combobox"
          aria-label={PALETTE.title}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={chosenId}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          value={text}
          onChange={({ target }) => write(target.value)}
          placeholder={PALETTE.placeholder}
          className="h-full min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-3"
        />
        <span className="shrink-0 text-xs text-ink-3" aria-live="polite">
          {found === undefined ? null : results(totalOf(groups))}
        </span>
        <Kbd>Esc</Kbd>
      </div>
      <PaletteResults
        id={id}
        asked={asked}
        sections={sections}
        nothing={found !== undefined && totalOf(groups) === 0}
        failed={isError}
        chosen={chosen}
        onChoose={point}
        onDo={act}
      />
      <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd> {PALETTE.move}
        <Kbd>↵</Kbd> {PALETTE.open}
        <Kbd>⌘↵</Kbd> {PALETTE.newTab}
        <Kbd>⇥</Kbd> {only === undefined ? PALETTE.onlyKind : PALETTE.allKindsKey}
      </p>
    </div>
  );
}

/** The row that a person moved to among those of this answer, else the first. */
function useChoice(answer: string, entries: readonly PaletteEntry[]) {
  const [moved, setMoved] = useState({ answer, value: '', byPointer: false });
  const choose = useCallback((value: string) => setMoved({ answer, value, byPointer: false }), [answer]);
  const point = useCallback((value: string) => setMoved({ answer, value, byPointer: true }), [answer]);
  const isThere = moved.answer === answer && entries.some(({ value }) => value === moved.value);
  const chosen = isThere ? moved.value : entries[0]?.value;
  return { chosen, byPointer: isThere && moved.byPointer, choose, point };
}

function useAction(onClose: () => void) {
  const router = useRouter();
  return useCallback(
    ({ does }: PaletteEntry, inNewTab: boolean): void => {
      onClose();
      if (typeof does !== 'string')
        setTimeout(does); // once the focus is back where the keys of the page listen
      else if (inNewTab) window.open(does, '_blank', 'noopener');
      else router.push(does);
    },
    [onClose, router],
  );
}
