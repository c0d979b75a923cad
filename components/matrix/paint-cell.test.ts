import { expect, it } from 'vitest';
import type { MatrixRelation } from '#lib/graph/matrix/types.ts';
import { cellLook } from './paint-cell.ts';

const NONE = { TCP: [], UDP: [], SCTP: [] } as const;
const ALL = { TCP: [[1, 65_535]], UDP: [[1, 65_535]], SCTP: [[1, 65_535]] } as const;
const relation = (parts: Partial<Extract<MatrixRelation, { type: 'relation' }>>): MatrixRelation => ({
  ...{ type: 'relation', allow: NONE, depends: NONE, reasons: [] },
  ...parts,
});

it('is solid for any port of every pair, and half for any port of some pairs', () => {
  expect(cellLook(relation({ allow: ALL }))).toEqual({ kind: 'any', every: true });
  expect(cellLook(relation({ some: ALL }))).toEqual({ kind: 'any', every: false });
});

it('adds what every pair has to what some pairs have: together they may be any port', () => {
  const allow = { ...NONE, TCP: [[443, 443]] } as const;
  const some = {
    TCP: [
      [1, 442],
      [444, 65_535],
    ],
    UDP: [[1, 65_535]],
    SCTP: [[1, 65_535]],
  } as const;
  expect(cellLook(relation({ allow, some }))).toEqual({ kind: 'any', every: false });
});

it('counts ports, of ranges each one', () => {
  expect(
    cellLook(
      relation({
        allow: {
          ...NONE,
          TCP: [
            [80, 80],
            [8000, 8002],
          ],
        },
      }),
    ),
  ).toMatchObject({ text: '4' });
  expect(cellLook(relation({ allow: { ...NONE, TCP: [[1, 65_535]] } }))).toMatchObject({ kind: 'ports', text: '∗' });
});

it('never shows denied for what depends', () => {
  expect(cellLook(relation({ depends: ALL }))).toEqual({ kind: 'depends' });
  expect(cellLook(relation({}))).toEqual({ kind: 'denied' });
  expect(cellLook({ type: 'none' })).toEqual({ kind: 'empty' });
});
