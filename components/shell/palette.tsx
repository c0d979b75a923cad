'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { searchQuery } from '#components/api/queries.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { SEARCH_GROUPS, type SearchGroup } from '#lib/api/search-groups.ts';
import { PALETTE, results } from '#lib/text/en/palette.ts';
import type { ShellActions } from './palette-actions.ts';
import { PaletteResults, totalOf } from './palette-results.tsx';

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
  const [chosen, setChosen] = useState('');
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
  const chosenGroup = SEARCH_GROUPS.find((group) => chosen.startsWith(`${group} `));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab' && !event.shiftKey && only === undefined && chosenGroup !== undefined) setOnly(chosenGroup);
    else if (event.key === 'Tab' && event.shiftKey && only !== undefined) setOnly(undefined);
    else if (event.key === 'Backspace' && text === '' && only !== undefined) setOnly(undefined);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field inside, which bubble
    <div onKeyDown={onKeyDown}>
      <Command shouldFilter={false} loop label={PALETTE.title} value={chosen} onValueChange={setChosen}>
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
          <Command.Input
            autoFocus
            value={text}
            onValueChange={setText}
            placeholder={PALETTE.placeholder}
            className="h-full min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-3"
          />
          <span className="shrink-0 text-xs text-ink-3" aria-live="polite">
            {found === undefined ? null : results(totalOf(found.groups))}
          </span>
          <Kbd>Esc</Kbd>
        </div>
        <PaletteResults
          cluster={cluster}
          asked={asked}
          groups={found?.groups}
          failed={isError}
          only={only}
          shell={shell}
          onClose={onClose}
          onFirst={setChosen}
        />
        <p className="flex items-center gap-2 border-t border-line bg-page px-3.5 py-2 text-xs text-ink-3">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> {PALETTE.move}
          <Kbd>↵</Kbd> {PALETTE.open}
          <Kbd>⌘↵</Kbd> {PALETTE.newTab}
          <Kbd>⇥</Kbd> {only === undefined ? PALETTE.onlyKind : PALETTE.allKindsKey}
        </p>
      </Command>
    </div>
  );
}
