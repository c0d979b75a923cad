import { VERSION } from '#lib/api/version.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { parseCommandLine } from './options.ts';
import { openOutput } from './output.ts';

/** The version of the program and of its rule set. */
export async function version(argv: readonly string[]): Promise<number> {
  const { help, common } = parseCommandLine(argv, { command: 'version', formats: ['text', 'json'] });
  if (help) {
    process.stdout.write(CLI.helpOf('version'));
    return 0;
  }
  const { RULE_SET } = await import('#lib/gdpr/run-checks.ts');
  const output = openOutput(common.output);
  const asJson = common.format === 'json';
  await output.write(
    asJson ? `${JSON.stringify({ version: VERSION, ruleSet: RULE_SET })}\n` : CLI.versions(VERSION, RULE_SET),
  );
  await output.end();
  return 0;
}
