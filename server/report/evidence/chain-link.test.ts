import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type ChainLink, linkHash } from './chain-link.ts';

const FIRST: ChainLink = { seq: 1, prev: null, evidence: 'e'.repeat(64), taken: '2026-03-04T09:41:00Z' };

test('the hash of a link is the SHA-256 of its canonical text', () => {
  const text = `{"evidence":"${FIRST.evidence}","prev":null,"seq":1,"taken":"2026-03-04T09:41:00Z"}`;
  expect(linkHash(FIRST)).toBe(createHash('sha256').update(text).digest('hex'));
});

test.each<Partial<ChainLink>>([{ seq: 2 }, { prev: 'a' }, { evidence: 'f' }, { taken: '2026-03-04T09:41:01Z' }])(
  'another %j is another hash',
  (change) => {
    expect(linkHash({ ...FIRST, ...change })).not.toBe(linkHash(FIRST));
  },
);
