import type { ReadingNote } from './cluster-objects.ts';

/** What an object is read with. */
export interface ReadingContext {
  /** The object, as notes name it. */
  readonly object: string;
  readonly notes: ReadingNote[];
}
