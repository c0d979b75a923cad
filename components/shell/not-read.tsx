'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import { isMissing, notReadBeside } from '#lib/text/en/revisions.ts';

const MissingDialog = dynamic(() => import('./missing-dialog.tsx').then((module) => module.MissingDialog), {
  ssr: false,
});

interface NotReadProps {
  readonly summary: ClusterSummary;
  /** Resources on which the number rests; absent: all. */
  readonly of?: ReadonlySet<string>;
  /** In narrow windows too, where it does not stand in a row of numbers. */
  readonly always?: boolean;
}

/** Beside a number: how many of the kinds that it rests on were not read, and which rights would help. */
export function NotRead({ summary, of, always = false }: NotReadProps) {
  const [open, setOpen] = useState(false);
  const missing = summary.completeness.kinds.filter(
    (kind) => isMissing(kind) && (of === undefined || of.has(kind.resource)),
  );
  if (missing.length === 0) return null;
  return (
    <>
      <button
        type="button"
        title={missing.map(({ kind }) => kind).join(', ')}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className={`min-h-6 text-xs text-depends-ink underline decoration-dotted underline-offset-2 ${always ? '' : 'max-xl:hidden'}`}
      >
        {notReadBeside(missing.length)}
      </button>
      {open ? (
        <MissingDialog
          rbac={summary.missingRbac}
          unread={summary.completeness.unread}
          kinds={missing}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
