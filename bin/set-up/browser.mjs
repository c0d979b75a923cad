/** A Chromium for the browser tests. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './child.mjs';
import { root } from './places.mjs';

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a browser that is here already, or undefined: $CHROMIUM, an installed one, Playwright's own. */
export async function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? named : undefined;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of INSTALLED) if (existsSync(join(folder, name))) return join(folder, name);
  }
  const { chromium } = await import(pathToFileURL(join(root, 'node_modules', '@playwright', 'test', 'index.mjs')).href);
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Brings a browser: Playwright's own, else the distribution's. Returns its path, or undefined where neither is possible. */
export async function bringBrowser() {
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  await run(process.execPath, [playwright, 'install', 'chromium'], { cwd: root });
  const own = await findBrowser();
  // Its own build needs libraries that a bare machine lacks; the distribution's package brings its own.
  if (own !== undefined && (await run(own, ['--version'])).status === 0) return own;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-q'], { env });
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env });
  }
  const found = await findBrowser();
  return found !== undefined && (await run(found, ['--version'])).status === 0 ? found : undefined;
}
