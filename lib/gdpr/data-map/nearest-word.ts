import { editDistance } from '../edit-distance.ts';

/** The known word that was probably meant, by case or by at most two letters; undefined where none is near. */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  let nearest: string | undefined;
  let least = Math.min(2, Math.floor(written.length / 3));
  for (const word of known) {
    const distance = editDistance(lower, word.toLowerCase(), least);
    if (distance > least || (distance === least && nearest !== undefined)) continue;
    nearest = word;
    least = distance;
  }
  return nearest;
}
