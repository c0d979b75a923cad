import { expect, test } from 'vitest';
import { CLI } from './cli.ts';

const COMMANDS = ['reach', 'probe', 'list', 'diff', 'scan', 'snapshot', 'capture'] as const;

test.each(COMMANDS)('the help of %s promises no option that only serve takes', (command) => {
  expect(CLI.helpOf(command)).not.toMatch(/--snapshot-every|--keep-snapshots|--keep-months|--keep-flows/);
  for (const option of ['--snapshot-every', '--keep-snapshots', '--keep-flows']) {
    expect(CLI.helpOf('serve')).toContain(option);
  }
});

test('the help of capture offers a live cluster as source, and nothing else', () => {
  expect(CLI.helpOf('capture')).not.toMatch(/FILE or FOLDER|standard input|--demo|snapshot:FILE/);
  expect(CLI.helpOf('capture')).toMatch(/--in-cluster/);
});
