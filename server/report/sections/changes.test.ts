import { expect, it } from 'vitest';
import type { Changes } from '#lib/gdpr/report-parts/changes.ts';
import { count } from '#lib/text/en/count.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { changesChapter } from './changes.ts';

const NONE: Changes = {
  since: { taken: '2026-10-01T00:00:00Z' },
  gaps: { opened: [], closed: [], changed: [], unchanged: 0 },
  connections: [],
  workloads: { added: [], removed: [] },
  policies: { added: [], removed: [], changed: [] },
  classification: [],
  dataMap: [],
};
const names = (many: number) => Array.from({ length: many }, (_, each) => `shop/Deployment/web-${each}`);
const told = (changes: Partial<Changes>): string =>
  JSON.stringify(changesChapter({ changes: { ...NONE, ...changes } } as Evidence).blocks);

it('ends a list of changes that pages do not hold in a sentence with its counts and its place in the evidence', () => {
  const text = told({ workloads: { added: names(5_000), removed: names(1) } });
  expect(text).toContain(`${count(5_001)} entries are too many for pages: ${count(5_000)} added, 1 removed.`);
  expect(text).toContain('at changes.workloads.');
  expect(text).not.toContain('web-4999');
});

it('tells every entry up to that', () => {
  const text = told({ workloads: { added: names(5_000), removed: [] } });
  expect(text).toContain('web-4999');
  expect(text).not.toContain('too many');
});
