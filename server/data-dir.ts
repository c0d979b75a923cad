import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** In the data folder: what is kept. Here, so that whoever only looks for it loads no database. */
export const DATABASE_FILE = 'ringfence.db';

/** Whether anything is kept there. */
export function hasStore(dataDir: string): boolean {
  return existsSync(join(dataDir, DATABASE_FILE));
}

/** The data folder: as given, else `RINGFENCE_DATA_DIR`, else below `XDG_DATA_HOME`. Relative to `cwd`. */
export function dataDirOf(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string {
  return resolve(cwd, given ?? env.RINGFENCE_DATA_DIR ?? defaultDataDir(env));
}

function defaultDataDir(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_DATA_HOME || join(env.HOME ?? homedir(), '.local', 'share'), 'ringfence');
}
