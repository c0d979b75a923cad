import { describe, expect, it } from 'vitest';
import type { SceneNode } from '#lib/graph/types.ts';
import { nearestBox } from './nearest-box.ts';

const at = (id: string, x: number, y: number, type: SceneNode['type'] = 'workload'): SceneNode => ({
  id,
  type,
  x,
  y,
  width: 10,
  height: 10,
  label: id,
  sentence: id,
});
const middle = at('middle', 100, 100);

describe('nearestBox', () => {
  it('goes along the row before it changes rows', () => {
    const nodes = [middle, at('next', 200, 100), at('closer but below', 150, 160)];
    expect(nearestBox(nodes, middle, 'right')?.id).toBe('next');
  });
  it('stays where nothing lies that way', () => {
    expect(nearestBox([middle, at('left', 0, 100)], middle, 'right')).toBeUndefined();
  });
  it('skips headings', () => {
    expect(nearestBox([middle, at('zone', 100, 0, 'zone')], middle, 'up')).toBeUndefined();
  });
});
