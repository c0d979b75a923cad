import { expect, test } from 'vitest';
import { peerTrafficWords } from './pod-traffic.ts';

test('what passed although denied says so in words beside its number', () => {
  expect(peerTrafficWords({ state: 'seen-denied', connections: 144 })).toBe('144 seen, denied');
  expect(peerTrafficWords({ state: 'used', connections: 144 })).toBe('144');
});
