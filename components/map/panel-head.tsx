import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { MAP } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface PanelHeadProps {
  readonly title: string;
  readonly sign?: ReactNode;
  readonly detail?: string | undefined;
  readonly onClose: (() => void) | undefined;
}

/** Name of what the panel shows, and the way out of it. */
export function PanelHead({ title, sign, detail, onClose }: PanelHeadProps) {
  return (
    <header className="flex items-center gap-2 px-3.5 pt-3 pb-2">
      {sign}
      <h2 className="min-w-0 text-md font-semibold wrap-anywhere">{visibleText(title)}</h2>
      <p className="min-w-0 flex-1 truncate text-ink-2">{visibleText(detail ?? '')}</p>
      {onClose === undefined ? null : (
        <Button variant="quiet" size="sm" icon aria-label={MAP.close} onClick={onClose}>
          <X className="size-4" strokeWidth={1.6} aria-hidden="true" />
        </Button>
      )}
    </header>
  );
}
