import { VERSION } from '#lib/api/version.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { parseCommandLine } from './options.ts';
import { openOutput } from './output.ts';

/** The version of the program, of its rule set and of the tables that results rest on. */
export async function version(argv: readonly string[]): Promise<number> {
  const { help, common } = parseCommandLine(argv, { command: 'version', formats: ['text', 'json'] });
  if (help) {
    process.stdout.write(CLI.helpOf('version'));
    return 0;
  }
  const [{ RULE_SET }, rules] = await Promise.all([import('#lib/gdpr/run-checks.ts'), import('#lib/gdpr/rule-set.ts')]);
  const dataTables = rules.dataTables();
  const output = openOutput(common.output);
  const asJson = common.format === 'json';
  await output.write(
    asJson
      ? `${JSON.stringify({ version: VERSION, ruleSet: RULE_SET, dataTables })}\n`
      : CLI.versions(VERSION, RULE_SET, dataTables),
  );
  await output.end();
  return 0;
}
