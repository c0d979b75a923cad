'use client';

import { ChevronDown, History } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';
import { LIVE } from '#lib/text/en/revisions.ts';

const RevisionsPopover = dynamic(() => import('./revisions-popover.tsx').then((module) => module.RevisionsPopover), {
  ssr: false,
});

interface RevisionsButtonProps {
  readonly cluster: string;
  /** Beside the pill of waiting changes it is its second half. */
  readonly isBesidePill?: boolean;
}

/** Opens what changed in this run; its code comes when it is first wanted. */
export function RevisionsButton({ cluster, isBesidePill = false }: RevisionsButtonProps) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const Icon = isBesidePill ? ChevronDown : History;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={LIVE.open}
        title={LIVE.open}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => {
          setWanted(true);
          setOpen(!open);
        }}
        className={
          isBesidePill
            ? 'grid size-[26px] place-items-center rounded-r-full border-l border-surface bg-accent-soft text-accent-ink hover:underline'
            : 'grid size-6 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink'
        }
      >
        <Icon className="size-3.5" strokeWidth={1.8} aria-hidden="true" />
      </button>
      {wanted ? <RevisionsPopover cluster={cluster} open={open} onOpen={setOpen} anchor={button} /> : null}
    </>
  );
}
