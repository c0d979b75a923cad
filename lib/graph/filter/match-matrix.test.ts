import { expect, it } from 'vitest';
import type { MatrixEntry, MatrixGap, MatrixRelation } from '../matrix/types.ts';
import { matchMatrix } from './match-matrix.ts';
import { parseFilter } from './parse-filter.ts';

const NONE = { TCP: [], UDP: [], SCTP: [] } as const;
const ALLOWED: MatrixRelation = {
  type: 'relation',
  allow: { ...NONE, TCP: [[5432, 5432]] },
  depends: NONE,
  reasons: [],
};
const DEPENDS: MatrixRelation = { type: 'relation', allow: NONE, depends: { ...NONE, UDP: [[53, 53]] }, reasons: [] };
const DENIED: MatrixRelation = { type: 'denied' };
const GAP: MatrixGap = { severity: 'high', count: 1, checks: ['ISO-001'] };

const line = (label: string, more: Partial<MatrixEntry> = {}): MatrixEntry => ({
  ...{
    id: `shop/Deployment/${label}`,
    type: 'workload',
    label,
    namespace: 'shop',
    kind: 'Deployment',
    band: 'shop',
    pods: 1,
  },
  ...more,
});
const ENTRIES: readonly MatrixEntry[] = [
  { id: 'internet', type: 'internet', label: 'Internet', band: 'Outside', pods: 0 },
  line('web', { reachesInternet: true }),
  line('cart', { dataClass: 'personal', gaps: { worst: 'high', count: 1 } }),
  line('db', { namespace: 'crm', id: 'crm/StatefulSet/db', kind: 'StatefulSet' }),
];
const match = (text: string) => matchMatrix('workloads', ENTRIES, parseFilter(text));
const named = (text: string) => ENTRIES.filter((_, place) => match(text)?.line(place)).map(({ label }) => label);

it('is absent where nothing is typed', () => {
  expect(match(' ')).toBeUndefined();
});

it('names lines as the map names boxes', () => {
  expect(named('ns:crm')).toEqual(['db']);
  expect(named('class:personal')).toEqual(['cart']);
  expect(named('gap:medium')).toEqual(['cart']);
  expect(named('kind:sts')).toEqual(['db']);
  expect(named('reaches:internet')).toEqual(['web']);
  expect(match('ns:shop')).toMatchObject({ found: 2, of: 3 });
});

it('keeps the cells of lines that it names, in rows and columns', () => {
  const cell = (row: number, column: number) => match('ns:crm')?.cell(row, column, ALLOWED, undefined);
  expect([cell(3, 1), cell(1, 3), cell(1, 2)]).toEqual([true, true, false]);
});

it('takes away the cells of lines that a minus excludes', () => {
  const cell = (row: number, column: number) => match('-ns:crm')?.cell(row, column, ALLOWED, undefined);
  expect([cell(3, 1), cell(1, 3), cell(1, 2)]).toEqual([false, false, true]);
});

it('finds cells by port, verdict and check, and keeps none that is denied', () => {
  // of checks only the server knows whose they are
  const answer = { boxes: new Set(['shop/Deployment/cart']), inside: new Set<string>() };
  const kept = (text: string, relation: MatrixRelation, gap?: MatrixGap) =>
    matchMatrix('workloads', ENTRIES, parseFilter(text), text.startsWith('check') ? answer : undefined)?.cell(
      ...([1, 2, relation, gap] as const),
    );
  expect(kept('port:5432', ALLOWED)).toBe(true);
  expect(kept('port:80', ALLOWED)).toBe(false);
  expect(kept('verdict:depends', DEPENDS)).toBe(true);
  expect(kept('verdict:allowed', DEPENDS)).toBe(false);
  expect(kept('verdict:allowed', DENIED)).toBe(false);
  expect(kept('check:ISO-001', ALLOWED, GAP)).toBe(true);
  expect(kept('check:EGR-001', ALLOWED, GAP)).toBe(false);
});

it('keeps with a severity only cells with such a gap, as the map does', () => {
  const kept = (gap?: MatrixGap) => match('gap:high')?.cell(2, 1, ALLOWED, gap);
  expect([kept(GAP), kept({ ...GAP, severity: 'low' }), kept()]).toEqual([true, false, false]);
});

it('says what the level cannot answer', () => {
  expect(matchMatrix('namespaces', ENTRIES, parseFilter('kind:job'))?.unanswered.map(({ key }) => key)).toEqual([
    'kind',
  ]);
});
