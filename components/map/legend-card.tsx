import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { LEGEND } from '#lib/text/en/map.ts';

interface LegendCardProps {
  readonly title: string;
  /** As it is read out, where that says more than the title. */
  readonly label?: string;
  readonly onHide: () => void;
  readonly children: ReactNode;
}

/** The card over the lower left of the map that explains its signs. */
export function LegendCard({ title, label = title, onHide, children }: LegendCardProps) {
  return (
    <section
      aria-label={label}
      data-legend
      className="no-print absolute bottom-3 left-3 z-10 max-h-[calc(100%-24px)] w-[206px] overflow-y-auto rounded-lg border border-line bg-overlay p-2 pt-1 shadow-pop max-rail:hidden"
    >
      <div className="flex items-center gap-2 pl-1">
        <h2 className="text-xs font-semibold">{title}</h2>
        <span className="flex-1 text-right text-2xs text-ink-3">{LEGEND.hint}</span>
        <Button variant="quiet" size="sm" icon aria-label={LEGEND.hide} onClick={onHide}>
          <X className="size-3.5" aria-hidden="true" />
        </Button>
      </div>
      {children}
    </section>
  );
}
