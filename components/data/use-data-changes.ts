'use client';

import { useState } from 'react';
import type { ClassChange } from '#lib/api/data-schemas.ts';

/** What the person has changed and not kept: classes by workload, and a whole text where one was pasted. */
export interface DataDraft {
  readonly changes: readonly ClassChange[];
  readonly text: string | undefined;
}

export interface DataChanges extends DataDraft {
  readonly has: boolean;
  change(changes: readonly ClassChange[]): void;
  edit(text: string | undefined): void;
  /** Takes the last step back; undefined where there is none. */
  readonly undo: (() => void) | undefined;
  discard(): void;
}

const NONE: DataDraft = { changes: [], text: undefined };

/** Changes gather here and are written nowhere until the person keeps, downloads or copies them. */
export function useDataChanges(): DataChanges {
  const [steps, setSteps] = useState<readonly DataDraft[]>([NONE]);
  const draft = steps.at(-1) ?? NONE;
  const push = (next: DataDraft): void => setSteps((before) => [...before, next]);
  return {
    ...draft,
    has: draft.changes.length > 0 || draft.text !== undefined,
    change(changes) {
      const changed = new Set(changes.map(({ workload }) => workload));
      push({ ...draft, changes: [...draft.changes.filter(({ workload }) => !changed.has(workload)), ...changes] });
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
