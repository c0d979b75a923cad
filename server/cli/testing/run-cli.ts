import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

let folder: string | undefined;
/** A data folder for all commands of a file that name none. */
function dataDir(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}

/** Runs a command as its users do, in a process of its own, without a kubeconfig. */
export async function runCli(args: readonly string[], stdin = ''): Promise<CliResult> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, KUBECONFIG: '/nonexistent/kubeconfig', NO_COLOR: '', RINGFENCE_DATA_DIR: dataDir() },
  });
  child.stdin.on('error', () => {}); // a command that ends before it has read everything
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([gather(child.stdout), gather(child.stderr), ended(child)]);
  return { status: child.exitCode, stdout, stderr };
}

async function gather(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}
