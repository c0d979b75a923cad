import { expect, test } from 'vitest';
import { peerTrafficSentence, peerTrafficWords } from './pod-traffic.ts';

test('what passed although denied says so in words beside its number', () => {
  expect(peerTrafficWords({ state: 'seen-denied', connections: 144 })).toBe('144 seen, denied');
  expect(peerTrafficWords({ state: 'used', connections: 144 })).toBe('144');
});

const HOUR = 3_600_000;

test('what was dropped though policies allow it says both', () => {
  const all = { denied: 9, deniedThoughAllowed: 9, allOfThem: true } as const;
  const dropped = { state: 'denied', connections: null, nonePassed: true, ...all } as const;
  expect(peerTrafficWords(dropped)).toBe('9 dropped, allowed');
  expect(peerTrafficSentence(dropped, HOUR)).toBe('Dropped. 9 attempts dropped. Policies allow them.');
  const some = { ...dropped, deniedThoughAllowed: 7, allOfThem: false } as const;
  expect(peerTrafficWords(some)).toBe('9 dropped, 7 of them allowed');
  expect(peerTrafficSentence(some, HOUR)).toBe('Dropped. 9 attempts dropped. Policies allow 7 of them.');
});

test('policies are not said to allow all where attempts that they deny were not measured', () => {
  const dropped = { denied: 7, deniedThoughAllowed: 7, allOfThem: false } as const;
  const traffic = { state: 'denied', connections: null, nonePassed: true, ...dropped } as const;
  expect(peerTrafficWords(traffic)).toBe('7 dropped, some allowed');
  expect(peerTrafficSentence(traffic, HOUR)).toBe(
    'Dropped. 7 attempts dropped. Policies allow some of what was dropped.',
  );
});

test('what is only reported as refused is not told as passed', () => {
  const reported = { state: 'unjudged', connections: null, nonePassed: true, reported: 3 } as const;
  expect(peerTrafficWords(reported)).toBe('3 reported refused, allowed');
  expect(peerTrafficSentence(reported, HOUR)).not.toMatch(/connections/i);
});

test('what passed uncounted is told beside what is reported as refused', () => {
  for (const state of ['seen-denied', 'would-deny', 'used'] as const) {
    const traffic = { state, connections: null, reported: 3 } as const;
    expect(peerTrafficWords(traffic), state).toMatch(/^not measured.* · 3 reported refused, allowed$/);
    expect(peerTrafficSentence(traffic, HOUR), state).toContain('Connections were not counted.');
  }
});
