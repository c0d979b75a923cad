import { getOr } from '#lib/get-or.ts';
import { isMet } from './crossed-boxes.ts';
import type { Point } from './edge-points.ts';

type Line = readonly Point[];
type Box = Parameters<typeof isMet>[1];

/** Side of the squares that a picture is cut into, in scene pixels: a little more than a plate. */
const SIDE = 80;

/**
 * Finds the lines that a box lies on without a look at all of them: each is known to the squares that it runs through.
 */
export function linesNear(lines: readonly Line[]): (box: Box) => readonly Line[] {
  const squares = new Map<string, Set<Line>>();
  for (const line of lines) {
    for (const [index, end] of line.slice(1).entries()) {
      const start = line[index];
      if (start === undefined) continue;
      for (const square of squaresUnder(boundsOf(start, end)))
        if (isMet([start, end], square)) getOr(squares, square.name, () => new Set()).add(line);
    }
  }
  return (box) => {
    const near = new Set(squaresUnder(box).flatMap(({ name }) => [...(squares.get(name) ?? [])]));
    return [...near].filter((line) => isMet(line, box));
  };
}

function boundsOf(a: Point, b: Point): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function squaresUnder({ x, y, width, height }: Box): readonly (Box & { readonly name: string })[] {
  const found: (Box & { readonly name: string })[] = [];
  for (let column = Math.floor(x / SIDE); column <= Math.floor((x + width) / SIDE); column++)
    for (let row = Math.floor(y / SIDE); row <= Math.floor((y + height) / SIDE); row++)
      found.push({ name: `${column} ${row}`, x: column * SIDE, y: row * SIDE, width: SIDE, height: SIDE });
  return found;
}
