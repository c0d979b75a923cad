/**
 * Child processes of the launcher. Each is the leader of a process group of its own, so that an interrupted set-up
 * takes the children's children with it; npm and the build start several.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Grace between asking a group to end and ending it: with the launcher's own exit it stays below a second. */
const KILL_AFTER_MS = 600;

const running = new Set();
let ending = false;

/** The status that a shell reports for a process that ended by this signal. */
export function signalStatus(signal) {
  return 128 + (constants.signals[signal] ?? 15);
}

/** Ends every child and then this process when a signal comes. */
export function endChildrenOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      for (const child of running) signalGroup(child, 'SIGTERM');
      const done = () => process.exit(signalStatus(signal));
      if (running.size === 0) done();
      for (const child of running) child.once('exit', () => running.size === 0 && done());
      setTimeout(() => {
        for (const child of running) signalGroup(child, 'SIGKILL');
        done();
      }, KILL_AFTER_MS);
    });
  }
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
}

/** Sends a signal to the child and to everything that it started. */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

/**
 * Starts a program and waits for its end. Resolves to `{status, output}`: `output` is all that it wrote on both streams.
 * `onText` is told each piece as it comes. Never rejects: a program that cannot be started has status 127.
 */
export function run(command, args, { onText, ...options } = {}) {
  return new Promise((resolve) => {
    const pieces = [];
    // npm is a script on Windows, which only a shell can start. The arguments are ours, never a user's.
    const shell = process.platform === 'win32' && !/[\\/]/.test(command);
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell,
      ...options,
    });
    running.add(child);
    const take = (piece) => {
      pieces.push(piece);
      onText?.(piece.toString());
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error) => {
      running.delete(child);
      resolve({ status: 127, output: error.message });
    });
    child.once('exit', () => running.delete(child));
    child.once('close', (code, signal) => {
      resolve({ status: code ?? signalStatus(signal), output: Buffer.concat(pieces).toString() });
    });
  });
}
