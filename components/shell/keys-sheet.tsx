'use client';

import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { GLOSSARY } from '#lib/text/en/glossary.ts';
import { KEY_GROUPS, KEYS_SHEET, type KeysPage } from '#lib/text/en/keys-sheet.ts';
import { keysPageOf } from './keys-page.ts';
import { SingleKeysSwitch } from './single-keys-switch.tsx';

interface KeysSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** Absent where there is no tour. */
  readonly onTour: (() => void) | undefined;
}

/** All keys by view, the current view first; below them the words of the trade. */
export function KeysSheet({ open, onClose, onTour }: KeysSheetProps) {
  const [text, setText] = useState('');
  const page = keysPageOf(usePathname());
  const isHere = (pages: readonly KeysPage[] | undefined) => page !== undefined && pages?.includes(page) === true;
  const ordered = [...KEY_GROUPS].sort((a, b) => Number(isHere(b.pages)) - Number(isHere(a.pages)));
  const words = text.toLowerCase().split(/\s+/);
  const groups = ordered
    .map((group) => ({
      ...group,
      keys: group.keys.filter(({ keys, does }) => {
        const own = `${group.title} ${keys.join(' ')} ${does}`.toLowerCase();
        return words.every((word) => own.includes(word));
      }),
    }))
    .filter(({ keys }) => keys.length > 0);
  const terms = Object.entries(GLOSSARY).filter(([, { word, says }]) => {
    const own = `${word} ${says}`.toLowerCase();
    return words.every((each) => own.includes(each));
  });
  return (
    <Modal open={open} onClose={onClose} title={KEYS_SHEET.title} width={900}>
      <div className="flex flex-wrap items-center gap-3 px-4 pt-2 text-ink-2">
        <p className="flex-1">{KEYS_SHEET.hint}</p>
        <SearchField label={KEYS_SHEET.find} hint={KEYS_SHEET.find} text={text} onText={setText} />
      </div>
      <div className="min-h-40 columns-1 gap-8 px-4 pb-3 sm:columns-2 md:columns-3">
        {groups.length + terms.length === 0 ? <p className="pt-3 text-ink-2">{KEYS_SHEET.none}</p> : null}
        {groups.map((group) => (
          <section key={group.title} className="break-inside-avoid pt-3">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group.title}</h3>
            <dl className="grid grid-cols-[104px_1fr]">
              {group.keys.map(({ keys, does }) => (
                <div key={does} className="contents">
                  <dt className="flex min-h-[26px] items-center gap-1">
                    {keys.map((key, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: G may be pressed twice, and keys never move
                      <Kbd key={`${at} ${key}`}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="flex min-h-[26px] items-center leading-4">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {terms.length === 0 ? null : (
        <section className="border-t border-line-faint px-4 pt-3 pb-3">
          <h3 className="mb-1 text-xs font-medium text-ink-3">{KEYS_SHEET.words}</h3>
          <dl className="columns-1 gap-8 sm:columns-2">
            {terms.map(([key, { word, says }]) => (
              <div key={key} className="break-inside-avoid pb-2">
                <dt className="font-semibold">{word}</dt>
                <dd className="text-xs text-ink-2">{says}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line-faint bg-page px-4 py-2">
        <span className="flex-1">
          <SingleKeysSwitch />
        </span>
        {onTour === undefined ? null : (
          <Button
            size="sm"
            onClick={() => {
              onClose();
              onTour();
            }}
          >
            {KEYS_SHEET.startTour}
          </Button>
        )}
      </div>
    </Modal>
  );
}
