'use client';

import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';

const SHOWN_MS = 4000;

/** Toasts are only for what the person did: "Link copied". They pause on hover. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider timeout={SHOWN_MS} limit={2}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed bottom-16 left-1/2 z-50 flex -translate-x-1/2 flex-col gap-2 outline-none">
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="rounded-md bg-inverse px-3 py-2 text-ink-inverse shadow-pop">
      <Toast.Content>
        <Toast.Description className="text-sm" />
      </Toast.Content>
    </Toast.Root>
  ));
}

export function useToast(): (text: string) => void {
  const { add } = Toast.useToastManager();
  return (text) => void add({ description: text });
}
