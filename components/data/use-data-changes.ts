'use client';

import { useState } from 'react';
import type { ClassChange, DataMapBody } from '#lib/api/data-schemas.ts';
import { changesIn, type DataDraft, NO_DRAFT, withText } from './data-draft.ts';

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
}

/** Changes gather here and are written nowhere until the person keeps, downloads or copies them. */
export function useDataChanges(): DataChanges {
  const [steps, setSteps] = useState<readonly DataDraft[]>([NO_DRAFT]);
  const draft = steps.at(-1) ?? NO_DRAFT;
  const push = (next: DataDraft): void => setSteps((before) => [...before, next]);
  const count = changesIn(draft);
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
    edit: (text, holdsChanges) => setSteps((before) => withText(before, text, holdsChanges)),
    undo: steps.length > 1 ? () => setSteps((before) => before.slice(0, -1)) : undefined,
    discard: () => setSteps([NO_DRAFT]),
  };
}
