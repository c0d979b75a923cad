import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/**
 * Runs its arguments as a program and waits for it. Standard input is a pipe that nobody writes to: it ends when the
 * process at its other end does, even by SIGKILL, and then the program is ended too. It outlives a SIGTERM to the group,
 * so that its own end is the program's end.
 */
const GUARD = `
trap : TERM
exec 3<&0
"$@" </dev/null 3<&- & program=$!
(trap - TERM; read -r _ <&3; kill -9 "$program") >/dev/null 2>&1 & guard=$!
while kill -0 "$program" 2>/dev/null; do wait "$program"; done
kill -9 "$guard" 2>/dev/null
`;

/** Starts a program in a process group of its own, its output in a file. It ends when this process ends. */
export function startProgram(path: string, args: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', path, ...args], { detached: true, stdio: ['pipe', log, log] });
  closeSync(log);
  child.unref();
  return child;
}

/** Ends the program and waits for it. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  endGroup(child, signal);
  await ended;
}

/** Stops a program where it stands, as a lost network would, or lets it go on. */
export function pauseProgram(child: ChildProcess, paused: boolean): void {
  endGroup(child, paused ? 'SIGSTOP' : 'SIGCONT');
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}
