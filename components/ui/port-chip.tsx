import type { ReactNode } from 'react';

interface PortChipProps {
  readonly children: ReactNode;
  /** With `onPress` the chip is a filter. */
  readonly pressed?: boolean;
  readonly onPress?: () => void;
  readonly tone?: 'plain' | 'depends';
}

const LOOK = 'inline-flex h-5 shrink-0 items-center rounded-sm border px-[5px] font-mono text-[11px] whitespace-nowrap';

/** Ports in mono: `TCP 5432`, `any`. */
export function PortChip({ children, pressed = false, onPress, tone = 'plain' }: PortChipProps) {
  const colour = tone === 'depends' ? 'border-dashed border-depends text-depends-ink' : 'border-line text-ink-2';
  if (onPress === undefined) return <span className={`${LOOK} ${colour} bg-surface`}>{children}</span>;
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className={`${LOOK} min-h-6 bg-surface hover:bg-hover ${pressed ? 'border-accent text-accent-ink outline-1 outline-accent' : colour}`}
    >
      {children}
    </button>
  );
}
