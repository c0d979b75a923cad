import type { TransferRow } from '#lib/gdpr/report-parts/transfers.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { timestamp } from '#lib/text/en/report.ts';
import { CHAPTERS, TRANSFERS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { workloadsInWords } from './workload-lists.ts';

const MOST_NAMED = 8;

export function transfersChapter({ derived: { transfers }, taken }: Evidence): Chapter {
  const { recipients, checkedOn, regime } = transfers;
  const countries = Map.groupBy(recipients, ({ country }) => country);
  return {
    title: CHAPTERS.transfers,
    numbered: true,
    blocks: [
      { type: 'text', text: TRANSFERS.intro(timestamp(taken), checkedOn, regime) },
      ...(recipients.length === 0 ? [{ type: 'text' as const, text: TRANSFERS.none }] : []),
      ...[...countries].flatMap(([country, rows]) => countryBlocks(country, rows)),
    ],
  };
}

/** Where the country stands, once, then its recipients. */
function countryBlocks(country: string | undefined, rows: readonly TransferRow[]): readonly Block[] {
  const standing = rows[0]?.standing;
  const note = standing?.type === 'adequate' || standing?.type === 'time-unknown' ? standing.note : undefined;
  return [
    { type: 'section', text: TRANSFERS.country(country ?? TRANSFERS.noCountry) },
    { type: 'text', text: TRANSFERS.stands(TRANSFERS.standing(standing)) },
    ...(note === undefined ? [] : [{ type: 'small' as const, text: note }]),
    {
      type: 'table',
      widths: [1.4, 1, 1, 1.2, 1.4],
      head: TRANSFERS.head,
      rows: rows.toSorted((a, b) => compareNames(a.id, b.id)).map(rowOf),
    },
  ];
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
  const allowed = [
    allowedFrom.length === 0 ? '' : workloadsInWords(allowedFrom, MOST_NAMED),
    dependsFrom.length === 0 ? '' : TRANSFERS.depends(workloadsInWords(dependsFrom, MOST_NAMED)),
  ].filter((part) => part !== '');
  return [
    `${who}${gets}`,
    basis,
    dpa?.ref === undefined ? TRANSFERS.noContract : TRANSFERS.contract(dpa.ref, dpa.signed, dpa.reviewBy),
    declaredFrom.length === 0 ? '–' : declaredFrom.toSorted(compareNames).join(', '),
    allowed.length === 0 ? '–' : allowed.join('; '),
  ];
}
