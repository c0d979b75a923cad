'use client';

import { useState } from 'react';
import type { ClassChange, DataMapBody } from '#lib/api/data-schemas.ts';

/** What the person has changed and not kept: classes by workload, and a whole text where one was pasted. */
export interface DataDraft {
  readonly changes: readonly ClassChange[];
  readonly recipients: DataMapBody['recipients'];
  readonly text: string | undefined;
}

export interface DataChanges extends DataDraft {
  readonly has: boolean;
  /** How many changes there are. */
  readonly count: number;
  change(changes: readonly ClassChange[]): void;
  declare(recipient: DataMapBody['recipients'][number]): void;
  edit(text: string | undefined): void;
  /** Takes the last step back; undefined where there is none. */
  readonly undo: (() => void) | undefined;
  discard(): void;
}

const NONE: DataDraft = { changes: [], recipients: [], text: undefined };

/** Changes gather here and are written nowhere until the person keeps, downloads or copies them. */
export function useDataChanges(): DataChanges {
  const [steps, setSteps] = useState<readonly DataDraft[]>([NONE]);
  const draft = steps.at(-1) ?? NONE;
  const push = (next: DataDraft): void => setSteps((before) => [...before, next]);
  const changed = draft.changes.length + draft.recipients.length + (draft.text === undefined ? 0 : 1);
  return {
    ...draft,
    count: changed,
    has: changed > 0,
    declare: (recipient) => push({ ...draft, recipients: [...draft.recipients, recipient] }),
    change(changes) {
      const again = new Set(changes.map(({ workload }) => workload));
      push({ ...draft, changes: [...draft.changes.filter(({ workload }) => !again.has(workload)), ...changes] });
    },
    // Typing is one step, not one for each letter.
    edit: (text) =>
      draft.text === undefined || text === undefined
        ? push({ ...draft, text })
        : setSteps((before) => [...before.slice(0, -1), { ...draft, text }]),
    undo: steps.length > 1 ? () => setSteps((before) => before.slice(0, -1)) : undefined,
    discard: () => setSteps([NONE]),
  };
}
