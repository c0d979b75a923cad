/** The page's build: made when its inputs changed, and only then. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';
import { withNodeFirst } from './node.mjs';
import { compileCache, root, toolchain } from './places.mjs';
import { SetUpError } from './steps.mjs';
import { writeWhole } from './write-whole.mjs';

const FOLDERS = ['app', 'components', 'lib', 'server', 'public', 'docs/examples'];
const FILES = [
  'package-lock.json',
  'tsconfig.json',
  'next.config.js',
  'bin/set-up/kube-client-loader.cjs',
  'postcss.config.mjs',
  'instrumentation.ts',
  'proxy.ts',
];

export const standalone = join(root, '.next', 'standalone');
const marker = join(standalone, '.ringfence-inputs');

/** True where the build was made from the files as they are now. */
export function buildFits() {
  if (!existsSync(marker)) return false;
  const [made, seen] = readFileSync(marker, 'utf8').split('\n');
  const stamp = stampInputs();
  if (seen === stamp) return true;
  if (made !== hashInputs()) return false;
  remember(made, stamp);
  return true;
}

/** The hash of what the build was made of, and what the files looked like when that was read. */
function remember(hash, stamp) {
  try {
    writeWhole(marker, `${hash}\n${stamp}`);
  } catch {
    // a folder that may not be written: the files are read at each start
  }
}

/** `next build`, then everything that the standalone server needs beside itself. Throws SetUpError. */
export async function buildPage() {
  await withLock(join(toolchain, 'build.lock'), async () => {
    if (buildFits()) return;
    const stamp = stampInputs(); // first: what changes while it is read is read again
    const hash = hashInputs();
    rmSync(marker, { force: true });
    const { status, output } = await run(
      process.execPath,
      [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
      {
        cwd: root,
        env: { ...withNodeFirst(process.env), NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      },
    );
    if (status !== 0) throw new SetUpError('The page could not be built.', output);
    cpSync(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
    if (existsSync(join(root, 'public'))) cpSync(join(root, 'public'), join(standalone, 'public'), { recursive: true });
    rmSync(compileCache, { recursive: true, force: true }); // of code that is gone: it would grow with every build
    remember(hash, stamp);
  });
}

/** Content, not times: a fresh clone with a kept build must not build again, a touched file need not. */
function hashInputs() {
  const hash = createHash('sha256');
  for (const path of inputs()) {
    if (!existsSync(join(root, path))) continue;
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * What the inputs look like from outside: where no file was written since, its content need not be read, which takes
 * longer than everything else before the start.
 */
function stampInputs() {
  const hash = createHash('sha256');
  for (const path of inputs()) {
    const seen = statSync(join(root, path), { throwIfNoEntry: false });
    // of the last change of anything, which nobody can set back
    if (seen !== undefined) hash.update(`${path}\0${seen.ino}\0${seen.size}\0${seen.mtimeMs}\0${seen.ctimeMs}\0`);
  }
  return hash.digest('hex');
}

function inputs() {
  return [...FOLDERS.flatMap((folder) => filesBelow(folder)), ...FILES].sort();
}

/** Tests are no part of the page. */
function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return /\.test\.tsx?$/.test(path) ? [] : [path];
  });
}
