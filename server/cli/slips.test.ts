import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a slip is told on one line, with what to do', () => {
  test.each([
    [
      ['diff', '--demo', '--against', '--demo'],
      "Option '--against' argument is ambiguous. ringfence diff --help tells more.",
    ],
    [['serve', '--port', '--demo'], "Option '--port' argument is ambiguous. ringfence serve --help tells more."],
    [['bench', '--foo'], "Unknown option '--foo'. ringfence bench --help tells more."],
  ])('%j', async (args, sentence) => {
    expect(await runCli(args)).toEqual({ status: 2, stdout: '', stderr: `${sentence}\n` });
  });

  test('a folder of --output that is not there is named, not the file that was to be renamed', async () => {
    const output = join(folder, 'absent', 'list.txt');
    const result = await runCli(['list', '--demo', '-q', '--output', output]);
    const stderr = `${output} cannot be written: there is no folder ${join(folder, 'absent')}.\n`;
    expect(result).toEqual({ status: 2, stdout: '', stderr });
  });

  test('a folder of --output is told to be one', async () => {
    const { status, stderr } = await runCli(['list', '--demo', '-q', '--output', folder]);
    expect([status, stderr]).toEqual([2, `${folder} cannot be written: it is a folder.\n`]);
  });
});
