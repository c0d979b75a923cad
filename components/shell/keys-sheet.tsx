'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { singleKeysOn, switchSingleKeys } from '#components/ui/single-keys.ts';
import { KEY_GROUPS, KEYS_SHEET, type KeysPage } from '#lib/text/en/shell.ts';

export function KeysSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const [single, setSingle] = useState(true);
  useEffect(() => setSingle(singleKeysOn()), []);
  const page = keysPageOf(usePathname());
  const isHere = (pages: readonly KeysPage[] | undefined) => page !== undefined && pages?.includes(page) === true;
  const groups = [...KEY_GROUPS].sort((a, b) => Number(isHere(b.pages)) - Number(isHere(a.pages)));
  return (
    <Modal open={open} onClose={onClose} title={KEYS_SHEET.title} width={860}>
      <p className="px-4 pt-2 text-ink-2">{KEYS_SHEET.hint}</p>
      <div className="columns-1 gap-8 px-4 pb-3 sm:columns-2 md:columns-3">
        {groups.map((group) => (
          <section key={group.title} className="break-inside-avoid pt-3">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group.title}</h3>
            <dl className="grid grid-cols-[104px_1fr]">
              {group.keys.map(({ keys, does }) => (
                <div key={does} className="contents">
                  <dt className="flex min-h-[26px] items-center gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="flex min-h-[26px] items-center leading-4">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="border-t border-line-faint bg-page px-4 py-2">
        <Checkbox
          label={KEYS_SHEET.singleKeys}
          checked={single}
          onChange={(on) => {
            setSingle(on);
            switchSingleKeys(on);
          }}
        />
      </div>
    </Modal>
  );
}

const PAGES: readonly KeysPage[] = ['map', 'pods', 'compare', 'gaps', 'checks', 'policies', 'data', 'snapshots'];

/** The view of an address: `/demo/pods/crm/crm-db-0` is a pod. */
function keysPageOf(path: string): KeysPage | undefined {
  const [, , page, ...rest] = path.split('/');
  if (page === 'workloads' || (page === 'pods' && rest.length > 0)) return 'pod';
  return PAGES.find((each) => each === page);
}
