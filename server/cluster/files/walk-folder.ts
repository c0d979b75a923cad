import { opendir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ReadingNote } from '#lib/kube/cluster-objects.ts';
import { readingNotes } from '#lib/text/en/reading.ts';

const MANIFEST = /\.(?:ya?ml|json)$/i;

export function isManifestName(name: string): boolean {
  return MANIFEST.test(name);
}

/**
 * The manifests under a folder, sorted by path, so that the order does not depend on the file system. Symbolic links are
 * followed only to what lies inside the folder, each real folder is entered once, and special files are left out; each
 * such case is a note.
 */
export async function walkFolder(root: string, note: (note: ReadingNote) => void): Promise<readonly string[]> {
  const realRoot = await realpath(root);
  const entered = new Set<string>();
  const found: string[] = [];

  async function enter(folder: string): Promise<void> {
    const real = await realpath(folder);
    if (entered.has(real)) {
      leaveOut(readingNotes.linkLoop, folder);
      return;
    }
    entered.add(real);
    const names: string[] = [];
    for await (const { name } of await opendir(folder)) names.push(name);
    for (const name of names.sort()) await visit(join(folder, name), name);
  }

  async function visit(path: string, name: string): Promise<void> {
    let real: string;
    try {
      real = await realpath(path);
    } catch {
      if (isManifestName(name)) leaveOut(readingNotes.linkBroken, path);
      return;
    }
    if (real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
      leaveOut(readingNotes.linkOutside, path);
      return;
    }
    const kind = await stat(real);
    if (kind.isDirectory()) await enter(path);
    else if (!isManifestName(name)) return;
    else if (kind.isFile()) found.push(path);
    else leaveOut(readingNotes.specialFile, path);
  }

  /** By the path under the root: where the root lies, and whose home that is, is no matter of a result. */
  function leaveOut(message: (path: string) => string, path: string): void {
    const file = relative(root, path) || '.';
    note({ code: 'not-followed', message: message(file), file });
  }

  await enter(root);
  return found;
}
