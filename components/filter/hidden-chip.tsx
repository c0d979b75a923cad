'use client';

import { EyeOff, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { WithoutHidden } from '#lib/graph/filter/hide-matches.ts';
import type { Scene } from '#lib/graph/types.ts';
import { editHidden, FIND, hiddenSentence } from '#lib/text/en/find.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface HiddenChipProps {
  readonly hidden: WithoutHidden<Scene>;
  /** The filter, and the filters of what is hidden. */
  readonly found: string;
  readonly hide: readonly string[];
  readonly canHide: boolean;
  /** Both at once: hiding takes the filter away. */
  readonly onChange: (found: string, hide: readonly string[]) => void;
}

/** Find and hide: the filter lights what it finds; hiding takes that out of the picture, and it is said what is gone. */
export function HiddenChip({ hidden, found, hide, canHide, onChange }: HiddenChipProps) {
  return (
    <>
      {canHide ? (
        <Button
          size="sm"
          variant="quiet"
          aria-keyshortcuts="H"
          title={FIND.hideHint}
          onClick={() => onChange('', [...hide, found])}
        >
          <EyeOff className="size-3" aria-hidden="true" />
          {FIND.hide}
        </Button>
      ) : null}
      {hide.length === 0 ? null : (
        <span
          role="status"
          className={`inline-flex min-h-6 max-w-96 items-center overflow-hidden rounded-sm border text-xs ${hidden.gaps > 0 ? 'border-dashed border-critical' : 'border-line'}`}
        >
          <button
            type="button"
            title={visibleText(editHidden(hide))}
            onClick={() => onChange(hide.at(-1) ?? '', hide.slice(0, -1))}
            className={`px-1.5 py-0.5 text-left hover:bg-hover ${hidden.gaps > 0 ? 'text-critical-ink' : 'text-ink-2'}`}
          >
            {hiddenSentence(hidden)}
          </button>
          <button
            type="button"
            aria-label={FIND.showAgain}
            title={FIND.showAgain}
            onClick={() => onChange(found, [])}
            className="grid size-6 shrink-0 place-items-center border-l border-line text-ink-3 hover:bg-hover"
          >
            <X className="size-3" aria-hidden="true" />
          </button>
        </span>
      )}
    </>
  );
}
