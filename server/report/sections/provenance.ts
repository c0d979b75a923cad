import { count } from '#lib/text/en/count.ts';
import { REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { PROVENANCE } from '#lib/text/en/report-sections.ts';
import type { Block, Pair } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** How a live source was read (gdpr.md §5.3); of files and the demo, what that means. */
export function provenanceBlocks({ provenance, source }: Evidence): readonly Block[] {
  if (provenance === undefined) {
    const note =
      source.type === 'live' ? REPORT.notAtomic : source.type === 'demo' ? PROVENANCE.demoNote : PROVENANCE.filesNote;
    return [{ type: 'text', text: note }];
  }
  const { server, identity, lists, skew } = provenance;
  const { rows } = PROVENANCE;
  const known: readonly (readonly [string, string | undefined])[] = [
    [rows.server, server.version],
    [rows.ca, server.caSha256],
    [rows.identity, identity === undefined ? undefined : (identity.serviceAccount ?? identity.kind)],
    [rows.rules, identity?.rules.join('; ')],
  ];
  return [
    { type: 'pairs', rows: known.filter((row): row is Pair => row[1] !== undefined), width: 110 },
    {
      type: 'table',
      widths: [1, 0, 0, 0, 0, 0],
      right: [1, 2],
      mono: [5],
      head: PROVENANCE.listHead,
      rows: lists.map((list) => [
        list.resource,
        count(list.count),
        count(list.pages),
        timestamp(list.started),
        list.resourceVersion,
        shortHash(list.sha256),
      ]),
    },
    {
      type: 'text',
      text: PROVENANCE.skew(`${(skew.milliseconds / 1000).toFixed(1)} s`, skew.changedMeanwhile, skew.relisted),
    },
  ];
}
