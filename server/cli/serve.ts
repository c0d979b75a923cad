import { CLI } from '#lib/text/en/cli.ts';

/** The page is built and started by the launcher; here only its arguments are checked and its help is told. */
export async function serve(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(CLI.helpOf('serve'));
    return 0;
  }
  const { parseServeArguments } = await import('#server/config.ts');
  parseServeArguments(argv, process.env, process.cwd());
  process.stderr.write(`${CLI.serveByLauncher}\n`);
  return 2;
}
