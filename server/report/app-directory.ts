import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/**
 * The folder of this installation that holds `file` (its path from the top): told by the launcher, else around this
 * file, else the working directory.
 * @throws RingfenceError INTERNAL where none has it.
 */
export function directoryWith(file: string): string {
  const here = join(dirname(fileURLToPath(import.meta.url)), '../..');
  const candidates = [process.env.RINGFENCE_ROOT, process.env.RINGFENCE_APP_DIR, here, process.cwd()];
  const found = candidates.find((path) => path !== undefined && existsSync(join(path, file)));
  if (found === undefined) throw new RingfenceError('INTERNAL', reportFailures.missingFile(file));
  return found;
}
