import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { blobFiles } from '../blobs.ts';
import { checkStore, isSound } from '../integrity.ts';
import { keptWaivers } from '../kept-waivers.ts';
import { removeOrphans } from '../retention.ts';
import { findSnapshot, listSnapshots } from '../snapshots.ts';
import { openStore, type Store } from '../store.ts';
import { CLUSTER } from './kept-content.ts';

const WRITER = fileURLToPath(new URL('./writer.ts', import.meta.url));
/** Of node's start and then of writing: a kill falls anywhere in what a writer does. */
const LONGEST_MS = 400;
const HOURS_LATER = 3_600_000;

export interface KillReport {
  readonly kills: number;
  /** Snapshots, waivers and DataMaps that a writer was told are kept. */
  readonly told: number;
  readonly snapshots: number;
  /** Left by kills: blobs that nothing names, or half of one. */
  readonly orphans: number;
  /** What should not be; empty. */
  readonly problems: readonly string[];
}

/**
 * Starts two writers on one data folder, kills both without warning at a random moment, and looks: whatever a writer was told
 * is kept is there, whatever is there is whole. So many times, on the same folder.
 * @param random from 0 to 1: when the kill falls.
 */
export async function killWriters(times: number, random: () => number = Math.random): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfence-kill-'));
  const dataDir = join(folder, 'data');
  const problems: string[] = [];
  let told = 0;
  try {
    for (let kill = 1; kill <= times; kill++) {
      const lines = await Promise.all(['a', 'b'].map((own) => writeUntilKilled(dataDir, `${own}${kill}`, random())));
      const store = openStore(dataDir);
      try {
        for (const line of lines.flat()) {
          told++;
          if (!isKept(store, line)) problems.push(`kill ${kill}: "${line}" was told, and is not there`);
        }
        const check = await checkStore(store);
        if (!isSound(check)) problems.push(`kill ${kill}: ${JSON.stringify(check)}`);
        keptWaivers(store, CLUSTER); // throws for one that is not whole
      } finally {
        store.close();
      }
    }
    const store = openStore(dataDir);
    const snapshots = listSnapshots(store, CLUSTER, { limit: 1_000_000 });
    const orphans = removeOrphans(store, Date.now() + HOURS_LATER);
    const named = new Set(snapshots.flatMap(({ files }) => files.map(({ hash }) => hash)));
    const left = [...blobFiles(store)];
    if (left.length !== named.size) problems.push(`${left.length} blobs are there, and ${named.size} are named`);
    store.close();
    return { kills: 2 * times, told, snapshots: snapshots.length, orphans, problems };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lines that it wrote to their end. The clock starts with its first one: before, there is nothing to kill. */
async function writeUntilKilled(dataDir: string, own: string, when: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [WRITER, dataDir, own], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  const first = Promise.withResolvers<void>();
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    first.resolve();
  });
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece.toString();
  });
  await Promise.race([first.promise, ended]);
  await sleep(when * LONGEST_MS);
  child.kill('SIGKILL');
  await ended;
  if (child.signalCode !== 'SIGKILL') throw new Error(`the writer ended by itself:\n${errors}`);
  return output.split('\n').slice(0, -1);
}

function isKept(store: Store, line: string): boolean {
  const [kind = '', ...rest] = line.split(' ');
  switch (kind) {
    case 'snapshot':
      return findSnapshot(store, CLUSTER, Number(rest[0]))?.link.hash === rest[1];
    case 'waiver':
      return keptWaivers(store, CLUSTER).some(({ id }) => id === rest[0]);
    default: {
      const sql = 'SELECT 1 FROM data_maps WHERE cluster = ? AND text = ?';
      return store.db.prepare(sql).get(CLUSTER, rest.join(' ')) !== undefined;
    }
  }
}
