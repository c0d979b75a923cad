import cytoscape, { type Core } from 'cytoscape';
import { expect, test } from 'vitest';
import { nameImages } from './named-images.ts';

/** A canvas whose renderer tells which addresses it was asked to load. */
function canvas() {
  const loaded: string[] = [];
  const renderer = {
    imageCache: {} as Record<string, unknown>,
    getCachedImage(address: string) {
      loaded.push(address);
      this.imageCache[address] ??= {};
    },
  };
  return { cy: { renderer: () => renderer } as unknown as Core, renderer, loaded };
}

test('an image has one short name, by which its own address is loaded', () => {
  const { cy, renderer, loaded } = canvas();
  const images = nameImages(cy);
  const [first, second] = [images.nameOf('data:first'), images.nameOf('data:second')];
  expect(images.nameOf('data:first')).toBe(first);
  expect(second).not.toBe(first);
  renderer.getCachedImage(second);
  renderer.getCachedImage('none named');
  expect(loaded).toEqual(['data:second', 'none named']);
});

test('many images are kept only as long as they are on the canvas, and have another name when they come again', () => {
  const { cy, renderer, loaded } = canvas();
  const images = nameImages(cy);
  const names = Array.from({ length: 2000 }, (_, index) => images.nameOf(`data:${index}`));
  const [kept = '', dropped = ''] = names;
  for (const name of [kept, dropped]) renderer.getCachedImage(name);
  expect(images.areMany()).toBe(true);
  images.keepOnly(new Set([kept]));
  expect(images.areMany()).toBe(false);
  expect(Object.keys(renderer.imageCache)).toEqual(['data:0']);
  renderer.getCachedImage(kept);
  expect(loaded.at(-1)).toBe('data:0');
  expect(images.nameOf('data:1')).not.toBe(dropped);
});

test('a canvas that loads images in another way is given their addresses', () => {
  const images = nameImages(cytoscape({ headless: true }));
  expect(images.nameOf('data:first')).toBe('data:first');
  expect(images.areMany()).toBe(false);
  images.keepOnly(new Set());
});
