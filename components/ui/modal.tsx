'use client';

import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { SHELL } from '#lib/text/en/shell.ts';
import { Button } from './button.tsx';

interface ModalProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Width in pixels on a wide screen. */
  readonly width?: number;
  readonly children: ReactNode;
}

/** A dialog in the middle. Focus is trapped and given back; Esc closes. */
export function Modal({ open, onClose, title, width = 480, children }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup
          className="fixed top-[10vh] left-1/2 z-40 flex max-h-[80vh] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-overlay shadow-dialog outline-none"
          style={{ width }}
        >
          <div className="flex shrink-0 items-center gap-2 border-b border-line-faint py-2.5 pr-2.5 pl-4">
            <Dialog.Title className="flex-1 text-md font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              render={
                <Button variant="quiet" size="sm" icon aria-label={SHELL.close}>
                  <X className="size-4" aria-hidden="true" />
                </Button>
              }
            />
          </div>
          <div className="min-h-0 overflow-y-auto">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
