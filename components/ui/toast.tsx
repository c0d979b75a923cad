'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { visibleText } from '#lib/text/visible-text.ts';

const SHOWN_MS = 4000;
const MOST = 2;

interface ToastText {
  readonly id: number;
  readonly text: string;
}
const ToastContext = createContext<(text: string) => void>(() => undefined);

/** Says what the person just did: "Link copied". Nothing else is worth a toast. */
export const useToast = () => useContext(ToastContext);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ToastText[]>([]);
  const nextId = useRef(0);
  const show = useCallback((text: string) => {
    const id = nextId.current++;
    // Two parts of the page may say the same.
    setToasts((shown) => [...shown.filter((each) => each.text !== text), { id, text }].slice(-MOST));
  }, []);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div role="status" className="fixed bottom-16 left-1/2 z-50 flex -translate-x-1/2 flex-col gap-2">
        {toasts.map((toast) => (
          <Toast
            key={toast.id}
            text={toast.text}
            onGone={() => setToasts((shown) => shown.filter(({ id }) => id !== toast.id))}
          />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

/** Goes after four seconds; the pointer over it holds it. */
function Toast({ text, onGone }: { readonly text: string; readonly onGone: () => void }) {
  const [held, setHeld] = useState(false);
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => gone.current(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <p
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="max-w-[80vw] rounded-md bg-inverse px-3 py-2 text-sm text-ink-inverse shadow-pop wrap-anywhere"
    >
      {visibleText(text)}
    </p>
  );
}
