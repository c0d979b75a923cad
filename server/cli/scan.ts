import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { type Gap, type GapReport, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { parseCommandLine, text, usage } from './options.ts';
import { openOutput } from './output.ts';
import { type Input, readInput } from './read-input.ts';
import { createPaint, type Paint, terminalText } from './terminal.ts';

const FAIL_ON: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** `ringfence scan`: the gaps. */
export async function scan(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'scan',
    options: { 'fail-on': { type: 'string' }, 'fail-on-unknown': { type: 'boolean' }, checks: { type: 'string' } },
    formats: ['text', 'json'],
    laterFormats: ['csv', 'sarif'],
    laterOptions: ['baseline'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('scan'));
    return 0;
  }
  const failOn = text(own['fail-on']) as Severity | undefined;
  if (failOn !== undefined && !FAIL_ON.includes(failOn)) throw usage(CLI.badSeverity(failOn));
  const checks = chosenChecks(text(own.checks));
  const input = await readInput(common);
  const report = filterReport(
    runChecks(input.model(), { taken: input.taken, dataMap: input.dataMap }),
    checks,
    common.namespaces,
  );
  const output = openOutput(common.output);
  if (common.format === 'json') await output.write(`${JSON.stringify(document(input, report), null, 2)}\n`);
  else await output.write(reportText(report, createPaint(common.color && output.isTerminal)));
  await output.end();
  return status(report, failOn, own['fail-on-unknown'] === true);
}

function chosenChecks(ids: string | undefined): ReadonlySet<string> | undefined {
  if (ids === undefined) return undefined;
  const known = CHECKS.map(({ id }) => id as string);
  const chosen = ids.split(',');
  for (const id of chosen) if (!known.includes(id)) throw usage(CLI.badChecks(id, known));
  return new Set(chosen);
}

/** What was asked for only; counts of the checks stay those of the whole cluster. */
function filterReport(
  report: GapReport,
  checks: ReadonlySet<string> | undefined,
  namespaces: ReadonlySet<string> | undefined,
): GapReport {
  if (checks === undefined && namespaces === undefined) return report;
  const gaps = report.gaps.filter(
    ({ check, subject }) =>
      (checks === undefined || checks.has(check)) && (namespaces === undefined || namespaces.has(subject.namespace)),
  );
  const count = (result: Gap['result']) =>
    Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        gaps.filter((gap) => gap.result === result && gap.severity === severity).length,
      ]),
    ) as Record<Severity, number>;
  return {
    gaps,
    checks: report.checks.filter(({ id }) => checks === undefined || checks.has(id)),
    summary: { FAIL: count('FAIL'), WAIVED: count('WAIVED'), UNKNOWN: count('UNKNOWN') },
  };
}

function document({ cluster, objects, profile, dataMap, taken }: Input, report: GapReport): object {
  return {
    schema: 'ringfence.dev/gaps/v1',
    cluster,
    revision: { seq: 1, content: contentHash(objects, profile, dataMap) },
    taken: taken ?? null,
    profile,
    completeness: objects.completeness,
    ...report,
  };
}

const COLOUR = { critical: 'red', high: 'red', medium: 'yellow', low: 'blue', info: 'grey' } as const;

function reportText({ gaps }: GapReport, paint: Paint): string {
  const unknown = gaps.filter(({ result }) => result === 'UNKNOWN').length;
  const lines = gaps.flatMap((gap) => [
    `${paint(COLOUR[gap.severity], gap.severity.toUpperCase())}  ${gap.result === 'FAIL' ? '' : `${gap.result}  `}${gap.check}  ${paint('bold', terminalText(gap.title))}`,
    `  ${terminalText(gap.summary)}`,
    `  ${terminalText(`${gap.subject.kind} ${gap.subject.namespace}/${gap.subject.name}`)} · ${gap.id}`,
    `  ${terminalText(gap.derivation)}`,
    '',
  ]);
  lines.push(gaps.length === 0 ? CLI.noGaps : CLI.gapSummary(gaps.length - unknown, unknown));
  return `${lines.join('\n')}\n`;
}

/** 1 where a gap at or above the threshold is open, or an undecided one where that was asked for. */
function status({ gaps }: GapReport, failOn: Severity | undefined, failOnUnknown: boolean): number {
  let code = 0;
  const unknown = gaps.filter(({ result }) => result === 'UNKNOWN').length;
  if (failOnUnknown && unknown > 0) {
    process.stderr.write(`${CLI.failedUnknown(unknown)}\n`);
    code = 1;
  }
  if (failOn === undefined) return code;
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  const failed = gaps.filter(({ result, severity }) => result === 'FAIL' && worst.includes(severity));
  if (failed.length === 0) return code;
  process.stderr.write(`${CLI.failed(failed.length, failOn)}\n`);
  return 1;
}
