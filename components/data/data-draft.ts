import type { ClassChange, DataMapBody } from '#lib/api/data-schemas.ts';

/** What the person has changed and not kept: classes by workload, and a whole text where one was pasted. */
export interface DataDraft {
  readonly changes: readonly ClassChange[];
  readonly recipients: DataMapBody['recipients'];
  /** The changes and recipients are put into it: they were made after it. */
  readonly text: string | undefined;
  /** The hash of the DataMap that was in force when the first change was made; undefined: nothing is changed yet. */
  readonly seen?: string | null | undefined;
}

export const NO_DRAFT: DataDraft = { changes: [], recipients: [], text: undefined };

/** The draft as one of changes to the DataMap with this hash, where it is not one to another already. */
export function basedOn(draft: DataDraft, hash: string | null): DataDraft {
  return draft.seen === undefined ? { ...draft, seen: hash } : draft;
}

/** How many changes a draft holds. */
export function changesIn({ changes, recipients, text }: DataDraft): number {
  return changes.length + recipients.length + (text === undefined ? 0 : 1);
}

/**
 * The drafts from the first to the newest, with a text typed or pasted. Typing is one step, not one for each letter.
 * @param holdsChanges whether the text was edited with the changes in it, or replaces all: then they are not put into it
 * again, over what the person wrote.
 */
export function withText(steps: readonly DataDraft[], text: string, holdsChanges: boolean): readonly DataDraft[] {
  const [before, draft = NO_DRAFT] = [steps.at(-2), steps.at(-1)];
  const next = holdsChanges ? { ...NO_DRAFT, text, seen: draft.seen } : { ...draft, text };
  const typing = before !== undefined && draft.text !== undefined && draft.text !== before.text;
  return [...(typing ? steps.slice(0, -1) : steps), next];
}
