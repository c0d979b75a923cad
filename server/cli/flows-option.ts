import { factsOf } from '#lib/gdpr/observed-facts.ts';
import type { RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import { SCAN_FLOWS } from '#lib/text/en/scan-flows.ts';
import { observeFiles } from '#server/traffic/observe-files.ts';
import type { CommandLine, CommonOptions } from './options.ts';
import type { Input } from './read-input.ts';
import { terminalText } from './terminal.ts';

/** Beside a command's own options. */
export const FLOWS_OPTION = { flows: { type: 'string', multiple: true } } as const;

/**
 * `--flows FILE` for the checks, as often as there are files, else what the source itself tells; what could not be read of them is told on standard error.
 * Throws UNREADABLE_INPUT.
 */
export async function flowsOption(
  { flows }: CommandLine['own'],
  { objects, observed: own }: Input,
  { verbosity }: CommonOptions,
): Promise<Pick<RunChecksOptions, 'observed'>> {
  const paths = Array.isArray(flows) ? flows.map(String) : [];
  if (paths.length === 0) return own === undefined ? {} : { observed: own };
  const { traffic, files } = await observeFiles(paths, objects, Date.now());
  const observed = factsOf(traffic);
  if (verbosity >= 0) {
    for (const { file, records, unreadable, withoutFlow, lost, examples } of files) {
      const told = [
        SCAN_FLOWS.file(file, records, unreadable, lost, withoutFlow),
        ...examples.map(({ place, message }) => `  ${place}: ${message}`),
      ];
      for (const line of told) process.stderr.write(`${terminalText(line)}\n`);
    }
    if (observed === undefined) process.stderr.write(`${SCAN_FLOWS.nothing}\n`);
  }
  return observed === undefined ? {} : { observed };
}
