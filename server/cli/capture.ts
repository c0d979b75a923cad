import { captureOf } from '#lib/kube/capture.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { parseCommandLine, usage } from './options.ts';
import { readInput } from './read-input.ts';
import { openResult } from './result-output.ts';

/** `ringfence capture`: what Ringfence keeps of a live cluster, as a file. */
export async function capture(argv: readonly string[]): Promise<number> {
  const { help, common } = parseCommandLine(argv, { command: 'capture', formats: ['json'] });
  if (help) {
    process.stdout.write(CLI.helpOf('capture'));
    return 0;
  }
  if (common.sources.length > 0 || common.demo) throw usage(CLI.liveOnly);
  const { objects, taken, cluster } = await readInput(common);
  const { items, ...head } = captureOf(objects, { taken, cluster });
  const output = openResult(common, 'capture');
  await output.write(`${JSON.stringify(head).slice(0, -1)},"items":[\n`);
  for (const [index, item] of items.entries()) {
    await output.write(`${JSON.stringify(item)}${index === items.length - 1 ? '' : ','}\n`);
  }
  await output.write(']}\n');
  await output.end();
  if (common.output !== undefined && common.verbosity >= 0) process.stderr.write(`${CLI.written(common.output)}\n`);
  return 0;
}
