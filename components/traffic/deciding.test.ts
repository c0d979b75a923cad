import { expect, test } from 'vitest';
import type { TrafficDecision } from '#lib/flows/observed.ts';
import { decidingOf, isOpenAllTheWay } from './deciding.ts';

const open = (at: TrafficDecision['at']): TrafficDecision => ({ at, allowed: true, sentence: `${at} open` });
const ruled = (at: TrafficDecision['at'], allowed: TrafficDecision['allowed']): TrafficDecision => ({
  ...{ at, allowed, sentence: 'p rule 1', rule: 1 },
  policy: { kind: 'NetworkPolicy', namespace: 'shop', name: 'p' },
});

test('a row names what denies before what admits', () => {
  expect(decidingOf([ruled('egress', true), ruled('ingress', false)])?.at).toBe('ingress');
  expect(decidingOf([ruled('egress', false), ruled('ingress', true)])?.at).toBe('egress');
  expect(decidingOf([ruled('egress', true), { ...open('ingress'), allowed: 'depends' }])?.at).toBe('ingress');
});

test('a row names the rule that admits before a gate that is open', () => {
  expect(decidingOf([ruled('egress', true), open('ingress')])?.at).toBe('egress');
  expect(decidingOf([open('egress'), ruled('ingress', true)])?.at).toBe('ingress');
});

test('gates are open all the way only where both are and no policy has a say', () => {
  expect(isOpenAllTheWay([open('egress'), open('ingress')])).toBe(true);
  expect(isOpenAllTheWay([open('egress')])).toBe(false);
  expect(isOpenAllTheWay([open('egress'), ruled('ingress', true)])).toBe(false);
});
