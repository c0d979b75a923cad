import type { ClassChange } from '#lib/api/data-schemas.ts';
import { SENSITIVITY } from '#lib/gdpr/types.ts';
import { changesIn, type DataDraft, NO_DRAFT } from './data-draft.ts';

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
/** Asked for each time: where a browser forbids storage, already the name throws. */
const ofTab = (): DraftStorage => sessionStorage;
const keyOf = (cluster: string): string => `ringfence-data-draft/${cluster}`;

/** What was changed in this tab and not kept. No draft where none is stored, or none that can be read. */
export function readDraft(cluster: string, storage = ofTab): DataDraft {
  try {
    return draftOf(JSON.parse(storage().getItem(keyOf(cluster)) ?? 'null')) ?? NO_DRAFT;
  } catch {
    return NO_DRAFT;
  }
}

/** Stores it for this tab; an empty one is forgotten. Without storage, or with a full one, the page works on without. */
export function storeDraft(cluster: string, draft: DataDraft, storage = ofTab): void {
  try {
    // One that no longer fits must not leave an older one behind.
    storage().removeItem(keyOf(cluster));
    if (changesIn(draft) > 0) storage().setItem(keyOf(cluster), JSON.stringify(draft));
  } catch {
    // The warning before the tab closes still stands.
  }
}

/** Storage is an edge: what another version or a person wrote there may have any shape. */
function draftOf(stored: unknown): DataDraft | undefined {
  if (!isRecord(stored)) return undefined;
  const { changes, recipients, text, seen } = stored;
  if (!isListOf(changes, isChange) || !isListOf(recipients, isRecipient) || !isTextOrAbsent(text)) return undefined;
  return { changes, recipients, text, ...(seen === null || isText(seen) ? { seen } : {}) };
}

function isChange(value: unknown): value is ClassChange {
  return (
    isRecord(value) &&
    typeof value.workload === 'string' &&
    value.dataClass !== 'unknown' &&
    SENSITIVITY.some((dataClass) => dataClass === value.dataClass) &&
    isTextOrAbsent(value.because)
  );
}

function isRecipient(value: unknown): value is DataDraft['recipients'][number] {
  return isRecord(value) && typeof value.id === 'string' && isListOf(value.fqdns, isText);
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
