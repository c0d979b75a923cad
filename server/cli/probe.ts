import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { answerProbe, type ProbeAnswer } from '#lib/policy/probe.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { parseCommandLine, text, usage } from './options.ts';
import { readInput } from './read-input.ts';
import { readProbes } from './read-probes.ts';
import { openResult } from './result-output.ts';

/** `ringfence probe`: many questions, one answer a line, in the same order. */
export async function probe(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'probe',
    options: { probes: { type: 'string' } },
    formats: ['json', 'ndjson'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('probe'));
    return 0;
  }
  const file = text(own.probes) ?? '-';
  if (file === '-' && common.sources.includes('-')) throw usage(CLI.stdinTwice);
  if (file !== '-') await mustBeReadable(file);
  const input = await readInput(common);
  const model = input.model();
  const output = openResult(common, 'probe');
  const tally = { expected: 0, unmet: 0, errors: 0 };
  for await (const question of readProbes(file === '-' ? process.stdin : createReadStream(file))) {
    const answer: ProbeAnswer =
      'problem' in question
        ? { verdict: 'error', message: question.problem }
        : answerProbe(model, question.value, { assumeNamespaces: common.assumeNamespaces });
    if (answer.pass !== undefined) tally.expected++;
    if (answer.pass === false) tally.unmet++;
    if (answer.verdict === 'error') tally.errors++;
    await output.write(`${JSON.stringify(answer)}\n`);
  }
  await output.end();
  if (tally.errors > 0) process.stderr.write(`${CLI.errors(tally.errors)}\n`);
  if (tally.unmet > 0) process.stderr.write(`${CLI.unmet(tally.unmet, tally.expected)}\n`);
  else if (tally.expected > 0 && common.verbosity >= 0) process.stderr.write(`${CLI.allMet(tally.expected)}\n`);
  if (tally.errors > 0) return 2;
  return tally.unmet > 0 ? 1 : 0;
}

/** A file, or the pipe that a shell makes of `<(…)`. */
async function mustBeReadable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true && found?.isFIFO() !== true) throw usage(CLI.noProbes(file));
}
