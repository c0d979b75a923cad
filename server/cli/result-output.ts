import { statSync } from 'node:fs';
import { hasStore } from '#server/data-dir.ts';
import type { CommonOptions } from './options.ts';
import { type Output, openOutput } from './output.ts';

/**
 * Where the result of a command about a cluster goes, as `openOutput`. A file that left is told in the audit trail of the
 * data folder (gdpr.md §5.6), where there is one that can be written to: a result does not fail for it.
 */
export function openResult(common: CommonOptions, command: string): Output {
  const output = openOutput(common.output);
  return {
    isTerminal: output.isTerminal,
    write: (text) => output.write(text),
    async end() {
      await output.end();
      const { output: path, dataDir } = common;
      // A command that keeps nothing makes no store, and a pipe is no file.
      if (path === undefined || !hasStore(dataDir) || !statSync(path).isFile()) return;
      const { tellExported } = await import('./tell-exported.ts');
      await tellExported(common, command, path);
    },
  };
}
