'use client';

import { useEffect, useState } from 'react';
import type { ClassChange, DataMapBody } from '#lib/api/data-schemas.ts';
import { basedOn, changesIn, type DataDraft, NO_DRAFT, withText } from './data-draft.ts';
import { readDraft, storeDraft } from './stored-draft.ts';

export interface DataChanges extends DataDraft {
  readonly has: boolean;
  /** How many changes there are. */
  readonly count: number;
  /** The same object until something changes. */
  readonly draft: DataDraft;
  change(changes: readonly ClassChange[]): void;
  declare(recipient: DataMapBody['recipients'][number]): void;
  /** @param holdsChanges see `withText` */
  edit(text: string, holdsChanges: boolean): void;
  /** Takes the last step back; undefined where there is none. */
  readonly undo: (() => void) | undefined;
  discard(): void;
  /** The person has seen the DataMap that is in force now: the changes are ones to it. */
  rebase(): void;
}

/**
 * Changes gather here and leave the browser's tab only when the person keeps, downloads or copies them. They are there
 * again after a visit to another page, until they are kept or discarded; before the tab closes the browser asks.
 * @param inForce the hash of the DataMap that the page shows
 */
export function useDataChanges(cluster: string, inForce: string | null): DataChanges {
  const [steps, setSteps] = useState<readonly DataDraft[]>(() => firstSteps(readDraft(cluster)));
  const draft = steps.at(-1) ?? NO_DRAFT;
  const push = (next: DataDraft): void => setSteps((before) => [...before, basedOn(next, inForce)]);
  const count = changesIn(draft);
  useEffect(() => storeDraft(cluster, draft), [cluster, draft]);
  useWarning(count > 0);
  return {
    ...draft,
    draft,
    count,
    has: count > 0,
    declare: (recipient) => push({ ...draft, recipients: [...draft.recipients, recipient] }),
    change(changes) {
      const again = new Set(changes.map(({ workload }) => workload));
      push({ ...draft, changes: [...draft.changes.filter(({ workload }) => !again.has(workload)), ...changes] });
    },
    edit: (text, holdsChanges) =>
      setSteps((before) =>
        withText(before, text, holdsChanges).map((step, i) => (i === 0 ? step : basedOn(step, inForce))),
      ),
    undo: steps.length > 1 ? () => setSteps((before) => before.slice(0, -1)) : undefined,
    discard() {
      // At once: what was kept while the person went to another page must not come back.
      storeDraft(cluster, NO_DRAFT);
      setSteps([NO_DRAFT]);
    },
    rebase: () => setSteps((before) => before.map(({ seen: _, ...step }) => step)),
  };
}

function firstSteps(restored: DataDraft): readonly DataDraft[] {
  return changesIn(restored) === 0 ? [NO_DRAFT] : [NO_DRAFT, restored];
}

/** The browser asks before the tab closes or leaves Ringfence. */
function useWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
}
