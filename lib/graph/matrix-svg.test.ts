import { expect, it } from 'vitest';
import { matrixSvg } from './matrix-svg.ts';

const names = ['a', 'b'];
const cells = [
  ['none', 'allowed'],
  ['unknown', 'denied'],
] as const;

it('says each state by a letter and a shape, so that it can be read without colour', () => {
  const { svg } = matrixSvg({ names, cells, title: 'Matrix <of> two' });
  for (const letter of ['A', '?', '–']) expect(svg).toContain(`>${letter}</text>`);
  expect(svg).toContain('stroke-dasharray');
  expect(svg).toContain('<title>Matrix &lt;of&gt; two</title>');
});

it('leaves letters out where there is no room, and grows with the names', () => {
  const many = Array.from({ length: 60 }, (_, index) => `namespace-${index}`);
  const drawn = matrixSvg({ names: many, cells: many.map(() => many.map(() => 'allowed' as const)), title: 'm' });
  expect(drawn.svg).not.toContain('>A</text>');
  expect(drawn.width).toBeGreaterThan(60 * 8);
});
