import type { RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import type { WaiverReport } from '#lib/gdpr/waivers/types.ts';
import { GOV_003 } from '#lib/text/en/checks/gov-003.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { readWaivers } from '#server/read-waivers.ts';
import { type CommandLine, type CommonOptions, text } from './options.ts';
import { terminalText } from './terminal.ts';

/** Beside a command's own options. */
export const WAIVERS_OPTION = { waivers: { type: 'string' } } as const;

/**
 * `--waivers FILE` for the checks. Expiry is judged by `--taken` or the source's time; files have none, and are judged
 * by the clock, which is told. Throws USAGE, UNREADABLE_INPUT.
 */
export function waiversOption(
  own: CommandLine['own'],
  { verbosity }: CommonOptions,
  taken: string | undefined,
): Pick<RunChecksOptions, 'waivers' | 'now'> {
  const file = text(own.waivers);
  if (file === undefined) return {};
  const clock = new Date().toISOString();
  const waivers = readWaivers(file, clock.slice(0, 10));
  if (taken !== undefined) return { waivers };
  if (verbosity >= 0 && waivers.length > 0) process.stderr.write(`${WAIVERS.judgedNow(clock.slice(0, 10))}\n`);
  return { waivers, now: clock };
}

/** Waivers that do not waive, or more than was approved, on standard error: GOV-003 may be filtered out of the result. */
export function tellWaivers(report: WaiverReport | undefined, { verbosity }: CommonOptions): void {
  if (verbosity < 0) return;
  for (const { waiver, state, newPeers = [] } of report?.waivers ?? []) {
    const words = GOV_003.waiver;
    const told = {
      expired: words.expired(waiver.id),
      unused: words.unused(waiver.id),
      ambiguous: words.ambiguous(waiver.id),
      'over-broad': words.overBroad(waiver.id),
      'no-time': words.noTime(waiver.id),
      'in-force': newPeers.length > 0 ? words.grown(waiver.id) : undefined,
    }[state];
    if (told !== undefined) process.stderr.write(`${terminalText(CLI.sentence(told))}\n`);
  }
}
