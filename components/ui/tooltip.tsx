'use client';

import { Tooltip as Tip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

const DELAY_MS = 300;

/** A second word on a control that has its own name already; never the only explanation. */
export function Tooltip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  return (
    <Tip.Root>
      <Tip.Trigger delay={DELAY_MS} render={children as ReactElement<Record<string, unknown>>} />
      <Tip.Portal>
        <Tip.Positioner sideOffset={6} className="z-50">
          <Tip.Popup className="max-w-72 rounded-md bg-inverse px-2 py-1 text-xs text-ink-inverse shadow-pop">
            {text}
          </Tip.Popup>
        </Tip.Positioner>
      </Tip.Portal>
    </Tip.Root>
  );
}
