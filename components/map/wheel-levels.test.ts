import { describe, expect, test } from 'vitest';
import { createWheelLevels, DIVE_ZOOM, QUIET_MS, type WheelTurn } from './wheel-levels.ts';

const IN: WheelTurn = { delta: -100, at: 0, zoom: DIVE_ZOOM, fit: 1, box: 'ns:crm', canRise: true };
const turned = (turns: readonly Partial<WheelTurn>[], base = IN) => {
  const wheel = createWheelLevels();
  return turns.map((turn, at) => wheel.turn({ ...base, at: at * 50, ...turn })?.type);
};

describe('the wheel opens and leaves', () => {
  test('a box only when it is large and the wheel goes on over it', () => {
    expect(turned([{}, {}, {}, {}])).toEqual([undefined, undefined, undefined, 'dive']);
    expect(turned([{}, {}, {}, {}], { ...IN, zoom: 1.5 })).not.toContain('dive');
    expect(turned([{}, {}, { box: 'ns:shop' }, {}, {}])).not.toContain('dive');
    expect(turned([{}, {}, {}, { at: 5000 }])).not.toContain('dive');
    expect(turned([{}, {}, {}, {}], { ...IN, box: undefined })).not.toContain('dive');
  });

  test('leaves only far below the size that fits, so that in and out never meet', () => {
    const out = { ...IN, delta: 100, zoom: 0.5 };
    expect(turned([{}, {}, {}, {}], out)).toEqual([undefined, undefined, undefined, 'rise']);
    expect(turned([{}, {}, {}, {}], { ...out, zoom: 0.8 })).not.toContain('rise');
    expect(turned([{}, {}, {}, {}], { ...out, canRise: false })).not.toContain('rise');
  });

  test('nothing while the swing of the last change goes on', () => {
    const wheel = createWheelLevels();
    wheel.quiet(0);
    const means = Array.from({ length: 8 }, (_, at) => wheel.turn({ ...IN, at: (at * QUIET_MS) / 10 }));
    expect(means.every((each) => each === undefined)).toBe(true);
  });
});
