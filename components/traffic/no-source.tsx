'use client';

import { parseAsBoolean, useQueryState } from 'nuqs';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { EMPTY_TRAFFIC } from '#lib/text/en/traffic-page.ts';
import { ConnectSource } from './connect-source.tsx';

/** Nobody observes the traffic of this cluster: what that means, and how to change it. */
export function NoSource() {
  const [open, setOpen] = useQueryState('connect', parseAsBoolean.withDefault(false));
  return (
    <div className="min-h-0 flex-1 overflow-y-auto bg-canvas">
      <div className={open ? 'h-60' : 'h-full'}>
        <EmptyState
          title={EMPTY_TRAFFIC.title}
          actions={
            <Button
              variant={open ? 'default' : 'primary'}
              aria-expanded={open}
              onClick={() => void setOpen(!open || null)}
            >
              {open ? EMPTY_TRAFFIC.hide : EMPTY_TRAFFIC.connect}
            </Button>
          }
        >
          {EMPTY_TRAFFIC.hint}
        </EmptyState>
      </div>
      {open ? <ConnectSource /> : null}
    </div>
  );
}
