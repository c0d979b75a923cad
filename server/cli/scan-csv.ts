import type { Gap, GapReport } from '#lib/gdpr/types.ts';
import { csvLine } from '#lib/text/csv.ts';
import { SCAN } from '#lib/text/en/scan.ts';

/** The gaps as CSV (RFC 4180), one a line under a head. */
export function* scanCsv({ gaps }: GapReport): Generator<string> {
  yield csvLine(SCAN.columns);
  for (const gap of gaps) yield csvLine(cellsOf(gap));
}

function cellsOf(gap: Gap): readonly string[] {
  const { id, check, result, severity, title, summary, subject, classification, waiver } = gap;
  return [
    ...[id, check, result, severity, title, summary, subject.namespace, subject.kind, subject.name],
    ...[classification.dataClass, classification.basis],
    gap.articles.map(({ article }) => article).join(' '),
    String(gap.peers.length),
    ...[gap.derivation, gap.fix.note, waiver?.id ?? '', waiver?.expiresAt ?? '', gap.fingerprint],
  ];
}
