import type { ReactNode } from 'react';

export function PanelSection({
  title,
  end,
  children,
}: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="border-t border-line-faint px-3.5 pt-2.5 pb-3">
      <h3 className="mb-1.5 flex items-center gap-1.5 text-xs font-medium text-ink-3">
        <span className="flex-1">{title}</span>
        {end}
      </h3>
      {children}
    </section>
  );
}
