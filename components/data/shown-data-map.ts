import type { DataMapAnswer } from '#lib/api/data-schemas.ts';
import type { DataDraft } from './data-draft.ts';

export interface EditorText {
  readonly text: string;
  /** Whether the changes made beside the text stand in it. */
  readonly holdsChanges: boolean;
  /** Typing waits: what is changed beside the text is not in it yet, and would be lost. */
  readonly waits: boolean;
}

/**
 * What the editor shows: the person's own text at once, letter by letter. Only where classes or recipients were changed
 * beside it does the server's answer stand there, once it is the answer to this very draft (`answer`; a placeholder of
 * an earlier one is none).
 */
export function editorText(draft: DataDraft, inForce: string, answer: DataMapAnswer | undefined): EditorText {
  const own = draft.text ?? inForce;
  if (draft.changes.length + draft.recipients.length === 0) return { text: own, holdsChanges: true, waits: false };
  // Nothing is put into a text that cannot be read: it comes back as it was.
  if (answer !== undefined && (answer.problems.length === 0 || answer.text !== own)) {
    return { text: answer.text, holdsChanges: true, waits: false };
  }
  return { text: own, holdsChanges: false, waits: answer === undefined && draft.text === undefined };
}
