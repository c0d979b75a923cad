import type { ReactNode } from 'react';
import type { DataClass, Severity } from '#lib/gdpr/types.ts';

export type TagTone = Severity | DataClass | 'allowed' | 'depends' | 'denied' | 'accent' | 'recipient';

const TONES: Readonly<Record<TagTone, string>> = {
  critical: 'bg-critical-soft text-critical-ink',
  high: 'bg-high-soft text-high-ink',
  medium: 'bg-medium-soft text-medium-ink',
  low: 'bg-low-soft text-low-ink',
  info: 'bg-info-soft text-info-ink',
  personal: 'bg-personal-soft text-personal-ink',
  children: 'bg-personal-soft text-personal-ink',
  special: 'bg-special-soft text-special-ink',
  criminal: 'bg-special-soft text-special-ink',
  pseudonymised: 'bg-pseudonymised-soft text-pseudonymised-ink',
  none: 'bg-nodata-soft text-nodata-ink',
  unknown: 'bg-unknown-soft text-unknown-ink',
  recipient: 'bg-recipient-soft text-recipient-ink',
  allowed: 'bg-allowed-soft text-allowed-ink',
  depends: 'bg-depends-soft text-depends-ink',
  denied: 'bg-denied-soft text-denied-ink shadow-[inset_0_0_0_1px_var(--color-line)]',
  accent: 'bg-accent-soft text-accent-ink',
};

/** One word about severity, class or verdict. The word carries the meaning, the colour only helps to find it. */
export function Tag({ tone, children }: { readonly tone: TagTone; readonly children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center gap-[5px] rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
