import { createHash } from 'node:crypto';
import type { KeptGap, SnapshotFacts } from '#lib/api/snapshot-facts.ts';

export const CLUSTER = 'prod-1f0a9c3e5b7d';

export const FACTS: Omit<SnapshotFacts, 'against' | 'clock'> = {
  how: 'page',
  cluster: 'prod',
  revision: { seq: 1, content: '0'.repeat(64) },
  tool: { version: '0.1.0', ruleSet: 'test' },
  notRead: [],
  counts: { namespaces: 1, pods: 2, workloads: 2, policies: 0 },
  gaps: {
    FAIL: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
    WAIVED: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    UNKNOWN: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  },
  checks: { ran: 44, of: 45, notEvaluated: ['ENF-003'] },
};

export function keptGap(name: string, more: Partial<KeptGap> = {}): KeptGap {
  const fingerprint = createHash('sha256').update(name).digest('hex');
  return {
    id: `ISO-001-${fingerprint.slice(0, 8)}`,
    check: 'ISO-001',
    result: 'FAIL',
    severity: 'high',
    title: `${name} is reachable from any pod`,
    subject: { namespace: 'shop', kind: 'Deployment', name },
    fingerprint,
    ...more,
  };
}
