import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkStore, isSound } from './integrity.ts';
import { addNote } from './remarks.ts';
import { chainLinks, readSnapshotFile } from './snapshots.ts';
import { CLUSTER } from './testing/kept-content.ts';
import { keepNext, temporaryStores, WHO } from './testing/temporary-store.ts';

const { folder, open } = temporaryStores();
const DISK = '4m';

/** A disk of its own, in memory: only root may mount one, and not everywhere. */
function mountDisk(at: string): string | undefined {
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=0700`, 'tmpfs', at], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: unknown }).stderr ?? error).trim();
  }
}

/** Writes until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (const size of [65_536, 4_096, 1]) {
      const piece = Buffer.alloc(size);
      try {
        while (writeSync(file, piece) > 0);
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
    }
  } finally {
    closeSync(file);
  }
}

test('a disk that is really full loses nothing that was kept, says so, and takes snapshots again once it has room', async (context) => {
  const disk = join(folder(), 'disk');
  const refused = mountDisk(disk);
  if (refused !== undefined) {
    process.stderr.write(`SKIPPED: no disk of its own for the test of a full one: ${refused}\n`);
    context.skip();
  }
  try {
    const store = open(join(disk, 'kept'));
    await keepNext(store, 'one');
    const tooLarge = randomBytes(8_000_000).toString('base64'); // packs to more than the disk holds
    await expect(keepNext(store, tooLarge)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
      message: expect.stringContaining('no space left'),
    });
    fill(join(disk, 'filler'));
    await expect(keepNext(store, 'two')).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    expect([...chainLinks(store, CLUSTER)]).toHaveLength(1);
    expect(new TextDecoder().decode((await readSnapshotFile(store, CLUSTER, 1, 'evidence.json')).content)).toBe('one');
    expect(isSound(await checkStore(store))).toBe(true);
    const names = readdirSync(join(disk, 'kept'), { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.partial'))).toEqual([]);

    rmSync(join(disk, 'filler'));
    await keepNext(store, 'two');
    addNote(store, CLUSTER, 2, { by: 'platform engineer', text: 'after the disk was full' }, WHO);
    expect([...chainLinks(store, CLUSTER)]).toHaveLength(2);
    expect(isSound(await checkStore(store))).toBe(true);
    store.close();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});
