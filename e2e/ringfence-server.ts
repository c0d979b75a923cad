import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';

const LAUNCHER = fileURLToPath(new URL('../bin/ringfence.mjs', import.meta.url));
const START_TIMEOUT_MS = 60_000;

export interface RingfenceServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly address: string;
  readonly process: ChildProcess;
  readonly dataDir: string;
  /** All that it wrote so far. */
  output(): string;
  /** Asks it to end and waits. Resolves to the milliseconds that took. */
  stop(): Promise<number>;
}

/**
 * Starts `ringfence serve` with these arguments on a free port, and with a data folder of its own where none is given;
 * resolves when it is ready.
 */
export async function startRingfence(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  given?: string,
): Promise<RingfenceServer> {
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'ringfence-e2e-')));
  const child = spawn(process.execPath, [LAUNCHER, 'serve', ...args, '--port', '0', '--data-dir', dataDir], {
    env: { ...process.env, KUBECONFIG: '', HOME: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`ringfence did not start:\n${written}`)), START_TIMEOUT_MS);
    child.once('exit', (status) => reject(new Error(`ringfence ended with status ${status}:\n${written}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece: Buffer) => {
        written += piece.toString();
        const found = /Ringfence is at (http:\/\/[^\s/]+)/.exec(written);
        if (found?.[1] === undefined) return;
        clearTimeout(timer);
        resolve(found[1]);
      });
    }
  });
  return {
    address,
    process: child,
    dataDir,
    output: () => written,
    async stop() {
      const started = performance.now();
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
      return performance.now() - started;
    },
  };
}

/** Playwright's `test` with the demo's server, one for each worker, as base address of every page. */
export const test = base.extend<{ baseURL: string }, { demo: RingfenceServer }>({
  demo: [
    async ({ playwright: _ }, use) => {
      const server = await startRingfence(['--demo']);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ demo }, use) => use(demo.address),
});
