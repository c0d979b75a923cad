'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly children: ReactNode;
}

/** A panel from the right edge, from the bottom on a narrow screen. Focus is trapped and given back; Esc closes. */
export function Sheet({ open, onClose, title, closeLabel, children }: SheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-(--duration-base) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-40 flex w-[560px] max-w-full flex-col border-l border-line bg-surface shadow-dialog transition-transform duration-(--duration-base) ease-out outline-none data-ending-style:translate-x-full data-starting-style:translate-x-full max-rail:inset-x-0 max-rail:top-14 max-rail:w-full max-rail:rounded-t-xl max-rail:border-t max-rail:border-l-0">
          <div className="flex shrink-0 items-center gap-2 border-b border-line-faint py-2.5 pr-2.5 pl-4">
            <Dialog.Title className="flex-1 text-md font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              render={
                <Button variant="quiet" size="sm" icon aria-label={closeLabel}>
                  <X className="size-4" aria-hidden="true" />
                </Button>
              }
            />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
