/** Where things are. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** What the set-up brings for this checkout; ignored by git. */
export const toolchain = join(root, '.toolchain');
/** What Node made of our code, so that a second start need not compile it again. */
export const compileCache = join(toolchain, 'compile-cache');
/** What several checkouts share. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringfence');
