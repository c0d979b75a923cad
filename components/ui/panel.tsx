import type { ReactNode } from 'react';

interface PanelProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Keys that work here, at its foot; not where it is a sheet, since whoever touches has none. */
  readonly keys?: ReactNode;
}

const FOOT = 'flex shrink-0 items-center gap-2 border-t border-line bg-page px-3.5 py-[9px] text-xs text-ink-3';

/** The right panel: beside the content from 1280, over it below, a sheet at the bottom below 900. Own scroll. */
export function Panel({ label, children, footer, keys }: PanelProps) {
  return (
    <aside
      aria-label={label}
      className="panel flex min-h-0 w-(--size-panel) shrink-0 flex-col overflow-hidden border-l border-line bg-surface"
    >
      <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      {footer === undefined ? null : <footer className={FOOT}>{footer}</footer>}
      {keys === undefined ? null : <footer className={`${FOOT} max-[899px]:hidden`}>{keys}</footer>}
    </aside>
  );
}
