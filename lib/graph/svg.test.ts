import { describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { sceneToSvg } from './svg.ts';
import { shorten, shortenStart, svgText, textWidth } from './svg-text.ts';
import { SCENE_THEMES } from './theme.ts';
import type { Scene } from './types.ts';

const sceneNamed = (label: string): Scene => ({
  level: 'workloads',
  restLevel: 'workloads',
  width: 300,
  height: 100,
  nodes: [
    {
      id: 'a',
      type: 'workload',
      x: 0,
      y: 0,
      width: 130,
      height: 26,
      label,
      sentence: label,
      basis: 'unknown',
      dataClass: 'unknown',
    },
    { id: 'b', type: 'address', x: 150, y: 0, width: 130, height: 38, label, sentence: label },
  ],
  edges: [
    {
      id: 'a→b',
      from: 'a',
      to: 'b',
      state: 'allowed',
      gaps: [],
      allow: { TCP: [[80, 80]], UDP: [], SCTP: [] },
      depends: { TCP: [], UDP: [], SCTP: [] },
      reasons: [],
      label: '80',
      count: 1,
      sentence: label,
    },
  ],
  omitted: [],
});

describe('SVG writer', () => {
  test('the name of a narrow namespace is whole where it has room beside its count and badge', () => {
    const scene = sceneNamed('ingress');
    const space = { ...{ id: 'ns:ingress', x: 0, y: 0, width: 154, height: 90 }, label: 'ingress', sentence: '' };
    const gaps = { worst: 'high', count: 2 } as const;
    const svg = sceneToSvg(
      { ...scene, nodes: [{ ...space, type: 'namespace', detail: '3 pods', gaps }], edges: [] },
      'light',
      { title: 'map' },
    );
    expect(svg).toContain('>ingress<');
  });
  test.each(Object.values(HOSTILE_NAMES))('a hostile name stays text: %j', (name) => {
    const svg = sceneToSvg(sceneNamed(name), 'print', { title: name });
    const tags = svg.match(/<\/?[a-z]+/gi) ?? [];
    expect(new Set(tags.map((tag) => tag.replace(/^<\/?/, '')))).toEqual(
      new Set(['svg', 'title', 'rect', 'g', 'path', 'text', 'tspan', 'circle']),
    );
    expect([...svg].some((character) => character !== '\n' && /\p{Cc}|\p{Bidi_Control}/u.test(character))).toBe(false);
  });

  test('control and direction characters are written as U+XXXX', () => {
    expect(svgText('a\u0000b\u202ec')).toBe('aU+0000bU+202Ec');
  });

  test('long names lose the middle and keep both ends', () => {
    expect(shorten('customer-profile-service-eu-2', 110, 11.5)).toMatch(/^customer-.*….*-2$/);
    expect(shorten('short', 110, 11.5)).toBe('short');
  });

  test('narrow letters take less room: a name that has room is whole, and one that has none keeps what has', () => {
    // Inter at 11.5 px and weight 500 sets it in 75.9 px
    expect(shorten('ingress-nginx', 78, 11.5)).toBe('ingress-nginx');
    expect(Math.abs(textWidth('ingress-nginx', 11.5) - 75.9)).toBeLessThan(2);
    expect(shortenStart('monitoring', 58, 11)).toBe('monitoring');
    expect(textWidth(shorten('mmmmmmmmmmmmmmmmmmmm', 80, 11.5), 11.5)).toBeLessThanOrEqual(80);
  });

  test('the legend tells the signs that are in the figure, and no other', () => {
    const scene = sceneNamed('shop');
    const [line] = scene.edges;
    if (line === undefined) throw new Error('there is a line');
    const wordsOf = (more: Partial<typeof line>) =>
      [
        ...sceneToSvg({ ...scene, edges: [{ ...line, ...more }] }, 'light', { title: 'map', legend: true }).matchAll(
          /font-size="11" fill="[^"]+">([^<]+)</g,
        ),
      ].map(([, words]) => words);
    expect(wordsOf({})).toEqual(['allowed', 'unknown class']);
    expect(wordsOf({ state: 'gap', severity: 'high' })).toEqual(['high gap', 'unknown class']);
    expect(wordsOf({ traffic: { state: 'used', width: 3.1 } })).toEqual([
      ...['used', '10 an hour', '1\u202f000 an hour', '10\u202f000 an hour', 'unknown class'],
    ]);
    expect(sceneToSvg(scene, 'light', { title: 'map' })).not.toContain('>allowed<');
  });

  test('the figure grows with its legend', () => {
    const scene = sceneNamed('shop');
    const heightOf = (legend: boolean) =>
      Number(/height="(\d+)"/.exec(sceneToSvg(scene, 'light', { title: 'map', legend }))?.[1]);
    expect(heightOf(true)).toBeGreaterThan(heightOf(false) + 19);
  });

  test('what was observed is drawn as on the canvas: colour, width, dash and head by state; a gap keeps its line', () => {
    const scene = sceneNamed('shop');
    const [line] = scene.edges;
    if (line === undefined) throw new Error('there is a line');
    const drawn = (more: Partial<typeof line>) =>
      sceneToSvg({ ...scene, edges: [{ ...line, ...more }] }, 'light', { title: 'map' });
    const { flow } = SCENE_THEMES.light;
    const used = drawn({ state: 'allowed', traffic: { state: 'used', width: 3.1 } });
    expect(used).toContain(`stroke="${flow.used}" stroke-width="3.1"`);
    const refused = drawn({ state: 'allowed', traffic: { state: 'denied' } });
    expect(refused).toContain(`stroke="${flow.drop}" stroke-width="1.6" stroke-dasharray="1.5 3.5"`);
    expect(drawn({ state: 'allowed', traffic: { state: 'unused' } })).toContain('<g opacity="0.5">');
    const gap = drawn({ state: 'gap', severity: 'high', traffic: { state: 'used', width: 3.1 } });
    expect(gap).toContain(
      `stroke="${SCENE_THEMES.light.severity.high.line}" stroke-width="3.1" stroke-dasharray="9 4"`,
    );
  });
});
