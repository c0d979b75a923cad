import { afterAll, beforeAll } from 'vitest';
import { type RuleSetIdentity, ruleSetIdentity } from '#lib/gdpr/rule-set.ts';
import { EARLIER_RELEASES } from '../releases.ts';

/** For the tests of a file: 0.0.9 had rules of its own, 0.0.8 those of today. */
export function withEarlierReleases(): void {
  const releases = EARLIER_RELEASES as Map<string, RuleSetIdentity>;
  beforeAll(() => {
    releases.set('0.0.8', ruleSetIdentity()).set('0.0.9', { version: '2020.01', sha256: 'd'.repeat(64) });
  });
  afterAll(() => releases.clear());
}
