import { expect, it } from 'vitest';
import { parseFilter } from './filter/parse-filter.ts';
import { keptScene } from './kept-scene.ts';
import { sceneToSvg } from './svg.ts';
import { SHOP_SCENE } from './testing/shop-scene.ts';

it('is the scene itself where nothing narrows it', () => {
  expect(keptScene(SHOP_SCENE, parseFilter(''), false).scene).toBe(SHOP_SCENE);
});

it('leaves out what the filter dims, keeps the ends of kept lines and their frames, and counts the rest', () => {
  const { scene, hidden } = keptScene(SHOP_SCENE, parseFilter('cart'), false);
  const kept = new Set(scene.nodes.map(({ id }) => id));
  expect(scene.edges.length + hidden.lines).toBe(SHOP_SCENE.edges.length);
  expect(scene.nodes.length + hidden.boxes).toBe(SHOP_SCENE.nodes.length);
  expect(scene.edges.every(({ from, to }) => kept.has(from) && kept.has(to))).toBe(true);
  expect(hidden.lines).toBeGreaterThan(0);
});

it('keeps every gap with gaps only, and no other line', () => {
  const { scene } = keptScene(SHOP_SCENE, parseFilter(''), true);
  expect(scene.edges.map(({ id }) => id)).toEqual(
    SHOP_SCENE.edges.filter(({ state }) => state === 'gap').map(({ id }) => id),
  );
});

it('moves nothing', () => {
  const before = new Map(SHOP_SCENE.nodes.map((node) => [node.id, node]));
  for (const node of keptScene(SHOP_SCENE, parseFilter('cart'), false).scene.nodes)
    expect(before.get(node.id)).toBe(node);
});

it('writes under a figure what is not in it, in lines that fit', () => {
  const note = 'Not in this file, by the filter "ns:shop <b>": 2 connections. '.repeat(6);
  const svg = sceneToSvg(SHOP_SCENE, 'light', { title: 'Map', notes: [note] });
  expect(svg).toContain('&lt;b&gt;');
  expect(Number(/height="(\d+)"/.exec(svg)?.[1])).toBeGreaterThan(SHOP_SCENE.height + 18);
});
