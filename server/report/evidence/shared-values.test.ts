import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import type { EvidenceGap } from './peer-runs.ts';
import { shareValues, type WholeGap, wholeGap } from './shared-values.ts';

const fix = { yaml: 'a: 1\nb:\n  - c\n', note: 'Adds a rule.' };
const gap = {
  id: 'ISO-001-00000000',
  articles: [{ article: '32(1)(b)', title: 'Confidentiality', sentence: 'Limits who can connect.' }],
  references: ['BSI APP.4.4.A7'],
  classification: { dataClass: 'personal', basis: 'declared', source: 'a label', dataAtRest: true },
  fix,
} as unknown as WholeGap;
const other = { ...gap, fix: { yaml: '', note: fix.note }, references: [] } as WholeGap;

it('gives back each gap as it was', () => {
  const { gaps, ...tables } = shareValues([gap, other, gap]);
  expect(gaps.map((each) => wholeGap(tables, each))).toEqual([gap, other, gap]);
});

it('holds what gaps have in common once, whichever object says it', () => {
  const { gapValues, fixLines } = shareValues([gap, structuredClone(gap), other]);
  expect(gapValues).toEqual([gap.articles, gap.references, gap.classification, fix.note, []]);
  expect(fixLines).toEqual(['a: 1', 'b:', '  - c', '']);
});

it('has no line for a gap without a fix to apply', () => {
  expect(shareValues([other]).gaps.map(({ fix: { yaml } }: EvidenceGap) => yaml)).toEqual([[]]);
});

it('has a fix for some gaps of a snapshot, with its lines', async () => {
  const { evidence } = await smallSnapshot();
  const written = evidence.gaps.filter(({ fix: { yaml } }) => yaml.length > 0).map((each) => wholeGap(evidence, each));
  expect(written.length).toBeGreaterThan(0);
  for (const { fix: told } of written) expect(told.yaml).toMatch(/^apiVersion: .*\n/);
});
