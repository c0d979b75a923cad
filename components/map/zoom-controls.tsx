'use client';

import { Maximize, Minus, Plus } from 'lucide-react';
import { MAP } from '#lib/text/en/map.ts';

export function ZoomControls({ onZoom }: { readonly onZoom: (direction: 'in' | 'out' | 'all') => void }) {
  const button = 'grid size-[30px] place-items-center text-ink-2 hover:bg-hover';
  return (
    <div className="no-print absolute right-3 bottom-3 z-10 flex flex-col overflow-hidden rounded-lg border border-line bg-overlay shadow-pop">
      <button type="button" aria-label={MAP.zoomIn} title={MAP.zoomIn} className={button} onClick={() => onZoom('in')}>
        <Plus className="size-4" strokeWidth={1.6} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={MAP.zoomOut}
        title={MAP.zoomOut}
        className={`${button} border-t border-line-faint`}
        onClick={() => onZoom('out')}
      >
        <Minus className="size-4" strokeWidth={1.6} aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={MAP.zoomAll}
        title={MAP.zoomAll}
        className={`${button} border-t border-line-faint`}
        onClick={() => onZoom('all')}
      >
        <Maximize className="size-4" strokeWidth={1.6} aria-hidden="true" />
      </button>
    </div>
  );
}
