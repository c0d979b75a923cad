import { expect, test } from 'vitest';
import type { GapListItem } from '#lib/api/gap-types.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import { groupGaps } from './group-gaps.ts';

function gap(id: string, severity: Severity, namespace: string, article: string): GapListItem {
  const subject = { namespace, kind: 'Deployment', name: id };
  const articles = [article, '25(2)'];
  return { id, check: 'ISO-001', result: 'FAIL', severity, title: id, subject, articles, dataClass: 'personal' };
}

const GAPS = [
  gap('a', 'high', 'shop', '32(1)(b)'),
  gap('b', 'low', 'crm', '5(1)(f)'),
  gap('c', 'critical', 'crm', '32(1)(b)'),
];
const shape = (by: Parameters<typeof groupGaps>[1]): readonly (readonly [string, string])[] =>
  groupGaps(GAPS, by).map((group) => [group.key, group.gaps.map(({ id }) => id).join()]);

test('the worst severity comes first', () => {
  expect(shape('severity')).toEqual([
    ['critical', 'c'],
    ['high', 'a'],
    ['low', 'b'],
  ]);
});

test('articles are sorted by number, and each gap stands once', () => {
  expect(shape('article')).toEqual([
    ['5(1)(f)', 'b'],
    ['32(1)(b)', 'a,c'],
  ]);
});

test('namespaces are sorted by name', () => {
  expect(shape('namespace')).toEqual([
    ['crm', 'b,c'],
    ['shop', 'a'],
  ]);
});

test('waived gaps stand in a group of their own at the end, whatever the others are grouped by', () => {
  const [first, ...rest] = GAPS;
  const gaps = first === undefined ? rest : [{ ...first, result: 'WAIVED' as const }, ...rest];
  for (const by of ['severity', 'article', 'check', 'namespace'] as const) {
    expect(groupGaps(gaps, by).at(-1)).toMatchObject({ waived: true, gaps: [{ id: 'a' }] });
    expect(groupGaps(gaps, by).flatMap((group) => group.gaps)).toHaveLength(GAPS.length);
  }
});
