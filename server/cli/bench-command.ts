import { CLI } from '#lib/text/en/cli.ts';

/** `ringfence bench`: the engine's own benchmark as JSON lines. */
export async function bench(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(CLI.helpOf('bench'));
    return 0;
  }
  const { runBench } = await import('./bench.ts');
  await runBench(argv);
  return 0;
}
