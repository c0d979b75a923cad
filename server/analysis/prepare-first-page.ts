import { setTimeout as pause } from 'node:timers/promises';
import type { PlaceBook } from '#lib/graph/known-places.ts';
import { prepareLayout } from '#lib/graph/layout-namespace.ts';
import { buildScene } from '#lib/graph/scene.ts';
import type { Analysis } from './analysis.ts';

/** What nobody needs before they have seen the first picture waits until the browser has drawn it. */
const AFTER_FIRST_PICTURE_MS = 3_000;

/**
 * Computes what the first page will ask before it asks: a person opens it some seconds after the start. Then what the
 * first look into a namespace will ask. A turn of the event loop for each part, so that a question need not wait for all.
 * @param isWanted asked before each part.
 */
export function prepareFirstPage(analysis: Analysis, book: PlaceBook | undefined, isWanted: () => boolean): void {
  const parts = [
    () => analysis.numbers,
    () => analysis.sceneBeforeGaps,
    () => analysis.checked(),
    () => buildScene(analysis.sceneInput, {}, book),
    () => analysis.searchIndex,
    () => pause(AFTER_FIRST_PICTURE_MS, undefined, { ref: false }),
    () => analysis.connected(),
    () => prepareLayout(),
  ];
  const next = async (): Promise<void> => {
    const part = parts.shift();
    if (part === undefined || !isWanted()) return;
    try {
      await part();
    } catch {
      return; // whoever asks for it is told
    }
    setImmediate(() => void next());
  };
  setImmediate(() => void next());
}
