import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Then another seed begins anew: one walk that found a quiet corner should not spend all the time in it. */
const SECONDS_A_SEED = 120;

export interface WalkOutcome {
  readonly walks: number;
  /** Of each walk that failed its seed and what it said. */
  readonly failures: readonly string[];
}

/** Walks through the console from one seed after the other, until the seconds are over. */
export async function soakWalk(seconds: number, seed: number, tell: (line: string) => void): Promise<WalkOutcome> {
  const failures: string[] = [];
  const ends = Date.now() + seconds * 1_000;
  let walks = 0;
  while (Date.now() < ends) {
    const own = seed + walks;
    const { status, output } = await walk(Math.min(SECONDS_A_SEED, Math.max(20, (ends - Date.now()) / 1_000)), own);
    walks += 1;
    const told = output.split('\n').find((line) => line.includes('lines compared'));
    tell(told?.trim() ?? `seed ${own} failed`);
    if (status !== 0) failures.push(`seed ${own}:\n${output}`);
  }
  return { walks, failures };
}

function walk(seconds: number, seed: number): Promise<{ readonly status: number; readonly output: string }> {
  const child = spawn(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts', 'random-walk'],
    { cwd: ROOT, env: { ...process.env, WALK_SECONDS: String(seconds), WALK_SEED: String(seed), NO_COLOR: '1' } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve({ status: code ?? 1, output })));
}
