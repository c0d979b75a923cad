import { expect, test } from 'vitest';
import { movePin, PINS_MAX, parsePins, pinScene, printPins, withoutPinsOf } from './pins.ts';
import { SHOP_SCENE } from './testing/shop-scene.ts';

const NONE = parsePins('');
const placeOf = (id: string, pins = NONE) => pinScene(SHOP_SCENE, pins).nodes.find((node) => node.id === id);
const moved = (id: string, dx: number, dy: number) => movePin(NONE, SHOP_SCENE, id, { dx, dy }) ?? NONE;

test('a pin survives the link, on the grid', () => {
  const pins = moved('any-pod', 41, -19);
  const read = parsePins(printPins(pins));
  expect(placeOf('any-pod', read)).toMatchObject({
    x: (placeOf('any-pod')?.x ?? 0) + 40,
    y: (placeOf('any-pod')?.y ?? 0) - 20,
  });
  expect(printPins(pins).length).toBeLessThan(16);
});

test('what is in a namespace moves with it, and never leaves it', () => {
  const before = placeOf('shop/Deployment/web');
  expect(placeOf('shop/Deployment/web', moved('ns:shop', 100, 40))).toMatchObject({
    x: (before?.x ?? 0) + 100,
    y: (before?.y ?? 0) + 40,
  });
  const frame = placeOf('ns:shop');
  const far = placeOf('shop/Deployment/web', moved('shop/Deployment/web', 4000, 4000));
  expect((far?.x ?? 0) + (far?.width ?? 0)).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0));
});

test('lines of a moved box are straight, those of others stay as they are', () => {
  const bent = { ...SHOP_SCENE, edges: SHOP_SCENE.edges.map((edge) => ({ ...edge, via: [{ x: 1, y: 1 }] })) };
  const { edges } = pinScene(bent, moved('any-pod', 40, 0));
  for (const edge of edges) expect(edge.via === undefined).toBe(edge.from === 'any-pod' || edge.to === 'any-pod');
});

test('pins of another view stay, those of this one can be taken back together', () => {
  const opened = { ...SHOP_SCENE, namespace: 'shop' };
  const both = movePin(moved('any-pod', 8, 8), opened, 'any-pod', { dx: 4, dy: 4 }) ?? NONE;
  expect(both.size).toBe(2);
  expect(withoutPinsOf(both, SHOP_SCENE).size).toBe(1);
});

test('a link with nonsense moves nothing, and one can only hold so many', () => {
  expect(pinScene(SHOP_SCENE, parsePins('x~<script>.1.1~zz'))).toBe(SHOP_SCENE);
  const many = new Map(Array.from({ length: PINS_MAX }, (_, at) => [`k${at}`, { dx: 4, dy: 4 }]));
  expect(movePin(many, SHOP_SCENE, 'any-pod', { dx: 4, dy: 4 })).toBeUndefined();
});
