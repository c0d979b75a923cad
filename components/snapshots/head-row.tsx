import type { ReactNode } from 'react';

/** The row of headings of the tables of snapshots and of the audit trail. */
export function HeadRow({ children }: { readonly children: ReactNode }) {
  return (
    <tr className="text-left text-xs text-ink-3 [&>th]:h-[30px] [&>th]:border-b [&>th]:border-line [&>th]:bg-sunken [&>th]:px-2 [&>th]:font-medium [&>th]:whitespace-nowrap">
      {children}
    </tr>
  );
}
