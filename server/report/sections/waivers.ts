import { count } from '#lib/text/en/count.ts';
import { REPORT, timestamp } from '#lib/text/en/report.ts';
import { CHAPTERS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter, TableBlock } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { GapLookups } from './gap-block.ts';
import { gapBlocks } from './gaps.ts';
import { waiversOfScope } from './of-scope.ts';

/** Every gap that is accepted, and how each waiver stands; nothing of it is hidden. */
export function waiversChapter(lookups: GapLookups): Chapter {
  const { evidence } = lookups;
  const waived = evidence.gaps.filter(({ result }) => result === 'WAIVED');
  const table = waiverTable(evidence);
  const { elsewhere } = waiversOfScope(evidence);
  const asOf = evidence.waivers?.asOf ?? undefined;
  const blocks: readonly Block[] =
    table === undefined
      ? [{ type: 'text', text: noWaiverShown(evidence) }]
      : [{ type: 'text', text: REPORT.waiver.intro(asOf === undefined ? undefined : timestamp(asOf)) }, table];
  return {
    title: CHAPTERS.waivers,
    numbered: true,
    blocks: [
      ...blocks,
      ...(table === undefined || elsewhere === 0
        ? []
        : [{ type: 'text' as const, text: REPORT.waiversElsewhere(elsewhere) }]),
      ...(waived.length > 0
        ? gapBlocks(waived, lookups)
        : table === undefined
          ? []
          : [{ type: 'text' as const, text: REPORT.noWaived }]),
      { type: 'small', text: REPORT.noGrants },
    ],
  };
}

/** Why there is no table: none was given, or none concerns the scope. */
export function noWaiverShown({ waivers }: Evidence): string {
  return waivers === undefined ? REPORT.noWaivers : REPORT.noWaiversHere(waivers.waivers.length);
}

/** Undefined where there is none. A partial snapshot tells of the waivers of its own namespaces. */
export function waiverTable(evidence: Evidence): TableBlock | undefined {
  const { told: shown } = waiversOfScope(evidence);
  if (shown.length === 0) return undefined;
  const { columns } = REPORT;
  return {
    type: 'table',
    widths: [0, 0, 1, 0, 1, 1, 0],
    right: [3],
    head: [
      ...[columns.waiver, columns.check, columns.waiverState, columns.waiverGaps],
      ...[columns.riskOwner, columns.approvedBy, columns.expires],
    ],
    rows: shown.map(({ waiver, state, gaps: ids, newPeers = [] }) => [
      waiver.id,
      waiver.check,
      newPeers.length === 0
        ? REPORT.waiver.state[state]
        : REPORT.waiver.grown(REPORT.waiver.state[state], newPeers.length),
      count(ids.length),
      ...[waiver.riskOwner, waiver.approvedBy, waiver.expiresAt],
    ]),
  };
}
