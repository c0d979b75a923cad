import { describe, expect, it } from 'vitest';
import type { BriefGap } from '#lib/gdpr/gap-diff-json.ts';
import type { OneSidedJson } from '#lib/policy/diff/diff-json.ts';
import type { ChangeRow } from './change-rows.ts';
import { placeToday } from './place-today.ts';

const DB = 'crm/StatefulSet/db';
const ofGap = (change: 'new' | 'closed', workload = DB): ChangeRow => {
  const [namespace = '', kind = '', name = ''] = workload.split('/');
  const own = { ...gap, subject: { namespace, kind, name } };
  return { type: 'gap', key: 'gap', workload, gap: own, change };
};
const gap = { id: 'ISO-001-db' } as BriefGap;
const diffOf = (...removed: readonly string[]) => ({
  diff: { removed: removed.map((id) => ({ id }) as OneSidedJson) },
});
const today = (workloads: readonly string[], gaps: readonly string[] = []) => ({
  workloads: new Set(workloads),
  gaps: new Set(gaps),
});

describe('where the map of today shows a change between two snapshots', () => {
  it('is the gap where it is still there, else its workload', () => {
    expect(placeToday(ofGap('new'), diffOf(), today([DB], [gap.id]))).toEqual({ type: 'gap', id: gap.id });
    expect(placeToday(ofGap('new'), diffOf(), today([DB]))).toEqual({ type: 'workload', key: DB });
    expect(placeToday(ofGap('closed'), diffOf(), today([DB], [gap.id]))).toEqual({ type: 'workload', key: DB });
  });

  it('is nowhere for a workload that is gone, and that is said', () => {
    const removed = { type: 'workload', key: 'removed', workload: DB, change: 'removed' } as ChangeRow;
    expect(placeToday(removed, diffOf(DB), today([]))).toEqual({ type: 'gone' });
    expect(placeToday(ofGap('closed'), diffOf(DB), today([]))).toEqual({ type: 'gone' });
    expect(placeToday(ofGap('new'), diffOf(), today([]))).toEqual({ type: 'gone' });
  });

  it('is nowhere for a closed gap of a workload that both snapshots have and today has not', () => {
    expect(placeToday(ofGap('closed'), diffOf(), today([]))).toEqual({ type: 'gone' });
    expect(placeToday(ofGap('closed', 'crm/Pod/db-0'), diffOf(), today([]))).toEqual({ type: 'gone' });
  });

  it('is none for what never had a box', () => {
    expect(placeToday(ofGap('closed', 'crm/Namespace/crm'), diffOf(), today([]))).toBeUndefined();
    const entry = { type: 'policy', key: 'policy', workload: '' } as ChangeRow;
    expect(placeToday(entry, diffOf(), today([]))).toBeUndefined();
  });
});
