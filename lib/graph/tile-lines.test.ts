import { describe, expect, test } from 'vitest';
import { SHOP_SCENE } from './testing/shop-scene.ts';
import { busiestLines, CHOSEN_LINES, linesAround, WORST_LINES, withLines, worstLines } from './tile-lines.ts';
import type { SceneEdge } from './types.ts';

const [any] = SHOP_SCENE.edges as readonly [SceneEdge];
const line = (from: string, to: string, more: Partial<SceneEdge> = {}): SceneEdge => {
  const { severity: _, ...plain } = any;
  return { ...plain, id: `${from}→${to}`, from, to, state: 'allowed', gaps: [], ...more };
};
const gap = (from: string, to: string, severity: NonNullable<SceneEdge['severity']>) =>
  line(from, to, { state: 'gap', severity, gaps: ['x'] });

describe('lines between tiles', () => {
  test('at rest only the worst gaps are drawn, and no more than can be followed', () => {
    const many = Array.from({ length: 40 }, (_, at) => gap('a', `m${at}`, 'medium'));
    const shown = worstLines([line('a', 'b'), gap('a', 'low', 'low'), ...many, gap('a', 'worst', 'critical')]);
    expect(shown.length).toBe(WORST_LINES);
    expect(shown[0]?.to).toBe('worst');
    expect(shown.every(({ severity }) => severity === 'critical' || severity === 'medium')).toBe(true);
  });

  test('the ends of a tile’s lines are framed as the worst of several, and lines in and out are counted', () => {
    const around = linesAround(
      [line('x', 'me'), gap('x', 'me', 'high'), line('me', 'x'), line('me', 'y'), line('x', 'y')],
      'me',
    );
    expect([...around.frames]).toEqual(
      expect.arrayContaining([
        ['x', 'gap-high'],
        ['y', 'allowed'],
      ]),
    );
    expect([around.in, around.out]).toEqual([2, 2]);
  });

  test('of a tile with many lines only the worst are drawn and framed, but all are counted', () => {
    const many = Array.from({ length: 90 }, (_, at) => line('me', `x${at}`));
    const around = linesAround([...many, gap('worst', 'me', 'critical')], 'me');
    expect([around.lines.length, around.frames.size]).toEqual([CHOSEN_LINES, CHOSEN_LINES]);
    expect([around.in, around.out]).toEqual([1, 90]);
    expect(around.lines[0]?.from).toBe('worst');
  });

  test('lines that come later are added once', () => {
    const more = withLines(SHOP_SCENE, [...SHOP_SCENE.edges, line('p', 'q')]);
    expect(more.edges.length).toBe(SHOP_SCENE.edges.length + 1);
    expect(withLines(SHOP_SCENE, SHOP_SCENE.edges)).toBe(SHOP_SCENE);
  });
});

test('of traffic between tiles what asks for attention comes first, then the thickest; what nobody saw is not drawn', () => {
  const of = (from: string, traffic: NonNullable<SceneEdge['traffic']>) => line(from, 'b', { traffic });
  const lines = [
    of('thin', { state: 'used', width: 1.2 }),
    of('unused', { state: 'unused' }),
    of('thick', { state: 'used', width: 3 }),
    of('dropped', { state: 'denied' }),
    of('not compared', {}),
  ];
  expect(busiestLines(lines, 9).map(({ from }) => from)).toEqual(['dropped', 'thick', 'thin']);
  expect(busiestLines(lines, 1)).toHaveLength(1);
});
