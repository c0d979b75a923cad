import type { ReactNode } from 'react';

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-[18px] rounded-sm border border-line bg-surface px-1 text-center font-sans text-[11px] leading-4 font-medium text-ink-3">
      {children}
    </kbd>
  );
}
