import cytoscape, { type Core } from 'cytoscape';
import { expect, test } from 'vitest';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { SCENE_THEMES } from '#lib/graph/theme.ts';
import type { Scene } from '#lib/graph/types.ts';
import { ElementShelf } from './element-shelf.ts';
import { mapElements } from './map-elements.ts';

const measure = (text: string, size: number) => text.length * size * 0.56;

function canvasOf(scene: Scene): Core {
  return cytoscape({ headless: true, elements: mapElements(scene, SCENE_THEMES.light, measure) });
}

/** All that stands on the canvas is put on the shelf. */
function shelve(shelf: ElementShelf, cy: Core, scene: Scene): void {
  shelf.put(
    scene,
    () => false,
    (id) => cy.getElementById(id),
    (id) => (id === 'any-pod' ? 'faded' : undefined),
  );
  cy.elements().remove();
}

const nothingStands = () => true;

test('what left the canvas is taken back for the very parts of the scene, with the marks that it had', () => {
  const [cy, shelf] = [canvasOf(SHOP_SCENE), new ElementShelf()];
  const stood = cy.elements().map((element) => element.id());
  shelve(shelf, cy, SHOP_SCENE);
  const taken = [...shelf.take(SHOP_SCENE, nothingStands).values()];
  const ids = taken.flatMap(({ elements }) => elements.map((element) => element.id()));
  expect(ids.toSorted()).toEqual(stood.toSorted());
  expect(taken.find(({ marks }) => marks.has('any-pod'))?.marks.get('any-pod')).toBe('faded');
  expect(shelf.take(SHOP_SCENE, nothingStands).size).toBe(0); // nothing is given twice
});

test('a part that is another object now is drawn anew, and so is a line to it', () => {
  const [cy, shelf] = [canvasOf(SHOP_SCENE), new ElementShelf()];
  shelve(shelf, cy, SHOP_SCENE);
  const moved = { ...SHOP_SCENE, nodes: SHOP_SCENE.nodes.map((node) => (node.id === 'any-pod' ? { ...node } : node)) };
  const taken = shelf.take(moved, nothingStands);
  const lines = SHOP_SCENE.edges.filter(({ from, to }) => from === 'any-pod' || to === 'any-pod');
  expect(lines.length).toBeGreaterThan(0);
  expect(moved.nodes.filter((node) => !taken.has(node)).map(({ id }) => id)).toEqual(['any-pod']);
  expect(SHOP_SCENE.edges.filter((edge) => !taken.has(edge))).toEqual(lines);
});

test('a box whose id stands on the canvas already is not put there a second time', () => {
  const [cy, shelf] = [canvasOf(SHOP_SCENE), new ElementShelf()];
  shelve(shelf, cy, SHOP_SCENE);
  const taken = shelf.take(SHOP_SCENE, (id) => id !== 'any-pod');
  expect(SHOP_SCENE.nodes.filter((node) => !taken.has(node)).map(({ id }) => id)).toEqual(['any-pod']);
});

test('the shelf is bounded: what was put there first goes first', () => {
  const shelf = new ElementShelf();
  const scenes = Array.from({ length: 400 }, (): Scene => structuredClone(SHOP_SCENE));
  for (const scene of scenes) shelve(shelf, canvasOf(scene), scene);
  const [first = SHOP_SCENE] = scenes;
  expect(shelf.take(first, nothingStands).size).toBe(0);
  expect(shelf.take(scenes.at(-1) ?? first, nothingStands).size).toBeGreaterThan(0);
});
