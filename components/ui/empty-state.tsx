import type { ReactNode } from 'react';
import { RingMark } from './ring-mark.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** What stands where nothing is to be shown: a sentence, and what can be done. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className="grid h-full min-h-60 place-items-center p-6 text-center">
      <div className="max-w-96">
        <div className="mb-2 flex justify-center text-accent">
          <RingMark size={32} />
        </div>
        <h2 className="text-lg font-semibold">{title}</h2>
        {children === undefined ? null : <div className="mt-1 text-pretty text-ink-2">{children}</div>}
        {actions === undefined ? null : <div className="mt-3.5 flex flex-wrap justify-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}
