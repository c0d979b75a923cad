import { describe, expect, it } from 'vitest';
import type { SceneNode } from '#lib/graph/types.ts';
import { edgePath } from './edge-path.ts';

const box = (x: number, y: number): SceneNode => ({
  id: `${x}`,
  type: 'workload',
  x,
  y,
  width: 20,
  height: 10,
  label: '',
  sentence: '',
});
const left = box(0, 0); // middle (10, 5)
const right = box(100, 0); // middle (110, 5)

describe('edgePath', () => {
  it('is straight without waypoints', () => {
    expect(edgePath(left, right, [])).toBeUndefined();
  });
  it('measures waypoints along and beside the straight line', () => {
    expect(edgePath(left, right, [{ x: 60, y: 25 }])).toEqual({ weights: [0.5], distances: [20] });
  });
  it('enters the box from the side that a waypoint inside it names', () => {
    const path = edgePath(left, right, [
      { x: 10, y: 55 },
      { x: 104, y: 55 },
      { x: 104, y: 5 },
    ]);
    expect(path?.weights).toEqual([0, 0.94]);
    expect(path?.targetEnd).toEqual([-6, 5]);
  });
  it('leaves the box likewise', () => {
    const path = edgePath(left, right, [
      { x: 4, y: 5 },
      { x: 4, y: -45 },
      { x: 60, y: -45 },
    ]);
    expect(path?.sourceEnd).toEqual([-6, -5]);
    expect(path?.distances).toEqual([-50, -50]);
  });
  it('is straight where every waypoint lies inside the ends', () => {
    expect(edgePath(left, right, [{ x: 10, y: 5 }])).toBeUndefined();
  });
});
