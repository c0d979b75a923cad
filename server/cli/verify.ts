import { CLI } from '#lib/text/en/cli.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { publicKey } from '#server/read-key.ts';
import type { TellProgress } from '#server/verify/progress.ts';
import type { Verification } from '#server/verify/types.ts';
import { verifyFile } from '#server/verify/verify-file.ts';
import { parseCommandLine, text as stringOf, usage } from './options.ts';
import { openOutput } from './output.ts';
import { terminalText } from './terminal.ts';
import { verifyStore, verifyTrailFile } from './verify-store.ts';

/** `ringfence verify`: whether a snapshot is as it was made. Exit status 1 where it was altered. */
export async function verify(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'verify',
    options: { store: { type: 'boolean' }, key: { type: 'string' } },
    formats: ['text', 'json'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('verify'));
    return 0;
  }
  const [path, ...more] = common.sources;
  if (own.store === true && path === undefined) return verifyStore(common);
  if (path?.endsWith('.ndjson') && more.length === 0) return verifyTrailFile(path, common);
  if (path === undefined || more.length > 0) throw usage(VERIFY.oneFile);
  const key = stringOf(own.key);
  const tell: TellProgress = (step) => process.stderr.write(`${VERIFY.progress[step]}\n`);
  const verification = await verifyFile(
    path,
    key === undefined ? undefined : publicKey(key),
    common.verbosity >= 0 ? tell : undefined,
  );
  const output = openOutput(common.output);
  await output.write(common.format === 'json' ? json(verification) : text(verification));
  await output.end();
  return verification.verdict === 'altered' ? 1 : 0;
}

function json(verification: Verification): string {
  return `${JSON.stringify({ schema: 'ringfence.dev/verification/v1', ...verification }, null, 2)}\n`;
}

function text({ made, findings, evidence, chain, verdict }: Verification): string {
  const lines: string[] = [];
  if (made !== undefined) lines.push(VERIFY.madeBy(made.cluster, made.taken, made.version, made.ruleSet), '');
  for (const { step, state, sentence, difference } of findings) {
    lines.push(`${VERIFY.step[step].padEnd(9)}  ${VERIFY.state[state].padEnd(13)}  ${sentence}`);
    if (difference === undefined) continue;
    lines.push(`${' '.repeat(26)}${VERIFY.difference(difference.path, difference.expected, difference.found)}`);
  }
  lines.push('');
  if (evidence !== '') lines.push(VERIFY.evidenceHash(evidence));
  if (chain !== undefined) lines.push(VERIFY.chainHash(chain.seq, chain.hash), VERIFY.chainPrev(chain.prev));
  lines.push(VERIFY.verdict[verdict]);
  return `${lines.map(terminalText).join('\n')}\n`;
}
