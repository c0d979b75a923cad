import type { ElementDefinition } from 'cytoscape';
import type { Scene } from '#lib/graph/types.ts';
import { linesIn, linesOut } from '#lib/text/en/map.ts';
import type { Emphasis } from './emphasis.ts';

const HEIGHT = 11;
const LETTER = 5.2; // mean advance at 9.5 px
const APART = 3;

/** How many lines lead in and out, as two chips on the upper edge of the chosen tile. */
export function countChips(scene: Scene, counts: Emphasis['counts']): readonly ElementDefinition[] {
  const tile = scene.nodes.find(({ id }) => id === counts?.id);
  if (tile === undefined || counts === undefined) return [];
  let right = tile.x + tile.width;
  return [
    { id: 'count:out', label: linesOut(counts.out) },
    { id: 'count:in', label: linesIn(counts.in) },
  ].map(({ id, label }) => {
    const width = label.length * LETTER + 6;
    const x = right - width / 2;
    right -= width + APART;
    return {
      group: 'nodes',
      data: { id, label, shift: 0, width, height: HEIGHT },
      position: { x, y: tile.y - HEIGHT / 2 - 2 },
      classes: ['count'],
      selectable: false,
      grabbable: false,
      pannable: true,
    };
  });
}
