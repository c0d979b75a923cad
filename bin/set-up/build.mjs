/** The page's build: made when its inputs changed, and only then. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';
import { withNodeFirst } from './node.mjs';
import { compileCache, root, toolchain } from './places.mjs';
import { SetUpError } from './steps.mjs';

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
  return existsSync(marker) && readFileSync(marker, 'utf8') === hashInputs();
}

/** `next build`, then everything that the standalone server needs beside itself. Throws SetUpError. */
export async function buildPage() {
  await withLock(join(toolchain, 'build.lock'), async () => {
    const inputs = hashInputs();
    if (existsSync(marker) && readFileSync(marker, 'utf8') === inputs) return;
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
    writeFileSync(marker, inputs);
  });
}

/** Content, not times: a fresh clone with a kept build must not build again, a touched file need not. */
function hashInputs() {
  const hash = createHash('sha256');
  const paths = [...FOLDERS.flatMap((folder) => filesBelow(folder)), ...FILES].sort();
  for (const path of paths) {
    if (!existsSync(join(root, path))) continue;
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
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
