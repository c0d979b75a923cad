/** The packages of package-lock.json in node_modules. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';
import { withNodeFirst } from './node.mjs';
import { root, toolchain } from './places.mjs';
import { SetUpError } from './steps.mjs';
import { writeWhole } from './write-whole.mjs';

/** Written after an install that ended well: hash of the lock file, and the platform that packages were chosen for. */
const marker = join(root, 'node_modules', '.ringfence-installed');

/** True where node_modules holds what package-lock.json names. */
export function packagesFit() {
  const wanted = wantedMarker();
  if (read(marker) === wanted) return true;
  if (!sameAsHiddenLock()) return false;
  writeWhole(marker, wanted);
  return true;
}

/** An older Node leaves out optional packages that ask for a newer one, and says nothing. */
const OLDEST_INSTALLER = [20, 19];

/** True where the running Node is new enough to install every package, though perhaps not to run them. */
export function installsAllPackages(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_INSTALLER[0] || (major === OLDEST_INSTALLER[0] && minor >= OLDEST_INSTALLER[1]);
}

/** `npm ci`, visibly. Throws SetUpError with npm's own words. */
export async function installPackages() {
  await withLock(join(toolchain, 'packages.lock'), async () => {
    if (packagesFit()) return;
    const { status, output } = await run(
      'npm',
      ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
      { cwd: root, env: withNodeFirst(process.env) },
    );
    if (status !== 0) {
      throw new SetUpError(
        'npm ci failed. Without network, bring npm’s cache along; behind a mirror, set registry in .npmrc.',
        output,
      );
    }
    writeWhole(marker, wantedMarker());
  });
}

function wantedMarker() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

/** After somebody's own `npm ci` or `npm install`, npm's record of what it installed says whether that fits. */
function sameAsHiddenLock() {
  const hidden = read(join(root, 'node_modules', '.package-lock.json'));
  if (hidden === undefined) return false;
  const installed = JSON.parse(hidden).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const extra = Object.keys(installed).some((path) => wanted[path] === undefined);
  return (
    !extra &&
    Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (installed[path] === undefined
          ? entry.optional === true || entry.devOptional === true
          : installed[path].version === entry.version),
    )
  );
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
