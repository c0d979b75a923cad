import { expect, it } from 'vitest';
import { linksRecomputed, sizeOf, snapshotsSentence, stepFigure, stepName, trendSentence } from './snapshots-page.ts';

it('says since when there are snapshots only where the first is known', () => {
  const options = { total: 42, last: 14, before: { seq: 31, gaps: 24 } };
  expect(snapshotsSentence({ ...options, since: '2026-02-03T12:00:00Z' })).toBe(
    '42 taken since 3 Feb 2026 · 14 open gaps in the last one, 24 in snapshot 31',
  );
  expect(snapshotsSentence({ ...options, since: undefined })).toContain('42 taken · 14 open gaps');
});

it('gives each step its figure: what it counted, or how long it took', () => {
  expect(stepName({ step: 'read', done: 3412 }, 42)).toBe('Read 3\u202f412 objects');
  expect(stepFigure({ step: 'read', state: 'done', done: 3412, ms: 400, notes: [] })).toBe('0.4 s');
  expect(stepFigure({ step: 'relation', state: 'done', done: 412, notes: [] })).toBe('412 connections');
  expect(stepFigure({ step: 'figures', state: 'running', done: 5, total: 9, notes: [] })).toBe('5 of 9');
  expect(stepName({ step: 'link' }, 0)).toBe('Begin the chain');
  expect(stepName({ step: 'link' }, 42)).toBe('Link to snapshot 42');
});

it('does not call one link many', () => {
  expect(linksRecomputed(1, '2026-11-23T09:41:00Z')).toMatch(/^Link 1 recomputed/);
  expect(linksRecomputed(42, '2026-11-23T09:41:00Z')).toMatch(/^Links 1 to 42 recomputed/);
});

it('reads the chart out', () => {
  expect(trendSentence([{ severity: 'critical', values: [3, 2] }])).toBe(
    'Open gaps in the last 2 snapshots by severity. Critical 3 to 2.',
  );
});

it('writes sizes as people read them', () => {
  expect([sizeOf(900), sizeOf(840_000), sizeOf(1_240_000)]).toEqual(['900 B', '840 kB', '1.2 MB']);
});
