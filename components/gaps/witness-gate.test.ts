import { expect, test } from 'vitest';
import type { WitnessHop } from '#lib/gdpr/types.ts';
import { isolationOfGate } from './witness-gate.ts';

const policy = { kind: 'NetworkPolicy', namespace: 'crm', name: 'out' };
const hop = (verdict: WitnessHop['verdict'], because: WitnessHop['because']): WitnessHop => ({
  ...{ from: 'crm/?', to: 'crm/Deployment/api', ports: { TCP: [[1, 1]], UDP: [], SCTP: [] } },
  verdict,
  because,
});

test('a denied hop has a gate that closes and may have one that admits', () => {
  const denied = hop('deny', [
    { gate: 'egress', kind: 'rule', policy, text: 'isolates' },
    { gate: 'ingress', kind: 'rule', policy, path: 'spec.ingress[0]', text: 'admits' },
  ]);
  expect([isolationOfGate(denied, 'egress'), isolationOfGate(denied, 'ingress')]).toEqual(['closed', 'rule']);
});

test('an allowed hop has gates that admit, are open, or are not there', () => {
  const allowed = hop('allow', [{ gate: 'ingress', kind: 'absence', text: 'none selects' }]);
  expect([isolationOfGate(allowed, 'egress'), isolationOfGate(allowed, 'ingress')]).toEqual(['none', 'open']);
});
