import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { terminalText } from './terminal.ts';

/** Runs with the arguments after its name; the number is the exit status. */
type Command = (argv: readonly string[]) => Promise<number>;

/** Loaded one by one: `version` answers at once, and `list` pays for nothing else. */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['reach', async () => (await import('./reach.ts')).reach],
  ['probe', async () => (await import('./probe.ts')).probe],
  ['list', async () => (await import('./list.ts')).list],
  ['diff', async () => (await import('./diff.ts')).diff],
  ['scan', async () => (await import('./scan.ts')).scan],
  ['snapshot', async () => (await import('./snapshot-ahead.ts')).snapshotAhead],
  ['verify', async () => (await import('./verify.ts')).verify],
  ['capture', async () => (await import('./capture.ts')).capture],
  ['flows', async () => (await import('./flows.ts')).flows],
  ['serve', async () => (await import('./serve.ts')).serve],
  ['bench', async () => (await import('./bench-command.ts')).bench],
  ['version', async () => (await import('./version.ts')).version],
]);

/** Commands of the contract that a later version brings. */
const LATER: ReadonlySet<string> = new Set(['generate']);

const STATUS_USAGE = 2;
const STATUS_UNREACHABLE = 3;
const STATUS_FAULT = 70;
const STATUS_INTERRUPTED = 130;

async function run(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  if (command === undefined) {
    process.stderr.write(CLI.help);
    return STATUS_USAGE;
  }
  if (command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(CLI.help);
    return 0;
  }
  if (command === '--version') return (await import('./version.ts')).version(rest);
  if (LATER.has(command)) {
    process.stderr.write(`${CLI.notInThisVersion(command)}\n`);
    return STATUS_USAGE;
  }
  const load = COMMANDS.get(command);
  if (load === undefined) {
    process.stderr.write(`${terminalText(CLI.unknownCommand(command))}\n`);
    return STATUS_USAGE;
  }
  return (await load())(rest);
}

/** Tells the error in a sentence. An unforeseen one is our fault, with its stack for the report. */
function tell(error: unknown): number {
  if (!isRingfenceError(error)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${CLI.fault}\n${stack.split('\n').map(terminalText).join('\n')}\n`);
    return STATUS_FAULT;
  }
  const { code, message, detail } = error;
  process.stderr.write(`${terminalText(message)}\n`);
  for (const line of (detail ?? '').split('\n')) if (line !== '') process.stderr.write(`  ${terminalText(line)}\n`);
  switch (code) {
    case 'SOURCE_UNREACHABLE':
    case 'SOURCE_FORBIDDEN':
      process.stderr.write(`${ERRORS[code].action}\n`);
      return STATUS_UNREACHABLE;
    case 'INTERNAL':
    case 'WORKER_LOST':
      return STATUS_FAULT;
    default:
      return STATUS_USAGE;
  }
}

// Whoever reads may have enough: `ringfence list | head` is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : STATUS_FAULT));
}
process.once('SIGINT', () => process.exit(STATUS_INTERRUPTED));
process.exitCode = await run(process.argv.slice(2)).catch(tell);
// A live source may leave sockets that wait to be reused; the result is written.
if (process.stdout.writableLength === 0) process.exit();
process.stdout.once('drain', () => process.exit());
