import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { newGaps } from '#lib/gdpr/new-gaps.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { isOfNamespaces } from '#lib/gdpr/subject.ts';
import { type Gap, type GapReport, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { allHold } from '#lib/graph/filter/filter-subject.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { FILTER_OPTION } from '#lib/text/en/filter-option.ts';
import { BASELINE } from '#lib/text/en/scan.ts';
import { contentOf } from '#server/content-of.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import { adequacyOption } from './adequacy-option.ts';
import { FILTER, filterOption, subjectsOfInput } from './filter-option.ts';
import { FLOWS_OPTION, flowsOption } from './flows-option.ts';
import { parseCommandLine, text, usage } from './options.ts';
import type { Output } from './output.ts';
import { readBaseline } from './read-baseline.ts';
import { type Input, readInput } from './read-input.ts';
import { openResult } from './result-output.ts';
import { scanCsv } from './scan-csv.ts';
import { scanJson } from './scan-json.ts';
import type { ScanResult } from './scan-result.ts';
import { scanSarif } from './scan-sarif.ts';
import { scanText } from './scan-text.ts';
import { createPaint } from './terminal.ts';
import { tellWaivers, WAIVERS_OPTION, waiversOption } from './waivers-option.ts';

const FAIL_ON: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** `ringfence scan`: the gaps. */
export async function scan(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'scan',
    options: {
      'fail-on': { type: 'string' },
      'fail-on-unknown': { type: 'boolean' },
      checks: { type: 'string' },
      baseline: { type: 'string' },
      passes: { type: 'boolean' },
      ...FILTER,
      ...WAIVERS_OPTION,
      ...FLOWS_OPTION,
    },
    formats: ['text', 'json', 'csv', 'sarif'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('scan'));
    return 0;
  }
  const failOn = text(own['fail-on']) as Severity | undefined;
  if (failOn !== undefined && !FAIL_ON.includes(failOn)) throw usage(CLI.badSeverity(failOn));
  const checks = chosenChecks(text(own.checks));
  const baseline = text(own.baseline);
  if (own.passes === true && common.format !== 'sarif') throw usage(CLI.passesOnlySarif);
  const filter = filterOption(own, 'gaps');
  // Before the source, which may take a while.
  const known = baseline === undefined ? undefined : readBaseline(baseline);
  const input = await readInput(common);
  const whole = runChecks(input.model(), {
    taken: input.taken,
    dataMap: input.dataMap,
    sha256: nativeSha256,
    ...adequacyOption(input),
    ...waiversOption(own, common, input.taken),
    ...(await flowsOption(own, input, common)),
  });
  tellWaivers(whole.waivers, common);
  const inScope = filterReport(whole, checks, common.namespaces);
  const asked = filter === undefined ? inScope : matching(input, inScope, whole, filter);
  if (filter !== undefined && common.verbosity >= 0 && common.format !== 'text') {
    process.stderr.write(`${FILTER_OPTION.gaps(asked.gaps.length, inScope.gaps.length)}\n`);
  }
  const fresh = known === undefined ? undefined : newGaps(asked.gaps, known);
  const result: ScanResult = {
    input,
    report: fresh === undefined ? asked : withGaps(asked, fresh.gaps),
    ...(filter === undefined ? {} : { filter: { text: filter.text, of: inScope.gaps.length } }),
    ...(fresh === undefined ? {} : { baseline: fresh }),
  };
  if (known !== undefined && fresh?.recognised === false && fresh.counts.absent > 0 && common.verbosity >= 0) {
    process.stderr.write(`${BASELINE.allNew(known.size)}\n`);
  }
  const output = openResult(common, 'scan');
  await write(result, { ...common, passes: own.passes === true }, output);
  await output.end();
  return status(result.report, failOn, own['fail-on-unknown'] === true);
}

interface Writing {
  readonly format: string;
  readonly color: boolean;
  readonly passes: boolean;
}

async function write(result: ScanResult, { format, color, passes }: Writing, output: Output): Promise<void> {
  switch (format) {
    case 'json':
      await output.write(`${JSON.stringify(scanJson(result, revisionOf(result.input)), null, 2)}\n`);
      return;
    case 'sarif':
      await output.write(`${JSON.stringify(scanSarif(result, revisionOf(result.input), passes), null, 2)}\n`);
      return;
    case 'csv':
      for (const line of scanCsv(result.report)) await output.write(line);
      return;
    default:
      await output.write(scanText(result, createPaint(color && output.isTerminal)));
  }
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
    ({ check, subject }) => (checks === undefined || checks.has(check)) && isOfNamespaces(subject, namespaces),
  );
  return {
    ...withGaps(report, gaps),
    checks: report.checks.filter(({ id }) => checks === undefined || checks.has(id)),
  };
}

/** Only the gaps that the filter keeps. Gaps of a workload are known whole: a filter may ask for what is not shown. */
function matching(input: Input, report: GapReport, whole: GapReport, { terms }: Filter): GapReport {
  const { subjects } = subjectsOfInput(input, () => whole.gaps);
  return withGaps(
    report,
    report.gaps.filter((gap) => allHold(subjects.gap(gap), terms)),
  );
}

/** The report of some of its gaps, counted anew. */
function withGaps(report: GapReport, gaps: readonly Gap[]): GapReport {
  const count = (result: Gap['result']) =>
    Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        gaps.filter((gap) => gap.result === result && gap.severity === severity).length,
      ]),
    ) as Record<Severity, number>;
  return { ...report, gaps, summary: { FAIL: count('FAIL'), WAIVED: count('WAIVED'), UNKNOWN: count('UNKNOWN') } };
}

function revisionOf({ objects, profile, dataMap }: Input): { readonly seq: number; readonly content: string } {
  return { seq: 1, content: contentOf(objects, profile, dataMap) };
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
