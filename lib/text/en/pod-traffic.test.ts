import { expect, test } from 'vitest';
import { peerTrafficSentence, peerTrafficWords } from './pod-traffic.ts';

test('what passed although denied says so in words beside its number', () => {
  expect(peerTrafficWords({ state: 'seen-denied', connections: 144 })).toBe('144 seen, denied');
  expect(peerTrafficWords({ state: 'used', connections: 144 })).toBe('144');
});

test('what was dropped though policies allow it says both', () => {
  const dropped = { state: 'denied', connections: null, denied: 9, deniedThoughAllowed: 9 } as const;
  expect(peerTrafficWords(dropped)).toBe('9 dropped, allowed');
  expect(peerTrafficWords({ ...dropped, deniedThoughAllowed: 7 })).toBe('9 dropped, 7 of them allowed');
  expect(peerTrafficSentence(dropped, 3_600_000)).toBe('Dropped. 9 attempts dropped. Policies allow them.');
});

test('what is only reported as refused is not told as passed', () => {
  const reported = { state: 'unjudged', connections: null, reported: 3 } as const;
  expect(peerTrafficWords(reported)).toBe('3 reported refused, allowed');
  expect(peerTrafficSentence(reported, 3_600_000)).not.toContain('connections');
});
