#!/usr/bin/env node
/**
 * The launcher. Makes the rest runnable on a machine that has only Node 20 and npm, and then runs it.
 * Plain JavaScript, since an old Node has to read it.
 */
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endChildrenOnSignal } from './set-up/child.mjs';
import { BROUGHT, bringNode, broughtNode, isNewEnough, runAgainUnder } from './set-up/node.mjs';
import { installPackages, installsAllPackages, packagesFit } from './set-up/packages.mjs';
import { compileCache, root } from './set-up/places.mjs';
import { createSteps, readSteps, reportSetUpError } from './set-up/steps.mjs';

const STATUS_FAULT = 70;

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const serving = command === 'serve' && !args.includes('--help') && !args.includes('-h');
  const { buildFits } = serving ? await import('./set-up/build.mjs') : { buildFits: () => true };
  const needed = {
    node: !isNewEnough() && !existsSync(broughtNode()),
    packages: !packagesFit(),
    build: !buildFits(),
  };
  const together = needed.node && needed.packages && installsAllPackages(); // npm waits for the network and for one core
  const count = Object.values(needed).filter(Boolean).length + (serving ? 1 : 0) - (together ? 1 : 0);
  const [done = 0, total = 0] = readSteps();
  const steps = createSteps(Math.max(total, done + count), done);

  if (!isNewEnough()) {
    if (needed.node) {
      endChildrenOnSignal();
      await steps.run(
        `Bringing Node ${BROUGHT}, since ${process.versions.node} is too old${together ? ', and installing packages' : ''}`,
        // Where an old Node cannot install them, the new one says why.
        () => Promise.all([bringNode(), together ? installPackages().catch(() => {}) : undefined]),
      );
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
    }
    runAgainUnder(broughtNode(), { RINGFENCE_STEPS: `${steps.done}/${steps.total}` });
    return;
  }
  // An old Node, and a folder that may not be written, do without.
  module.enableCompileCache?.(compileCache);
  if (serving) {
    const { serve } = await import('./serve.mjs');
    await serve(args, needed, steps);
    return;
  }
  if (needed.packages) {
    endChildrenOnSignal();
    await steps.run('Installing packages', installPackages);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  }
  process.env.NODE_COMPILE_CACHE ??= compileCache; // for the processes that a command starts: they do not share ours
  const cli = join(root, 'server', 'cli', 'main.ts');
  process.argv = [process.execPath, cli, ...process.argv.slice(2)];
  await import(pathToFileURL(cli).href);
}

main().catch((error) => {
  reportSetUpError(error);
  process.exit(STATUS_FAULT);
});
