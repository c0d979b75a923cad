'use client';

import { type ReactNode, useId, useRef } from 'react';
import { GLOSSARY, type GlossaryTerm } from '#lib/text/en/glossary.ts';

const WIDTH = 280;
const EDGE = 8;

/** A word of the trade, where it stands: pressing it explains it. The platform's own popover: Esc and a press beside close it. */
export function Term({ of, children }: { readonly of: GlossaryTerm; readonly children: ReactNode }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const place = (): void => {
    const at = button.current?.getBoundingClientRect();
    if (at === undefined || box.current === null) return;
    const left = Math.max(EDGE, Math.min(at.left, window.innerWidth - WIDTH - EDGE));
    const isLow = at.bottom > window.innerHeight * 0.7;
    box.current.style.left = `${left}px`;
    box.current.style.top = isLow ? 'auto' : `${at.bottom + 6}px`;
    box.current.style.bottom = isLow ? `${window.innerHeight - at.top + 6}px` : 'auto';
  };
  const { word, says } = GLOSSARY[of];
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        onKeyDown={(event) => {
          // it closes the explanation, and is not the page's
          if (event.key === 'Escape' && box.current?.matches(':popover-open') === true) event.stopPropagation();
        }}
        className="cursor-help underline decoration-line-strong decoration-dotted underline-offset-2 hover:decoration-current"
      >
        {children}
      </button>
      <span
        ref={box}
        id={id}
        popover="auto"
        role="note"
        onBeforeToggle={place}
        style={{ width: WIDTH }}
        className="fixed inset-auto m-0 rounded-lg border border-line bg-overlay px-3 py-2 text-left text-xs font-normal whitespace-normal text-ink-2 shadow-pop"
      >
        <b className="block font-semibold text-ink">{word}</b>
        {says}
      </span>
    </>
  );
}
