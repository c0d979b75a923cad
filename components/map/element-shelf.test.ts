import cytoscape, { type Core } from 'cytoscape';
import { expect, test } from 'vitest';
import { SHOP_SCENE } from '#lib/graph/testing/shop-scene.ts';
import { SCENE_THEMES } from '#lib/graph/theme.ts';
import type { Scene } from '#lib/graph/types.ts';
import { ElementShelf, SHELF_ELEMENTS } from './element-shelf.ts';
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

test('what is drawn anew while it lies there counts once', () => {
  const [shelf, cy, other] = [new ElementShelf(), canvasOf(SHOP_SCENE), structuredClone(SHOP_SCENE)];
  for (let turn = 0; turn < 400; turn++) {
    shelve(shelf, cy, SHOP_SCENE);
    cy.add(mapElements(SHOP_SCENE, SCENE_THEMES.light, measure));
  }
  shelve(shelf, canvasOf(other), other);
  shelve(shelf, cy, SHOP_SCENE);
  expect(shelf.take(other, nothingStands).size).toBe(other.nodes.length + other.edges.length);
});

test('what is drawn anew while it lies there was put there last', () => {
  const [shelf, cy, second] = [new ElementShelf(), canvasOf(SHOP_SCENE), structuredClone(SHOP_SCENE)];
  const fitting = Math.floor(SHELF_ELEMENTS / cy.elements().length);
  shelve(shelf, cy, SHOP_SCENE);
  shelve(shelf, canvasOf(second), second);
  cy.add(mapElements(SHOP_SCENE, SCENE_THEMES.light, measure));
  shelve(shelf, cy, SHOP_SCENE);
  for (let scene = 1; scene < fitting; scene++) {
    const more = structuredClone(SHOP_SCENE);
    shelve(shelf, canvasOf(more), more);
  }
  const parts = SHOP_SCENE.nodes.length + SHOP_SCENE.edges.length;
  expect(shelf.take(second, nothingStands).size).toBeLessThan(parts);
  expect(shelf.take(SHOP_SCENE, nothingStands).size).toBe(parts);
});
