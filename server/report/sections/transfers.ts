import type { TransferRow } from '#lib/gdpr/report-parts/transfers.ts';
import { timestamp } from '#lib/text/en/report.ts';
import { CHAPTERS, TRANSFERS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { workloadsInWords } from './workload-lists.ts';

const MOST_NAMED = 8;

export function transfersChapter({ derived: { transfers }, taken }: Evidence): Chapter {
  const { recipients, checkedOn, regime } = transfers;
  const notes = recipients.flatMap(({ country, standing }) =>
    standing?.type === 'adequate' && standing.note !== undefined ? [`${country}: ${standing.note}`] : [],
  );
  const table: Block = {
    type: 'table',
    widths: [0, 1.1, 1.6, 1, 1, 1.1, 1.3],
    head: TRANSFERS.head,
    rows: recipients.map(rowOf),
  };
  return {
    title: CHAPTERS.transfers,
    numbered: true,
    blocks: [
      { type: 'text', text: TRANSFERS.intro(timestamp(taken), checkedOn, regime) },
      ...(recipients.length === 0 ? [{ type: 'text' as const, text: TRANSFERS.none }] : [table]),
      ...(notes.length === 0
        ? []
        : [
            { type: 'head' as const, text: TRANSFERS.notesHead },
            { type: 'bullets' as const, items: [...new Set(notes)] },
          ]),
    ],
  };
}

function rowOf(row: TransferRow): readonly string[] {
  const { transfer, dpa, receives, allowedFrom, dependsFrom, declaredFrom } = row;
  const basis =
    transfer === undefined
      ? TRANSFERS.noBasis
      : TRANSFERS.basis(transfer.basis, [
          ...(transfer.ref === undefined ? [] : [transfer.ref]),
          ...(transfer.certified === undefined ? [] : [TRANSFERS.certified(transfer.certified)]),
          ...(transfer.validUntil === undefined ? [] : [TRANSFERS.validUntil(transfer.validUntil)]),
        ]);
  const who = [row.id, row.legalEntity ?? '', row.role ?? ''].filter((part) => part !== '').join(', ');
  const gets = receives === undefined || receives === 'none' ? '' : `; ${TRANSFERS.receives(receives.join(', '))}`;
  return [
    row.country ?? TRANSFERS.noCountry,
    `${who}${gets}`,
    TRANSFERS.standing(row.standing),
    basis,
    dpa?.ref === undefined ? TRANSFERS.noContract : TRANSFERS.contract(dpa.ref, dpa.signed, dpa.reviewBy),
    declaredFrom.length === 0 ? '–' : declaredFrom.join(', '),
    [
      allowedFrom.length === 0 ? '' : workloadsInWords(allowedFrom, MOST_NAMED),
      dependsFrom.length === 0 ? '' : TRANSFERS.depends(workloadsInWords(dependsFrom, MOST_NAMED)),
    ]
      .filter((part) => part !== '')
      .join('; ') || '–',
  ];
}
