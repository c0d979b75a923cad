import type { PlaceBook } from '#lib/graph/known-places.ts';
import { buildScene } from '#lib/graph/scene.ts';
import type { Analysis } from './analysis.ts';

/**
 * Computes what the first page will ask before it asks: a person opens it some seconds after the start. A turn of the
 * event loop for each part, so that a question need not wait for all.
 * @param isWanted asked before each part.
 */
export function prepareFirstPage(analysis: Analysis, book: PlaceBook | undefined, isWanted: () => boolean): void {
  const parts = [
    () => analysis.numbers,
    () => analysis.sceneBeforeGaps,
    () => analysis.checked(),
    () => buildScene(analysis.sceneInput, {}, book),
    () => analysis.searchIndex,
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
