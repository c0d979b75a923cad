import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { startRingfence } from './ringfence-server.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/ringfence.mjs', import.meta.url));
const STOP_BUDGET_MS = 1_000;

test('a signal ends the server within a second, also while pages listen to events', async () => {
  const server = await startRingfence(['--demo']);
  const streams = await Promise.all([1, 2, 3].map(() => fetch(`${server.address}/api/events`)));
  expect(streams.map((stream) => stream.status)).toEqual([200, 200, 200]);
  const took = await server.stop();
  expect(server.process.exitCode).toBe(143);
  expect(took).toBeLessThan(STOP_BUDGET_MS);
  await Promise.all(streams.map((stream) => stream.body?.cancel().catch(() => undefined)));
});

test('whoever reads what the server says and goes ends it: it never runs on unheard', async () => {
  const child = spawn(process.execPath, [LAUNCHER, 'serve', '--demo', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // it tells its progress first, and its address later
  await new Promise((resolve) => child.stderr.once('data', resolve));
  for (const stream of [child.stdout, child.stderr]) stream.destroy();
  expect(await ended).toBe(0);
});

test('a port in use is said with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, 'serve', '--demo', '--port', String(port)], {
    encoding: 'utf8',
  });
  other.close();
  expect(stderr).toContain(`port ${port} on 127.0.0.1 is in use`);
  expect(stderr).toContain('--port');
  expect(status).toBe(2);
});

test('a mistyped option is said before anything is built or started', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [LAUNCHER, 'serve', '--prot', '3000'], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('--prot');
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('a second server on one data folder says who holds it and leaves; the lock ends with a kill', async () => {
  const first = await startRingfence(['--demo']);
  const { dataDir } = first;
  const second = ['serve', '--demo', '--port', '0', '--data-dir', dataDir];
  const { status, stderr } = spawnSync(process.execPath, [LAUNCHER, ...second], { encoding: 'utf8' });
  expect(stderr).toContain(`Another Ringfence serves from ${dataDir}`);
  expect(stderr).toContain('process ');
  expect(status).toBe(2);
  const ended = new Promise((resolve) => first.process.once('exit', resolve));
  first.process.kill('SIGKILL');
  await ended;
  const third = await startRingfence(['--demo'], {}, dataDir);
  expect((await fetch(`${third.address}/api/health`)).status).toBe(200);
  await third.stop();
});
