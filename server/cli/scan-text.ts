import { subjectText } from '#lib/gdpr/subject.ts';
import { type Gap, SEVERITIES } from '#lib/gdpr/types.ts';
import { ADEQUACY } from '#lib/text/en/adequacy.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { FILTER_OPTION } from '#lib/text/en/filter-option.ts';
import { BASELINE, SCAN } from '#lib/text/en/scan.ts';
import { withTable } from './adequacy-option.ts';
import type { ScanResult } from './scan-result.ts';
import { type Paint, terminalText } from './terminal.ts';

const COLOUR = { critical: 'red', high: 'red', medium: 'yellow', low: 'blue', info: 'grey' } as const;

/** The gaps for a person: what is open and undecided, then what is waived, then the counts. */
export function scanText(
  { input, report: { gaps, checks, passes }, baseline, filter }: ScanResult,
  paint: Paint,
): string {
  const waived = gaps.filter(({ result }) => result === 'WAIVED');
  const others = gaps.filter(({ result }) => result !== 'WAIVED');
  const unknown = gaps.filter(({ result }) => result === 'UNKNOWN').length;
  const lines = others.flatMap((gap) => gapLines(gap, paint));
  if (waived.length > 0)
    lines.push(paint('bold', SCAN.waivedHead), '', ...waived.flatMap((gap) => gapLines(gap, paint)));
  const counts = SEVERITIES.map(
    (severity) => [severity, waived.filter((gap) => gap.severity === severity).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => SCAN.severityCount(number, severity))
    .join(', ');
  if (baseline !== undefined) lines.push(BASELINE.summary(baseline.counts));
  const passed = CLI.passed(
    checks.reduce((sum, each) => sum + each.counts.PASS, 0),
    passes,
  );
  const found =
    gaps.length === 0 && baseline === undefined && (filter === undefined || filter.of === 0)
      ? CLI.noGaps
      : SCAN.summary(others.length - unknown, unknown, counts);
  if (filter !== undefined) lines.push(FILTER_OPTION.gaps(gaps.length, filter.of));
  lines.push(`${found} ${passed}`);
  const { adequacy } = withTable(input);
  if (input.adequacy !== undefined && adequacy !== undefined) {
    lines.push(ADEQUACY.given(adequacy.name, adequacy.version, adequacy.sha256));
  }
  return `${lines.join('\n')}\n`;
}

function gapLines(gap: Gap, paint: Paint): readonly string[] {
  return [
    `${paint(COLOUR[gap.severity], gap.severity.toUpperCase())}  ${gap.result === 'FAIL' ? '' : `${gap.result}  `}${gap.check}  ${paint('bold', terminalText(gap.title))}`,
    `  ${terminalText(gap.summary)}`,
    ...(gap.waiver === undefined ? [] : [`  ${terminalText(SCAN.waived(gap.waiver))}`]),
    `  ${terminalText(subjectText(gap.subject))} · ${gap.id}`,
    `  ${terminalText(gap.derivation)}`,
    '',
  ];
}
