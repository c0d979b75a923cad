/** `ringfence serve`: checks the arguments, installs and builds what is missing, then serves from this very process. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import http, { get } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { buildPage, standalone } from './set-up/build.mjs';
import { endChildrenOnSignal, signalStatus } from './set-up/child.mjs';
import { installPackages } from './set-up/packages.mjs';
import { compileCache, root } from './set-up/places.mjs';

const STATUS_DONE = 0;
/** A closed pipe, and a terminal that is gone. */
const NOBODY_READS = ['EPIPE', 'EIO'];
const STATUS_USAGE = 2;
/** The promise is one second from signal to gone, the way through npm and an outer launcher included. */
const STOP_WITHIN_MS = 700;
const HEALTH_RETRY_MS = 5;
const HEALTH_TIMEOUT_MS = 30_000;

/** `steps` counts what `needed` says is missing: `{packages, build}`. Returns when the server answers. */
export async function serve(args, needed, steps) {
  const cwd = callersFolder();
  endChildrenOnSignal();
  if (needed.packages) await steps.run('Installing packages', installPackages);
  const config = await parseArguments(args, cwd);
  const port = await freePort(config.host, config.port);
  await claimDataFolder(config.dataDir);
  if (needed.build) await steps.run('Building the page', buildPage);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  stopOnSignal();
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  await steps.run('Starting the server', () => startServer(args, cwd, config.host, port));
  await tellAddress(config.dataDir, address);
  await announce(address, config);
}

/** npm runs scripts in the package's folder and tells the caller's apart. */
function callersFolder() {
  return process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();
}

/** Before the build: whoever mistypes an option should not wait for a build to hear it. */
async function parseArguments(args, cwd) {
  const { parseServeArguments } = await import(pathToFileURL(join(root, 'server', 'config.ts')).href);
  try {
    return parseServeArguments(args, process.env, cwd);
  } catch (error) {
    if (error?.code !== 'USAGE') throw error;
    process.stderr.write(`ringfence: ${error.message}\n`);
    process.exit(STATUS_USAGE);
  }
}

/** Before the build, too: two servers on one data folder would both take snapshots on time. */
async function claimDataFolder(dataDir) {
  const { claimForServe } = await import(pathToFileURL(join(root, 'server', 'store', 'serve-lock.ts')).href);
  try {
    const warning = claimForServe(dataDir);
    if (warning !== undefined) process.stderr.write(`ringfence: ${warning}\n`);
  } catch (error) {
    if (!['USAGE', 'NEWER_STORE', 'DAMAGED'].includes(error?.code)) throw error;
    process.stderr.write(`ringfence: ${error.message}\n`);
    process.exit(STATUS_USAGE);
  }
}

/** For commands that ask the server: flows have one owner. */
async function tellAddress(dataDir, address) {
  const { tellServeAddress } = await import(pathToFileURL(join(root, 'server', 'store', 'serve-lock.ts')).href);
  tellServeAddress(dataDir, address);
}

