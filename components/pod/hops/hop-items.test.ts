import { describe, expect, test } from 'vitest';
import type { HopColumn, HopRow } from '#lib/api/hops-schemas.ts';
import type { DataClass } from '#lib/gdpr/types.ts';
import { hopItems, hopMove, notSent } from './hop-items.ts';

const row = (workload: string, dataClass: DataClass, via?: string): HopRow => ({
  ...{ workload, dataClass, pods: 1, of: 1, depends: false, ports: ['any'], otherVias: 0 },
  ...(via === undefined ? {} : { via }),
});
function column(hop: number, rows: readonly HopRow[], more = 0): HopColumn {
  const classes = [...Map.groupBy(rows, ({ dataClass }) => dataClass)].map(([dataClass, own], index) => ({
    dataClass,
    workloads: own.length + (index === 0 ? more : 0),
  }));
  return { hop, workloads: rows.length + more, all: rows.length + more, personal: 0, classes, rows };
}
const NONE = new Set<string>();
const ids = (items: ReturnType<typeof hopItems>) => items.map(({ type, id }) => (type === 'fold' ? `(${id})` : id));

describe('a column', () => {
  const mixed = column(1, [row('a/Pod/db', 'special'), row('a/Pod/x', 'none'), row('a/Pod/y', 'none')]);

  test('folds what holds no personal data beside what does, and counts it', () => {
    const items = hopItems(mixed, [], NONE, NONE);
    expect(ids(items)).toEqual(['a/Pod/db', '(1 none)']);
    expect(items[1]).toMatchObject({ count: 2, folded: true });
  });

  test('shows what is unfolded, and whatever the chosen way goes through', () => {
    const open = ['a/Pod/db', '(1 none)', 'a/Pod/x', 'a/Pod/y'];
    expect(ids(hopItems(mixed, [], new Set(['1 none']), NONE))).toEqual(open);
    expect(ids(hopItems(mixed, [], NONE, new Set(['a/Pod/y'])))).toEqual(open);
  });

  test('without personal data shows its first rows', () => {
    const rows = Array.from({ length: 14 }, (_, i) => row(`a/Pod/${i}`, 'none'));
    const items = hopItems(column(1, rows, 30), [], NONE, NONE);
    expect(items.filter(({ type }) => type === 'row')).toHaveLength(10);
    expect(items.at(-1)).toMatchObject({ type: 'fold', count: 34 });
    expect(notSent(column(1, rows, 30))).toBe(30);
  });

  test('has the ends of its hop first, more than two of them folded', () => {
    const end = (id: string, hop = 1) => ({ ...{ id, hop, depends: false, ports: ['any'], otherVias: 0 } });
    const ends = [end('internet'), end('10.0.0.0/8'), end('10.1.0.0/16'), end('192.168.0.0/16', 2)];
    expect(ids(hopItems(mixed, ends, NONE, NONE)).slice(0, 3)).toEqual(['internet', '10.0.0.0/8', '(1 addresses)']);
  });
});

describe('keys', () => {
  const columns = [
    hopItems(column(1, [row('a/Pod/a', 'personal'), row('a/Pod/b', 'personal')]), [], NONE, NONE),
    hopItems(column(2, [row('a/Pod/c', 'personal', 'a/Pod/a'), row('a/Pod/d', 'personal', 'a/Pod/b')]), [], NONE, NONE),
  ];
  const press = (key: string, col: number, index: number, shift = false) =>
    hopMove(key, shift, columns, { column: col, index });

  test('→ follows the connection, ← goes back along it', () => {
    expect(press('ArrowRight', 0, 1)).toEqual({ type: 'go', column: 1, index: 1 });
    expect(press('ArrowLeft', 1, 0)).toEqual({ type: 'go', column: 0, index: 0 });
    expect(press('ArrowLeft', 0, 0)).toBeUndefined();
    expect(press('ArrowRight', 1, 0)).toBeUndefined();
  });

  test('↑ ↓ stay in the column, Enter asks why, with shift one looks from there', () => {
    expect(press('ArrowDown', 0, 1)).toEqual({ type: 'go', column: 0, index: 1 });
    expect(press('ArrowUp', 0, 1)).toEqual({ type: 'go', column: 0, index: 0 });
    expect(press('Enter', 0, 0)).toEqual({ type: 'why' });
    expect(press('Enter', 0, 0, true)).toEqual({ type: 'look' });
  });

  test('a fold opens by → and Enter, and closes by ←', () => {
    const folded = [hopItems(column(1, [row('a/Pod/a', 'personal'), row('a/Pod/b', 'none')]), [], NONE, NONE)];
    expect(hopMove('ArrowRight', false, folded, { column: 0, index: 1 })).toEqual({
      type: 'fold',
      id: '1 none',
      folded: false,
    });
    expect(hopMove('Enter', false, folded, { column: 0, index: 1 })).toEqual({
      type: 'fold',
      id: '1 none',
      folded: false,
    });
  });
});