/** The port to listen on: the wanted one, or a free one for 0. Ends the process where it cannot be had. */
function freePort(host, wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => {
      process.stderr.write(`ringfence: ${portProblem(error, host, wanted)}\n`);
      process.exit(STATUS_USAGE);
    });
    probe.listen(wanted, host.replace(/^\[(.*)\]$/, '$1'), () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function portProblem(error, host, port) {
  if (error.code === 'EADDRINUSE') {
    return `port ${port} on ${host} is in use, perhaps by another Ringfence. Stop that one, or choose another port: --port ${port + 1}, or --port 0 for any free one.`;
  }
  if (error.code === 'EACCES')
    return `port ${port} needs more rights than you have. Choose one above 1023: --port 3000.`;
  return `cannot listen on ${host} port ${port}: ${error.message}.`;
}

async function startServer(args, cwd, host, port) {
  Object.assign(process.env, {
    PORT: String(port),
    HOSTNAME: host.replace(/^\[(.*)\]$/, '$1'),
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_MANUAL_SIG_HANDLE: 'true', // Its own handler waits for every open event stream.
    RINGFENCE_ARGV: JSON.stringify(args),
    RINGFENCE_CWD: cwd,
    RINGFENCE_ROOT: root,
    RINGFENCE_APP_DIR: standalone,
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? compileCache, // for the workers: they do not share ours
  });
  readSourcesFirst();
  const leaveServersAlone = await refuseUnreadableAddresses();
  const loud = console.log;
  console.log = (...words) => {
    // The framework greets with its own name and address; ours is the one line that people need.
    if (!/Next\.js|Local:|Network:|Ready in|next\.config/.test(String(words[1] ?? words[0]))) loud(...words);
  };
  await import(pathToFileURL(join(standalone, 'server.js')).href);
  await untilHealthy(process.env.HOSTNAME, port);
  leaveServersAlone(); // what others make later is theirs
  console.log = loud;
}

/**
 * Boots what reads the clusters before the framework loads itself, which takes most of a second: the workers read
 * meanwhile. The framework calls the same `register` later and is told what went wrong; without the file it is the first.
 */
function readSourcesFirst() {
  const instrumentation = join(standalone, '.next', 'server', 'instrumentation.js');
  if (!existsSync(instrumentation)) return;
  createRequire(import.meta.url)(instrumentation)
    .register()
    .catch(() => {});
}

/** The framework makes its own server, from a listener that does not know what to do with them. Returns what ends it. */
async function refuseUnreadableAddresses() {
  const module = join(root, 'server', 'http', 'unreadable-address.ts');
  const { refuseUnreadableIn } = await import(pathToFileURL(module).href);
  return refuseUnreadableIn(http);
}

/** Any answer will do: the server listens and its routes are loaded. */
async function untilHealthy(host, port) {
  const giveUp = Date.now() + HEALTH_TIMEOUT_MS;
  while (Date.now() < giveUp) {
    const answered = await new Promise((resolve) => {
      const request = get(
        { host: host === '0.0.0.0' || host === '::' ? 'localhost' : host, port, path: '/api/health', agent: false },
        (response) => {
          response.resume();
          response.once('end', () => resolve(true));
        },
      );
      request.once('error', () => resolve(false));
    });
    if (answered) return;
    await sleep(HEALTH_RETRY_MS);
  }
  throw new Error('The server does not answer.');
}

/**
 * What holds connections and sources open is the server's to close; the clock is ours. Whoever read what we say and is
 * gone ends us as well: a closed pipe. Unheard, its error would be told on the same closed pipe, for ever.
 */
function stopOnSignal() {
  let stopping = false;
  const stop = async (status) => {
    if (stopping) return;
    stopping = true;
    const runtime = globalThis[Symbol.for('ringfence.runtime')];
    await Promise.race([Promise.resolve(runtime?.stop?.()).catch(() => {}), sleep(STOP_WITHIN_MS)]);
    // the library that is still writing flows would answer an orderly exit with an abort
    if (runtime?.traffic?.isRunning) process.kill(process.pid, 'SIGKILL');
    process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signalStatus(signal)));
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', ({ code }) => {
      if (NOBODY_READS.includes(code)) void stop(STATUS_DONE); // a full disk under a log is no reason to end
    });
}

async function announce(address, config) {
  // With a random token only the server knows the link that lets somebody in.
  const link = (await globalThis[Symbol.for('ringfence.runtime')]?.link?.(address)) ?? address;
  process.stdout.write(`\nRingfence is at ${link}\nCtrl-C ends it.\n`);
  if (config.open) openBrowser(link);
}

function openBrowser(link) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', link]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', link]
        : ['xdg-open', link];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => process.stderr.write(`No browser could be opened; go to ${link}\n`));
  child.unref();
}
